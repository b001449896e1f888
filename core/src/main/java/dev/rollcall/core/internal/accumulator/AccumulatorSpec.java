package dev.rollcall.core.internal.accumulator;

import dev.rollcall.core.aggregate.Measure;
import dev.rollcall.core.record.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * What one accumulator of an aggregation's state accumulates, and from which column and rows.
 * Measures with equal specs share an accumulator (the quantiles of a column; its sum and its mean).
 * Immutable and threadsafe.
 *
 * @param kind what is accumulated
 * @param position the column's position; -1 for COUNT
 * @param type the column's type; null for COUNT
 * @param scale the column's scale
 * @param where the condition on rows; null for all
 */
public record AccumulatorSpec(
    Kind kind, int position, @Nullable ColumnType type, int scale, @Nullable BoundCondition where) {

  /** The kinds of accumulators; the codes are part of stored state and must never change. */
  enum Kind {
    COUNT(1),
    SUM(2),
    MIN(3),
    MAX(4),
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
      case SUM, MEAN -> Kind.SUM;
      case MIN -> Kind.MIN;
      case MAX -> Kind.MAX;
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
      case SUM -> new SumAccumulator(of, scale);
      case MIN -> MinMaxAccumulator.min(of, scale);
      case MAX -> MinMaxAccumulator.max(of, scale);
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
      case SUM -> SumAccumulator.read(in, of, scale);
      case MIN -> MinMaxAccumulator.min(of, scale).read(in);
      case MAX -> MinMaxAccumulator.max(of, scale).read(in);
      case DISTINCT -> DistinctAccumulator.read(in, of, scale);
      case QUANTILES -> QuantilesAccumulator.read(in, of);
    };
  }

  /** Writes three bytes before the state, to recognize state of another shape. */
  void writeShape(StateWriter out) {
    out.octet(kind.code);
    out.octet(typeCode());
    out.octet(scale);
  }

  /** Whether the next bytes are the shape of this spec. */
  boolean isShapeNext(StateReader in) {
    int kindCode = in.octet("kind of an accumulator");
    int readType = in.octet("type of an accumulator");
    int readScale = in.octet("scale of an accumulator");
    return kindCode == kind.code && readType == typeCode() && readScale == (scale & 0xFF);
  }

  /** The codes of types in stored state; they must never change. */
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
