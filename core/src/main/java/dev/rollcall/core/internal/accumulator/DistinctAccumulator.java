package dev.rollcall.core.internal.accumulator;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import java.util.Arrays;
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

  /** Ascending; the first {@link #size} count. Unused once there is a sketch. */
  private long[] hashes = new long[4];

  private int size;
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
    long[] hashes = new long[Math.max(4, count)];
    for (int i = 0; i < count; i++) {
      hashes[i] = in.fixed("hash");
      if (i > 0 && hashes[i] <= hashes[i - 1]) {
        throw in.corrupt("order of the hashes");
      }
    }
    read.hashes = hashes;
    read.size = count;
    return read;
  }

  /** The number of distinct values, or its estimate. */
  public long distinct() {
    return sketch == null ? size : Math.round(sketch.getDistinctCountEstimate());
  }

  @Override
  public void accumulate(Row row, int position, RowPlace place) {
    if (!row.isNull(position)) {
      add(ValueHash.of(row, position, type, scale));
    }
  }

  void add(long hash) {
    if (sketch != null) {
      sketch.add(hash);
      return;
    }
    int at = Arrays.binarySearch(hashes, 0, size, hash);
    if (at >= 0) {
      return;
    }
    if (size == EXACT) {
      toSketch().add(hash);
      return;
    }
    int insertion = -at - 1;
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, Math.min(EXACT, size * 2));
    }
    System.arraycopy(hashes, insertion, hashes, insertion + 1, size - insertion);
    hashes[insertion] = hash;
    size++;
  }

  private UltraLogLog toSketch() {
    UltraLogLog made = UltraLogLog.create(PRECISION);
    for (int i = 0; i < size; i++) {
      made.add(hashes[i]);
    }
    sketch = made;
    hashes = new long[0];
    size = 0;
    return made;
  }

  @Override
  public void merge(Accumulator other) {
    DistinctAccumulator that = (DistinctAccumulator) other;
    if (that.sketch != null) {
      (sketch == null ? toSketch() : sketch).add(that.sketch);
      return;
    }
    // by index: that may be this
    for (int i = 0; i < that.size; i++) {
      add(that.hashes[i]);
    }
  }

  @Override
  public boolean isEmpty() {
    return sketch == null && size == 0;
  }

  @Override
  public void write(StateWriter out) {
    if (sketch != null) {
      out.unsigned(SKETCH_MODE);
      out.raw(sketch.getState());
      return;
    }
    out.unsigned(HASHES_MODE);
    out.unsigned(size);
    for (int i = 0; i < size; i++) {
      out.fixed(hashes[i]);
    }
  }
}
