package dev.rollcall.core.internal.accumulator;

import dev.rollcall.core.internal.accumulator.OncePer.Id;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourcePartition;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The exact sum of an INT64 or DECIMAL column over one row of each id, the one at the smallest
 * place, and over all rows without an id: for sum and mean. If that row's value is null, the id
 * adds nothing. Exact up to {@link OncePer#MAX_IDS} ids; beyond that it holds nothing but that it
 * has seen too many, which no merge undoes. The state is a function of the set of rows.
 *
 * <p>Stored: {@code 0}, the sum without ids, the source partitions in their order, and of each id
 * in their order its 128 bits, the number of its partition among those, offset, ordinal, and {@code
 * 0} or {@code 1} and the unscaled value; or {@code 1} alone.
 */
public final class OnceSumAccumulator implements Accumulator {

  /** The row of an id that counts. */
  private record First(
      SourcePartition partition, long offset, int ordinal, @Nullable BigInteger value) {

    boolean isBefore(First other) {
      int order = partition.compareTo(other.partition);
      if (order == 0) {
        order = Long.compare(offset, other.offset);
      }
      return (order == 0 ? Integer.compare(ordinal, other.ordinal) : order) < 0;
    }
  }

  private final OncePer oncePer;
  private final ColumnType type;
  private final int scale;
  private final TreeMap<Id, First> firsts = new TreeMap<>();
  private SumAccumulator withoutId;
  private boolean isOverflown;

  OnceSumAccumulator(OncePer oncePer, ColumnType type, int scale) {
    this.oncePer = oncePer;
    this.type = type;
    this.scale = scale;
    this.withoutId = new SumAccumulator(type, scale);
  }

  static OnceSumAccumulator read(StateReader in, OncePer oncePer, ColumnType type, int scale) {
    OnceSumAccumulator read = new OnceSumAccumulator(oncePer, type, scale);
    if (!OncePer.isKnown(in)) {
      read.overflow();
      return read;
    }
    read.withoutId = SumAccumulator.read(in, type, scale);
    List<SourcePartition> partitions = partitions(in);
    boolean[] used = new boolean[partitions.size()];
    int count = in.between(0, OncePer.MAX_IDS, "number of ids");
    for (int i = 0; i < count; i++) {
      Id id = Id.read(in);
      if (i > 0 && id.compareTo(read.firsts.lastKey()) <= 0) {
        throw in.corrupt("order of the ids");
      }
      int number = in.between(0, partitions.size() - 1, "source partition of an id");
      used[number] = true;
      read.firsts.put(
          id,
          new First(
              partitions.get(number),
              in.signed("offset of an id"),
              in.between(0, Integer.MAX_VALUE, "ordinal of an id"),
              in.between(0, 1, "presence of a value") == 0 ? null : value(in)));
    }
    for (boolean isUsed : used) {
      if (!isUsed) {
        throw in.corrupt("source partitions of the ids");
      }
    }
    return read;
  }

  private static List<SourcePartition> partitions(StateReader in) {
    List<SourcePartition> partitions = new ArrayList<>();
    int count = in.between(0, OncePer.MAX_IDS, "number of source partitions");
    for (int i = 0; i < count; i++) {
      String sourceId = in.text("source id");
      int number = in.between(0, Integer.MAX_VALUE, "source partition");
      if (sourceId.isBlank()) {
        throw in.corrupt("source id");
      }
      SourcePartition next = new SourcePartition(sourceId, number);
      if (i > 0 && next.compareTo(partitions.get(i - 1)) <= 0) {
        throw in.corrupt("order of the source partitions");
      }
      partitions.add(next);
    }
    return partitions;
  }

  private static BigInteger value(StateReader in) {
    byte[] bytes = in.bytes("value of an id");
    if (bytes.length == 0 || !Arrays.equals(bytes, new BigInteger(bytes).toByteArray())) {
      throw in.corrupt("value of an id");
    }
    return new BigInteger(bytes);
  }

  /** The sum over what counts; null if there are too many ids. */
  public @Nullable SumAccumulator total() {
    if (isOverflown) {
      return null;
    }
    SumAccumulator total = new SumAccumulator(type, scale);
    total.merge(withoutId);
    for (First first : firsts.values()) {
      if (first.value() != null) {
        total.addValue(first.value());
      }
    }
    return total;
  }

  @Override
  public void accumulate(Row row, int position, RowPlace place) {
    if (isOverflown) {
      return;
    }
    Id id = oncePer.of(row);
    if (id == null) {
      withoutId.accumulate(row, position, place);
    } else {
      add(
          id,
          new First(place.partition(), place.offset(), place.ordinal(), valueOf(row, position)));
    }
  }

  private @Nullable BigInteger valueOf(Row row, int position) {
    if (row.isNull(position)) {
      return null;
    }
    if (type == ColumnType.INT64) {
      return BigInteger.valueOf(row.getLong(position));
    }
    BigDecimal value = row.getDecimal(position);
    return value == null ? null : Decimals.at(value, scale).unscaledValue();
  }

  private void add(Id id, First first) {
    First present = firsts.get(id);
    if (present == null || first.isBefore(present)) {
      firsts.put(id, first);
    }
    if (firsts.size() > OncePer.MAX_IDS) {
      overflow();
    }
  }

  private void overflow() {
    isOverflown = true;
    firsts.clear();
    withoutId = new SumAccumulator(type, scale);
  }

  @Override
  public void merge(Accumulator other) {
    OnceSumAccumulator that = (OnceSumAccumulator) other;
    if (that.isOverflown) {
      overflow();
    }
    if (isOverflown) {
      return;
    }
    withoutId.merge(that.withoutId);
    for (Map.Entry<Id, First> each : that.firsts.entrySet()) {
      if (isOverflown) {
        return;
      }
      add(each.getKey(), each.getValue());
    }
  }

  @Override
  public boolean isEmpty() {
    return !isOverflown && withoutId.isEmpty() && firsts.isEmpty();
  }

  @Override
  public void write(StateWriter out) {
    if (isOverflown) {
      out.unsigned(OncePer.OVERFLOWN);
      return;
    }
    out.unsigned(OncePer.KNOWN);
    withoutId.write(out);
    TreeSet<SourcePartition> used = new TreeSet<>();
    firsts.values().forEach(first -> used.add(first.partition()));
    Map<SourcePartition, Integer> numbers = new TreeMap<>();
    out.unsigned(used.size());
    for (SourcePartition partition : used) {
      numbers.put(partition, numbers.size());
      out.text(partition.sourceId());
      out.unsigned(partition.partition());
    }
    out.unsigned(firsts.size());
    firsts.forEach((id, first) -> write(id, first, numbers, out));
  }

  private static void write(
      Id id, First first, Map<SourcePartition, Integer> numbers, StateWriter out) {
    id.write(out);
    out.unsigned(numbers.getOrDefault(first.partition(), 0));
    out.signed(first.offset());
    out.unsigned(first.ordinal());
    BigInteger value = first.value();
    out.unsigned(value == null ? 0 : 1);
    if (value != null) {
      out.bytes(value.toByteArray());
    }
  }
}
