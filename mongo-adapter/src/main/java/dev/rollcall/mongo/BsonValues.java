package dev.rollcall.mongo;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Texts;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.UuidRepresentation;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/**
 * Converts values of columns to BSON and back: INT64 as long, DECIMAL as Decimal128 (as text if its
 * column has more than {@value #DECIMAL128_DIGITS} digits, for then some values would not fit),
 * TIMESTAMP as date, DATE as ISO text since MongoDB has no day without a zone, UUID as standard
 * binary, JSON as text. A null is stored as null, never as an absent field. A stored format.
 * Threadsafe.
 */
final class BsonValues {

  /** Digits of a Decimal128. {@value}. */
  static final int DECIMAL128_DIGITS = 34;

  private BsonValues() {}

  /**
   * The stored form of a column's value.
   *
   * @throws DataException if a decimal has more digits than its column and than Decimal128, a
   *     moment is beyond 64 bits of milliseconds, or a text has half of a surrogate pair
   */
  static BsonValue toBson(Column column, @Nullable Object value) {
    if (value == null) {
      return BsonNull.VALUE;
    }
    return switch (column.type()) {
      case BOOLEAN -> BsonBoolean.valueOf((Boolean) value);
      case INT64 -> new BsonInt64((Long) value);
      case FLOAT64 -> new BsonDouble((Double) value);
      case DECIMAL -> decimal(column, (BigDecimal) value);
      case STRING, JSON -> text(column, (String) value);
      case TIMESTAMP -> moment(column, (Instant) value);
      case DATE -> new BsonString(value.toString());
      case UUID -> new BsonBinary((UUID) value, UuidRepresentation.STANDARD);
      case BYTES -> new BsonBinary((byte[]) value);
    };
  }

  /** A measure that may be rounded, as a Decimal128. */
  static BsonValue rounded(@Nullable Object value) {
    return value instanceof BigDecimal decimal
        ? new BsonDecimal128(new Decimal128(decimal.round(MathContext.DECIMAL128)))
        : BsonNull.VALUE;
  }

  private static BsonValue text(Column column, String value) {
    if (!Texts.isPaired(value)) {
      throw new DataException(
          "column '%s': got text with one half of a surrogate pair, expected text that UTF-8 can hold"
              .formatted(column.name()));
    }
    return new BsonString(value);
  }

  private static BsonValue moment(Column column, Instant value) {
    try {
      return new BsonDateTime(value.toEpochMilli());
    } catch (ArithmeticException beyond) {
      throw new DataException(
          "column '%s': expected a moment within 292 million years of 1970"
              .formatted(column.name()));
    }
  }

  private static BsonValue decimal(Column column, BigDecimal value) {
    if (isText(column)) {
      return new BsonString(value.toString());
    }
    try {
      return new BsonDecimal128(new Decimal128(value));
    } catch (NumberFormatException inexact) {
      throw new DataException(
          "column '%s': got a decimal of %d digits, expected at most %d"
              .formatted(column.name(), value.precision(), column.precision()));
    }
  }

  /** Whether the column's values are stored as strings. */
  static boolean isStoredAsText(Column column) {
    return switch (column.type()) {
      case STRING, JSON, DATE -> true;
      case DECIMAL -> isText(column);
      default -> false;
    };
  }

  private static boolean isText(Column column) {
    return column.type() == ColumnType.DECIMAL && column.precision() > DECIMAL128_DIGITS;
  }

  /** The column's value as its type's Java class. */
  static @Nullable Object fromBson(Column column, @Nullable BsonValue stored) {
    Object value = fromBson(stored);
    if (value instanceof String text && column.type() == ColumnType.DATE) {
      return LocalDate.parse(text);
    }
    return value instanceof String text && isText(column) ? new BigDecimal(text) : value;
  }

  /** The value as stored: dates and very wide decimals are text. */
  static @Nullable Object fromBson(@Nullable BsonValue stored) {
    if (stored == null || stored.isNull()) {
      return null;
    }
    return switch (stored.getBsonType()) {
      case BOOLEAN -> stored.asBoolean().getValue();
      case INT32, INT64 -> stored.asNumber().longValue();
      case DOUBLE -> stored.asDouble().getValue();
      case DECIMAL128 -> stored.asDecimal128().getValue().bigDecimalValue();
      case STRING -> stored.asString().getValue();
      case DATE_TIME -> Instant.ofEpochMilli(stored.asDateTime().getValue());
      case BINARY -> binary(stored.asBinary());
      default -> stored.toString();
    };
  }

  private static Object binary(BsonBinary binary) {
    return binary.getType() == BsonBinarySubType.UUID_STANDARD.getValue()
        ? binary.asUuid(UuidRepresentation.STANDARD)
        : binary.getData();
  }
}
