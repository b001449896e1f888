package dev.rollcall.cassandra;

import static java.util.function.Function.identity;

import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Texts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * The CQL types that can store each column type; the first is the one of a new table. A conversion
 * is exact or rejects the value, except that a timestamp in a {@code date} column keeps only the
 * UTC day. {@code float} is not supported: hardly any double fits it. Text is ISO 8601 for times
 * and dates, plain digits for decimals, base64 for bytes. Threadsafe.
 */
final class CqlTypeMappings {

  private static final String TEXT = "text";

  private static final Map<ColumnType, List<CqlTypeMapping>> ACCEPTED = accepted();

  private CqlTypeMappings() {}

  /** The CQL types, the usual one first; for a key, without lossy ones. */
  static List<String> types(ColumnType from, boolean key) {
    return mappings(from).stream()
        .filter(c -> !(key && c.lossy()))
        .map(CqlTypeMapping::cqlType)
        .toList();
  }

  /** The CQL type of such a column in a new table. */
  static String usualType(ColumnType from) {
    return mappings(from).get(0).cqlType();
  }

  static Optional<CqlTypeMapping> find(ColumnType from, String cqlType) {
    String wanted = normal(cqlType);
    return mappings(from).stream().filter(mapping -> mapping.cqlType().equals(wanted)).findFirst();
  }

  /** In lower case, with {@code varchar} as its synonym {@code text}. */
  static String normal(String cqlType) {
    String type = cqlType.strip().toLowerCase(Locale.ROOT);
    return type.equals("varchar") ? TEXT : type;
  }

  private static List<CqlTypeMapping> mappings(ColumnType from) {
    return ACCEPTED.getOrDefault(from, List.of());
  }

  private static Map<ColumnType, List<CqlTypeMapping>> accepted() {
    Map<ColumnType, List<CqlTypeMapping>> mappings = new EnumMap<>(ColumnType.class);
    mappings.put(
        ColumnType.BOOLEAN,
        List.of(
            CqlTypeMapping.of("boolean", TypeCodecs.BOOLEAN, Boolean.class, identity()),
            text(Boolean.class, Object::toString)));
    mappings.put(
        ColumnType.INT64,
        List.of(
            CqlTypeMapping.of("bigint", TypeCodecs.BIGINT, Long.class, identity()),
            whole("int", TypeCodecs.INT, Integer.MIN_VALUE, Integer.MAX_VALUE, v -> (int) v),
            whole(
                "smallint", TypeCodecs.SMALLINT, Short.MIN_VALUE, Short.MAX_VALUE, v -> (short) v),
            whole("tinyint", TypeCodecs.TINYINT, Byte.MIN_VALUE, Byte.MAX_VALUE, v -> (byte) v),
            CqlTypeMapping.of("varint", TypeCodecs.VARINT, Long.class, BigInteger::valueOf),
            text(Long.class, Object::toString)));
    mappings.put(
        ColumnType.FLOAT64,
        List.of(
            CqlTypeMapping.of("double", TypeCodecs.DOUBLE, Double.class, identity()),
            text(Double.class, Object::toString)));
    mappings.put(
        ColumnType.DECIMAL,
        List.of(
            CqlTypeMapping.of("decimal", TypeCodecs.DECIMAL, BigDecimal.class, identity()),
            text(BigDecimal.class, BigDecimal::toPlainString)));
    mappings.put(
        ColumnType.STRING,
        List.of(
            text(String.class, identity()),
            ascii(),
            CqlTypeMapping.of("uuid", TypeCodecs.UUID, String.class, CqlTypeMappings::uuid),
            CqlTypeMapping.of(
                "timeuuid",
                TypeCodecs.TIMEUUID,
                String.class,
                value -> ofTime(CqlTypeMappings.uuid(value)))));
    mappings.put(ColumnType.JSON, List.of(text(String.class, identity()), ascii()));
    mappings.put(
        ColumnType.TIMESTAMP,
        List.of(
            CqlTypeMapping.of(
                "timestamp", TypeCodecs.TIMESTAMP, Instant.class, CqlTypeMappings::milliseconds),
            text(Instant.class, Object::toString),
            CqlTypeMapping.of("date", TypeCodecs.DATE, Instant.class, CqlTypeMappings::utcDay)
                .asLossy()));
    mappings.put(
        ColumnType.DATE,
        List.of(
            CqlTypeMapping.of("date", TypeCodecs.DATE, LocalDate.class, CqlTypeMappings::day),
            text(LocalDate.class, Object::toString)));
    mappings.put(
        ColumnType.UUID,
        List.of(
            CqlTypeMapping.of("uuid", TypeCodecs.UUID, UUID.class, identity()),
            CqlTypeMapping.of("timeuuid", TypeCodecs.TIMEUUID, UUID.class, CqlTypeMappings::ofTime),
            text(UUID.class, Object::toString)));
    mappings.put(
        ColumnType.BYTES,
        List.of(
            CqlTypeMapping.of("blob", TypeCodecs.BLOB, byte[].class, ByteBuffer::wrap),
            text(byte[].class, Base64.getEncoder()::encodeToString)));
    return mappings;
  }

  private static CqlTypeMapping ascii() {
    return CqlTypeMapping.of("ascii", TypeCodecs.ASCII, String.class, CqlTypeMappings::ascii);
  }

  /** Only of a text that the column gives back letter for letter. */
  private static UUID uuid(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      if (uuid.toString().equals(text)) {
        return uuid;
      }
    } catch (IllegalArgumentException none) {
      // as below
    }
    throw new DataException("expected a UUID in lower case, for the column is not text");
  }

  private static UUID ofTime(UUID uuid) {
    if (uuid.version() != 1) {
      throw new DataException("expected a CQL timeuuid, a UUID of version 1");
    }
    return uuid;
  }

  private static <S> CqlTypeMapping text(Class<S> javaType, Function<S, String> conversion) {
    return CqlTypeMapping.of(
        TEXT, TypeCodecs.TEXT, javaType, value -> wellFormed(conversion.apply(value)));
  }

  private static <T> CqlTypeMapping whole(
      String cqlType, TypeCodec<T> codec, long least, long most, LongFunction<T> narrow) {
    return CqlTypeMapping.of(
        cqlType,
        codec,
        Long.class,
        value -> {
          if (value < least || value > most) {
            throw new DataException(
                "expected a CQL %s, from %d to %d".formatted(cqlType, least, most));
          }
          return narrow.apply(value);
        });
  }

  private static String ascii(String value) {
    if (value.chars().anyMatch(c -> c > 127)) {
      throw new DataException("expected a CQL ascii, with no character beyond 127");
    }
    return value;
  }

  /** Rejects an unpaired surrogate, which has no UTF-8: the driver would store a question mark. */
  private static String wellFormed(String value) {
    if (!Texts.isPaired(value)) {
      throw new DataException("expected well-formed Unicode, without half surrogate pairs");
    }
    return value;
  }

  private static Instant milliseconds(Instant value) {
    try {
      return Instant.ofEpochMilli(value.toEpochMilli());
    } catch (ArithmeticException beyond) {
      throw new DataException("expected a moment within 292 million years of 1970", beyond);
    }
  }

  private static LocalDate utcDay(Instant value) {
    return day(LocalDate.ofInstant(milliseconds(value), ZoneOffset.UTC));
  }

  private static LocalDate day(LocalDate value) {
    long days = value.toEpochDay();
    if (days != (int) days) {
      throw new DataException("expected a CQL date, within 5.8 million years of 1970");
    }
    return value;
  }
}
