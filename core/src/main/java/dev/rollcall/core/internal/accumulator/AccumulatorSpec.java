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
 * @param oncePer the column of which equal values count once; null for all rows
 */
public record AccumulatorSpec(
    Kind kind,
    int position,
    @Nullable ColumnType type,
    int scale,
    @Nullable BoundCondition where,
    @Nullable OncePer oncePer) {

  /** The kinds of accumulators; the codes are part of stored state and must never change. */
  enum Kind {
    COUNT(1),
    SUM(2),
    MIN(3),
    MAX(4),
    DISTINCT(5),
    QUANTILES(6),
    COUNT_ONCE(7),
    SUM_ONCE(8);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  public static Kind kindOf(Measure.Kind measure, boolean once) {
    return switch (measure) {
      case COUNT -> once ? Kind.COUNT_ONCE : Kind.COUNT;
      case SUM, MEAN -> once ? Kind.SUM_ONCE : Kind.SUM;
      case MIN -> Kind.MIN;
      case MAX -> Kind.MAX;
      case DISTINCT -> Kind.DISTINCT;
      case QUANTILE -> Kind.QUANTILES;
      case RATIO -> throw new IllegalArgumentException("a ratio has no accumulator of its own");
    };
  }

  /** Whether whole numbers of the column are added, of which several may be one row's. */
  boolean isOfNumbers() {
    return type == ColumnType.INT64 && (kind == Kind.SUM || kind == Kind.QUANTILES);
  }

  Accumulator create() {
    OncePer once = oncePer;
    ColumnType of = type;
    if (of == null) {
      return once == null ? new CountAccumulator() : new OnceCountAccumulator(once);
    }
    if (once != null) {
      return new OnceSumAccumulator(once, of, scale);
    }
    return switch (kind) {
      case COUNT, COUNT_ONCE, SUM_ONCE -> throw new IllegalStateException(kind + " of " + of);
      case SUM -> new SumAccumulator(of, scale);
      case MIN -> MinMaxAccumulator.min(of, scale);
      case MAX -> MinMaxAccumulator.max(of, scale);
      case DISTINCT -> new DistinctAccumulator(of, scale);
      case QUANTILES -> new QuantilesAccumulator(of);
    };
  }

  Accumulator read(StateReader in) {
    OncePer once = oncePer;
    ColumnType of = type;
    if (of == null) {
      return once == null ? CountAccumulator.read(in) : OnceCountAccumulator.read(in, once);
    }
    if (once != null) {
      return OnceSumAccumulator.read(in, once, of, scale);
    }
    return switch (kind) {
      case COUNT, COUNT_ONCE, SUM_ONCE -> throw new IllegalStateException(kind + " of " + of);
      case SUM -> SumAccumulator.read(in, of, scale);
      case MIN -> MinMaxAccumulator.min(of, scale).read(in);
      case MAX -> MinMaxAccumulator.max(of, scale).read(in);
      case DISTINCT -> DistinctAccumulator.read(in, of, scale);
      case QUANTILES -> QuantilesAccumulator.read(in, of);
    };
  }

  /**
   * Writes three bytes before the state, and two more of one that counts ids once, to recognize
   * state of another shape.
   */
  void writeShape(StateWriter out) {
    out.octet(kind.code);
    out.octet(codeOf(type));
    out.octet(scale);
    if (oncePer != null) {
      out.octet(codeOf(oncePer.type()));
      out.octet(oncePer.scale());
    }
  }

  /** Whether the next bytes are the shape of this spec. */
  boolean isShapeNext(StateReader in) {
    int kindCode = in.octet("kind of an accumulator");
    int readType = in.octet("type of an accumulator");
    int readScale = in.octet("scale of an accumulator");
    if (kindCode != kind.code || readType != codeOf(type) || readScale != (scale & 0xFF)) {
      return false;
    }
    OncePer once = oncePer;
    if (once == null) {
      return true;
    }
    int idType = in.octet("type of an id");
    int idScale = in.octet("scale of an id");
    return idType == codeOf(once.type()) && idScale == (once.scale() & 0xFF);
  }

  /** The codes of types in stored state; they must never change. */
  private static int codeOf(@Nullable ColumnType of) {
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
