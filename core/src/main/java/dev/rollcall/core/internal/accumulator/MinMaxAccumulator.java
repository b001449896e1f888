package dev.rollcall.core.internal.accumulator;

import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The least or the greatest value of an INT64, DECIMAL, FLOAT64, STRING, TIMESTAMP or DATE column:
 * exact. Strings are ordered by their UTF-16 code units ({@link String#compareTo}); -0.0 is 0.0;
 * decimals are kept at the column's scale.
 */
public final class MinMaxAccumulator implements Accumulator {

  private final ColumnType type;
  private final int scale;
  private final int sign;
  private @Nullable Object extreme;

  private MinMaxAccumulator(ColumnType type, int scale, int sign) {
    this.type = type;
    this.scale = scale;
    this.sign = sign;
  }

  static MinMaxAccumulator min(ColumnType type, int scale) {
    return new MinMaxAccumulator(type, scale, -1);
  }

  static MinMaxAccumulator max(ColumnType type, int scale) {
    return new MinMaxAccumulator(type, scale, 1);
  }

  /** Deserializes into this accumulator, which must be empty. */
  MinMaxAccumulator read(StateReader in) {
    extreme = in.between(0, 1, "presence of an extreme value") == 0 ? null : value(in);
    return this;
  }

  /** The value in its column's Java type; null for an empty group. */
  public @Nullable Object extreme() {
    return extreme;
  }

  @Override
  public void accumulate(Row row, int position, RowPlace place) {
    Object value = row.get(position);
    if (value != null) {
      consider(canonical(value));
    }
  }

  private Object canonical(Object value) {
    return switch (type) {
      case FLOAT64 -> (Double) value == 0.0 ? (Object) 0.0 : value;
      case DECIMAL -> Decimals.at((BigDecimal) value, scale);
      default -> value;
    };
  }

  private void consider(Object value) {
    Object present = extreme;
    if (present == null || compare(value, present) * sign > 0) {
      extreme = value;
    }
  }

  private int compare(Object a, Object b) {
    int order =
        switch (type) {
          case INT64 -> Long.compare((Long) a, (Long) b);
          case FLOAT64 -> Double.compare((Double) a, (Double) b);
          case DECIMAL -> ((BigDecimal) a).compareTo((BigDecimal) b);
          case STRING -> ((String) a).compareTo((String) b);
          case TIMESTAMP -> ((Instant) a).compareTo((Instant) b);
          case DATE -> ((LocalDate) a).compareTo((LocalDate) b);
          default -> throw new IllegalStateException("no order of " + type);
        };
    return Integer.signum(order);
  }

  @Override
  public void merge(Accumulator other) {
    Object value = ((MinMaxAccumulator) other).extreme;
    if (value != null) {
      consider(value);
    }
  }

  @Override
  public boolean isEmpty() {
    return extreme == null;
  }

  @Override
  public void write(StateWriter out) {
    Object value = extreme;
    out.unsigned(value == null ? 0 : 1);
    if (value != null) {
      write(value, out);
    }
  }

  private void write(Object value, StateWriter out) {
    switch (type) {
      case INT64 -> out.signed((Long) value);
      case FLOAT64 -> out.fixed(Double.doubleToLongBits((Double) value));
      case DECIMAL -> out.bytes(((BigDecimal) value).unscaledValue().toByteArray());
      case STRING -> out.text((String) value);
      case TIMESTAMP -> {
        out.signed(((Instant) value).getEpochSecond());
        out.unsigned(((Instant) value).getNano());
      }
      case DATE -> out.signed(((LocalDate) value).toEpochDay());
      default -> throw new IllegalStateException("no order of " + type);
    }
  }

  private Object value(StateReader in) {
    String part = "extreme value";
    try {
      return switch (type) {
        case INT64 -> in.signed(part);
        case FLOAT64 -> Double.longBitsToDouble(in.fixed(part));
        case DECIMAL -> decimal(in, part);
        case STRING -> in.text(part);
        case TIMESTAMP -> Instant.ofEpochSecond(in.signed(part), in.between(0, 999_999_999, part));
        case DATE -> LocalDate.ofEpochDay(in.signed(part));
        default -> throw new IllegalStateException("no order of " + type);
      };
    } catch (DateTimeException e) {
      throw in.corrupt(part);
    }
  }

  private BigDecimal decimal(StateReader in, String part) {
    byte[] bytes = in.bytes(part);
    if (bytes.length == 0 || !Arrays.equals(bytes, new BigInteger(bytes).toByteArray())) {
      throw in.corrupt(part);
    }
    return new BigDecimal(new BigInteger(bytes), scale);
  }
}
