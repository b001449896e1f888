package dev.rollcall.core.internal.accumulator;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
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

  /** Empty once there is a sketch. */
  private HashSet64 hashes = new HashSet64();

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
    read.hashes.read(in, in.between(0, EXACT, "number of hashes"));
    return read;
  }

  /** The number of distinct values, or its estimate. */
  public long distinct() {
    return sketch == null ? hashes.size() : Math.round(sketch.getDistinctCountEstimate());
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
      return;
    }
    hashes.add(hash);
    sketchWhatIsTooMuch();
  }

  private void sketchWhatIsTooMuch() {
    if (hashes.size() > EXACT) {
      toSketch();
    }
  }

  private UltraLogLog toSketch() {
    UltraLogLog made = UltraLogLog.create(PRECISION);
    hashes.forEach(made::add);
    sketch = made;
    hashes = new HashSet64();
    return made;
  }

  @Override
  public void merge(Accumulator other) {
    DistinctAccumulator that = (DistinctAccumulator) other;
    if (that.sketch != null) {
      (sketch == null ? toSketch() : sketch).add(that.sketch);
    } else if (sketch != null) {
      that.hashes.forEach(sketch::add);
    } else {
      hashes.addAll(that.hashes);
      sketchWhatIsTooMuch();
    }
  }

  @Override
  public boolean isEmpty() {
    return sketch == null && hashes.size() == 0;
  }

  @Override
  public void write(StateWriter out) {
    if (sketch != null) {
      out.unsigned(SKETCH_MODE);
      out.raw(sketch.getState());
      return;
    }
    out.unsigned(HASHES_MODE);
    out.unsigned(hashes.size());
    out.makeRoom(hashes.size() * Long.BYTES);
    hashes.forEach(out::fixed);
  }
}
