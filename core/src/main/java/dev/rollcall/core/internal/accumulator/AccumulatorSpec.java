package dev.rollcall.core.internal.accumulator;

import dev.rollcall.core.aggregate.Measure;
import dev.rollcall.core.record.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * The place of one accumulator in an aggregation's state: what it is and what feeds it. Measures
 * whose slots are equal share one (the quantiles of a column; its sum and its mean). Threadsafe.
 *
 * @param kind what is accumulated
 * @param position the column's position; -1 for COUNT
 * @param type the column's type; null for COUNT
 * @param scale the column's scale
 * @param where which rows; null for all
 */
public record AccumulatorSpec(
    Kind kind, int position, @Nullable ColumnType type, int scale, @Nullable BoundCondition where) {

  /** Kinds of accumulators with the code each has, for ever, in stored state. */
  enum Kind {
    COUNT(1),
    TOTAL(2),
    LEAST(3),
    GREATEST(4),
    DISTINCT(5),
    QUANTILES(6);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  public static Kind kindOf(Measure.Kind measure) {
    return switch (measure) {
      case COUNT -> Kind.COUNT;
      case SUM, MEAN -> Kind.TOTAL;
      case MIN -> Kind.LEAST;
      case MAX -> Kind.GREATEST;
      case DISTINCT -> Kind.DISTINCT;
      case QUANTILE -> Kind.QUANTILES;
      case RATIO -> throw new IllegalArgumentException("a ratio has no accumulator of its own");
    };
  }

  Accumulator create() {
    ColumnType of = type;
    if (of == null) {
      return new CountAccumulator();
    }
    return switch (kind) {
      case COUNT -> new CountAccumulator();
      case TOTAL -> new SumAccumulator(of, scale);
      case LEAST -> MinMaxAccumulator.least(of, scale);
      case GREATEST -> MinMaxAccumulator.greatest(of, scale);
      case DISTINCT -> new DistinctAccumulator(of, scale);
      case QUANTILES -> new QuantilesAccumulator(of);
    };
  }

  Accumulator read(StateReader in) {
    ColumnType of = type;
    if (of == null) {
      return CountAccumulator.read(in);
    }
    return switch (kind) {
      case COUNT -> CountAccumulator.read(in);
      case TOTAL -> SumAccumulator.read(in, of, scale);
      case LEAST -> MinMaxAccumulator.least(of, scale).read(in);
      case GREATEST -> MinMaxAccumulator.greatest(of, scale).read(in);
      case DISTINCT -> DistinctAccumulator.read(in, of, scale);
      case QUANTILES -> QuantilesAccumulator.read(in, of);
    };
  }

  /** Three bytes in front of the state, so that state of another shape is told apart. */
  void writeShape(StateWriter out) {
    out.octet(kind.code);
    out.octet(typeCode());
    out.octet(scale);
  }

  /** True if the next bytes are the shape of this slot. */
  boolean isShapeNext(StateReader in) {
    int kindCode = in.octet("kind of an accumulator");
    int readType = in.octet("type of an accumulator");
    int readScale = in.octet("scale of an accumulator");
    return kindCode == kind.code && readType == typeCode() && readScale == (scale & 0xFF);
  }

  /** Codes of the types in stored state, for ever. */
  private int typeCode() {
    ColumnType of = type;
    if (of == null) {
      return 0;
    }
    return switch (of) {
      case BOOLEAN -> 1;
      case INT64 -> 2;
      case FLOAT64 -> 3;
      case DECIMAL -> 4;
      case STRING -> 5;
      case TIMESTAMP -> 6;
      case DATE -> 7;
      case UUID -> 8;
      case JSON -> 9;
      case BYTES -> 10;
    };
  }
}
