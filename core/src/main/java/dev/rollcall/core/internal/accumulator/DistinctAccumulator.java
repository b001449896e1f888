package dev.rollcall.core.internal.accumulator;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts distinct values without nulls. Up to {@value #EXACT} distinct values it holds their sorted
 * {@linkplain ValueHash 64-bit hashes} and is exact unless hashes collide, whose probability is
 * below 3e-14 (n²/2^65). Beyond that it is an UltraLogLog sketch of precision {@value #PRECISION}
 * (2^12 bytes), whose standard error is about 1.2 %: two of three estimates are within it, 95 %
 * within twice, 99.7 % within three times. The state is a function of the set of hashes alone,
 * since a register of the sketch depends only on which hashes were added.
 *
 * @see <a href="https://www.vldb.org/pvldb/vol17/p1655-ertl.pdf">Ertl, UltraLogLog, PVLDB 17(7)</a>
 */
public final class DistinctAccumulator implements Accumulator {

  /** The most distinct values that are counted exactly. */
  static final int EXACT = 1_024;

  /** Precision of the sketch; it has 2^precision one-byte registers. */
  static final int PRECISION = 12;

  private static final int REGISTERS = 1 << PRECISION;
  private static final int HASHES_MODE = 0;
  private static final int SKETCH_MODE = 1;

  private final ColumnType type;
  private final int scale;

  /** The hash of the only value, while there is no more: most of many groups have one. */
  private long only;

  private boolean hasOnly;

  /** Null while there is one value at most, and once there is a sketch. */
  private @Nullable HashSet64 hashes;

  private @Nullable UltraLogLog sketch;

  DistinctAccumulator(ColumnType type, int scale) {
    this.type = type;
    this.scale = scale;
  }

  static DistinctAccumulator read(StateReader in, ColumnType type, int scale) {
    DistinctAccumulator read = new DistinctAccumulator(type, scale);
    if (in.between(HASHES_MODE, SKETCH_MODE, "kind of distinct count") == SKETCH_MODE) {
      read.sketch = UltraLogLog.wrap(in.raw(REGISTERS, "distinct sketch"));
      return read;
    }
    int count = in.between(0, EXACT, "number of hashes");
    if (count == 1) {
      read.add(in.fixed("hash"));
    } else if (count > 1) {
      read.hashes = new HashSet64();
      read.hashes.read(in, count);
    }
    return read;
  }

  /** The number of distinct values, or its estimate. */
  public long distinct() {
    return sketch == null ? size() : Math.round(sketch.getDistinctCountEstimate());
  }

  /** The number of hashes; 0 once there is a sketch. */
  private int size() {
    return hashes != null ? hashes.size() : hasOnly ? 1 : 0;
  }

  @Override
  public void accumulate(Row row, int position, RowPlace place) {
    if (!row.isNull(position)) {
      add(hash(row, position));
    }
  }

  /** The hash of the value at a position, which must not be null. */
  long hash(Row row, int position) {
    return ValueHash.of(row, position, type, scale);
  }

  void add(long hash) {
    if (sketch != null) {
      sketch.add(hash);
    } else if (hashes != null) {
      hashes.add(hash);
      sketchWhatIsTooMuch();
    } else if (!hasOnly) {
      only = hash;
      hasOnly = true;
    } else if (hash != only) {
      hashes = new HashSet64();
      hashes.add(only);
      hashes.add(hash);
    }
  }

  private void forEachHash(LongConsumer action) {
    if (hashes != null) {
      hashes.forEach(action);
    } else if (hasOnly) {
      action.accept(only);
    }
  }

  private void sketchWhatIsTooMuch() {
    if (size() > EXACT) {
      toSketch();
    }
  }

  private UltraLogLog toSketch() {
    UltraLogLog made = UltraLogLog.create(PRECISION);
    forEachHash(made::add);
    sketch = made;
    hashes = null;
    hasOnly = false;
    return made;
  }

  @Override
  public void merge(Accumulator other) {
    DistinctAccumulator that = (DistinctAccumulator) other;
    if (that.sketch != null) {
      (sketch == null ? toSketch() : sketch).add(that.sketch);
    } else if (that.hashes == null || sketch != null) {
      that.forEachHash(this::add);
    } else {
      if (hashes == null) {
        hashes = new HashSet64();
      }
      hashes.addAll(that.hashes);
      if (hasOnly) {
        hashes.add(only);
      }
      sketchWhatIsTooMuch();
    }
  }

  @Override
  public boolean isEmpty() {
    return sketch == null && size() == 0;
  }

  @Override
  public void write(StateWriter out) {
    if (sketch != null) {
      out.unsigned(SKETCH_MODE);
      out.raw(sketch.getState());
      return;
    }
    out.unsigned(HASHES_MODE);
    out.unsigned(size());
    if (hashes != null) {
      hashes.write(out);
    } else if (hasOnly) {
      out.fixed(only);
    }
  }
}
