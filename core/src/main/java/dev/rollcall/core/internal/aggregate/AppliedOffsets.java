package dev.rollcall.core.internal.aggregate;

import dev.rollcall.core.internal.accumulator.StateReader;
import dev.rollcall.core.internal.accumulator.StateWriter;
import dev.rollcall.core.record.SourcePartition;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The highest offset applied of each source partition, in two arrays: a document of a worker of 256
 * partitions has as many, which are read and written with each of its states. Immutable and
 * threadsafe.
 */
final class AppliedOffsets extends AbstractMap<SourcePartition, Long>
    implements SortedMap<SourcePartition, Long> {

  /** The least bytes of one: the length of its source id, its partition, its offset. */
  private static final int LEAST_BYTES = 3;

  private final SourcePartition[] partitions;
  private final long[] offsets;

  private AppliedOffsets(SourcePartition[] partitions, long[] offsets) {
    this.partitions = partitions;
    this.offsets = offsets;
  }

  /** The same offsets, in the order of their partitions. */
  static AppliedOffsets of(SortedMap<SourcePartition, Long> applied) {
    if (applied instanceof AppliedOffsets same) {
      return same;
    }
    SortedMap<SourcePartition, Long> sorted = applied;
    if (applied.comparator() != null) {
      sorted = new TreeMap<>();
      sorted.putAll(applied);
    }
    SourcePartition[] partitions = new SourcePartition[sorted.size()];
    long[] offsets = new long[partitions.length];
    int at = 0;
    for (Map.Entry<SourcePartition, Long> each : sorted.entrySet()) {
      partitions[at] = each.getKey();
      offsets[at++] = each.getValue();
    }
    return new AppliedOffsets(partitions, offsets);
  }

  static AppliedOffsets read(StateReader in) {
    SourcePartition[] partitions =
        new SourcePartition[in.count(LEAST_BYTES, "number of source partitions")];
    long[] offsets = new long[partitions.length];
    String sourceId = "";
    for (int i = 0; i < partitions.length; i++) {
      sourceId = in.text("source id", sourceId);
      int number = in.between(0, Integer.MAX_VALUE, "source partition");
      if (sourceId.isBlank()) {
        throw in.corrupt("source id");
      }
      partitions[i] = new SourcePartition(sourceId, number);
      if (i > 0 && partitions[i - 1].compareTo(partitions[i]) >= 0) {
        throw in.corrupt("order of the source partitions");
      }
      offsets[i] = in.signed("applied offset");
    }
    return new AppliedOffsets(partitions, offsets);
  }

  void write(StateWriter out) {
    out.unsigned(partitions.length);
    String former = "";
    int from = 0;
    int to = 0;
    for (int i = 0; i < partitions.length; i++) {
      String sourceId = partitions[i].sourceId();
      if (sourceId.equals(former)) {
        out.again(from, to);
      } else {
        from = out.size();
        out.text(sourceId);
        to = out.size();
        former = sourceId;
      }
      out.unsigned(partitions[i].partition());
      out.signed(offsets[i]);
    }
  }

  @Override
  public int size() {
    return partitions.length;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public @Nullable Long get(@Nullable Object key) {
    int at = key instanceof SourcePartition wanted ? Arrays.binarySearch(partitions, wanted) : -1;
    return at < 0 ? null : offsets[at];
  }

  @Override
  public Set<Entry<SourcePartition, Long>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<SourcePartition, Long>> iterator() {
        return new Entries();
      }

      @Override
      public int size() {
        return partitions.length;
      }
    };
  }

  private final class Entries implements Iterator<Entry<SourcePartition, Long>> {
    private int at;

    @Override
    public boolean hasNext() {
      return at < partitions.length;
    }

    @Override
    public Entry<SourcePartition, Long> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return Map.entry(partitions[at], offsets[at++]);
    }
  }

  @Override
  public @Nullable Comparator<? super SourcePartition> comparator() {
    return null;
  }

  @Override
  public SortedMap<SourcePartition, Long> subMap(SourcePartition from, SourcePartition to) {
    return new TreeMap<>(this).subMap(from, to);
  }

  @Override
  public SortedMap<SourcePartition, Long> headMap(SourcePartition to) {
    return new TreeMap<>(this).headMap(to);
  }

  @Override
  public SortedMap<SourcePartition, Long> tailMap(SourcePartition from) {
    return new TreeMap<>(this).tailMap(from);
  }

  @Override
  public SourcePartition firstKey() {
    return at(0);
  }

  @Override
  public SourcePartition lastKey() {
    return at(partitions.length - 1);
  }

  private SourcePartition at(int index) {
    if (partitions.length == 0) {
      throw new NoSuchElementException();
    }
    return partitions[index];
  }
}
