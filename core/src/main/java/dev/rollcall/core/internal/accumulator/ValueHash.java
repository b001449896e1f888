package dev.rollcall.core.internal.accumulator;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * The 64-bit hash of a value, stored in distinct counts, so it must never change: XXH3-64 with seed
 * 0 over
 *
 * <ul>
 *   <li>BOOLEAN: one int, 1 or 0;
 *   <li>INT64, DATE (days since 1970): one long;
 *   <li>FLOAT64: its IEEE bits as one long, -0.0 as 0.0;
 *   <li>DECIMAL: the two's complement of its unscaled value at the column's scale, high byte first;
 *   <li>STRING, JSON: its UTF-16 code units;
 *   <li>TIMESTAMP: seconds since 1970 as a long, then nanoseconds as an int;
 *   <li>UUID: its high and its low half as two longs;
 *   <li>BYTES: as they are.
 * </ul>
 *
 * Ints, longs and code units have their low byte first. Threadsafe.
 */
final class ValueHash {

  private static final Hasher64 XXH3 = Hashing.xxh3_64();
  private static final Hasher128 XXH3_128 = Hashing.xxh3_128();

  private ValueHash() {}

  /** Hashes the value at a position, which must not be null. */
  static long of(Row row, int position, ColumnType type, int scale) {
    return switch (type) {
      case BOOLEAN -> XXH3.hashIntToLong(row.getBoolean(position) ? 1 : 0);
      case INT64 -> XXH3.hashLongToLong(row.getLong(position));
      case FLOAT64 ->
          XXH3.hashLongToLong(Double.doubleToLongBits(positiveZero(row.getDouble(position))));
      case DECIMAL -> XXH3.hashBytesToLong(decimalBytes(row, position, scale));
      case STRING, JSON -> XXH3.hashCharsToLong(Objects.requireNonNull(row.getString(position)));
      case TIMESTAMP -> {
        Instant at = Objects.requireNonNull(row.getTimestamp(position));
        yield XXH3.hashLongIntToLong(at.getEpochSecond(), at.getNano());
      }
      case DATE -> XXH3.hashLongToLong(Objects.requireNonNull(row.getDate(position)).toEpochDay());
      case UUID -> {
        UUID id = Objects.requireNonNull(row.getUuid(position));
        yield XXH3.hashLongLongToLong(id.getMostSignificantBits(), id.getLeastSignificantBits());
      }
      case BYTES -> XXH3.hashBytesToLong(Objects.requireNonNull(row.getBytes(position)));
    };
  }

  /**
   * The 128 bits of an id, stored in counts once per id, so they must never change: XXH3-128 with
   * seed 0 over STRING and JSON as their UTF-16 code units, BYTES and DECIMAL as above, and of the
   * others the bytes of the numbers above, high byte first, BOOLEAN as one byte.
   */
  static OncePer.Id idOf(Row row, int position, ColumnType type, int scale) {
    HashValue128 hash =
        switch (type) {
          case STRING, JSON ->
              XXH3_128.hashCharsTo128Bits(Objects.requireNonNull(row.getString(position)));
          case BYTES -> XXH3_128.hashBytesTo128Bits(Objects.requireNonNull(row.getBytes(position)));
          case DECIMAL -> XXH3_128.hashBytesTo128Bits(decimalBytes(row, position, scale));
          case UUID -> {
            UUID id = Objects.requireNonNull(row.getUuid(position));
            yield XXH3_128.hashBytesTo128Bits(
                ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits())
                    .array());
          }
          case TIMESTAMP -> {
            Instant at = Objects.requireNonNull(row.getTimestamp(position));
            yield XXH3_128.hashBytesTo128Bits(
                ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                    .putLong(at.getEpochSecond())
                    .putInt(at.getNano())
                    .array());
          }
          case BOOLEAN ->
              XXH3_128.hashBytesTo128Bits(new byte[] {(byte) (row.getBoolean(position) ? 1 : 0)});
          case INT64 -> hashOf(row.getLong(position));
          case FLOAT64 -> hashOf(Double.doubleToLongBits(positiveZero(row.getDouble(position))));
          case DATE -> hashOf(Objects.requireNonNull(row.getDate(position)).toEpochDay());
        };
    return new OncePer.Id(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
  }

  private static HashValue128 hashOf(long value) {
    return XXH3_128.hashBytesTo128Bits(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  /** Maps -0.0 to 0.0. */
  static double positiveZero(double value) {
    return value == 0.0 ? 0.0 : value;
  }

  private static byte[] decimalBytes(Row row, int position, int scale) {
    BigDecimal value = Objects.requireNonNull(row.getDecimal(position));
    return Decimals.at(value, scale).unscaledValue().toByteArray();
  }
}
