package dev.rollcall.benchmarks.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.memory.Memory;
import org.jspecify.annotations.Nullable;

/**
 * Daily groups in a hash map, with the sketches of Apache DataSketches: the usual way. Not
 * threadsafe.
 */
public final class UsualAggregates {

  /** As in the rows of {@link TreeRow#user}. */
  private static final int USER_ID = 0;

  private static final int AGE = 12;

  /** By nationality and gender, by e-mail domain, by age band. */
  private static final int[][] GROUPINGS = {{26, 1}, {7}, {13}};

  private static final int[] BY_USER = {USER_ID};

  private record Key(int grouping, List<@Nullable Object> group, Instant day) {}

  /** The state of one group. */
  public static final class Group {
    private long count;
    private long sum;
    private HllSketch distinct = new HllSketch(12);
    private KllDoublesSketch quantiles = KllDoublesSketch.newHeapInstance();

    private void add(@Nullable Object[] row) {
      count++;
      if (row[AGE] instanceof Long age) {
        sum += age;
        quantiles.update(age);
      }
      if (row[USER_ID] instanceof UUID user) {
        distinct.update(new long[] {user.getMostSignificantBits(), user.getLeastSignificantBits()});
      }
    }

    /** Both sketches as bytes, and the numbers. */
    public byte[][] write() {
      byte[] numbers = (count + "," + sum).getBytes(UTF_8);
      return new byte[][] {distinct.toCompactByteArray(), quantiles.toByteArray(), numbers};
    }

    /** Reads {@link #write}. */
    public static Group read(byte[][] bytes) {
      Group group = new Group();
      group.distinct = HllSketch.heapify(bytes[0]);
      group.quantiles = KllDoublesSketch.heapify(Memory.wrap(bytes[1]));
      String[] numbers = new String(bytes[2], UTF_8).split(",");
      group.count = Long.parseLong(numbers[0]);
      group.sum = Long.parseLong(numbers[1]);
      return group;
    }
  }

  private final Map<Key, Group> groups = new HashMap<>();

  /** Adds a row of {@link TreeRow#user} to its group in each of the three groupings. */
  public void add(@Nullable Object[] row, Instant recordTime) {
    Instant day = recordTime.truncatedTo(ChronoUnit.DAYS);
    for (int grouping = 0; grouping < GROUPINGS.length; grouping++) {
      add(grouping, GROUPINGS[grouping], row, day);
    }
  }

  /** Adds a row to the group of its user. */
  public void addAlone(@Nullable Object[] row, Instant recordTime) {
    add(GROUPINGS.length, BY_USER, row, recordTime.truncatedTo(ChronoUnit.DAYS));
  }

  private void add(int grouping, int[] columns, @Nullable Object[] row, Instant day) {
    @Nullable Object[] group = new @Nullable Object[columns.length];
    for (int i = 0; i < group.length; i++) {
      group[i] = row[columns[i]];
    }
    groups
        .computeIfAbsent(new Key(grouping, Arrays.asList(group), day), key -> new Group())
        .add(row);
  }

  /** Forgets all groups. */
  public void clear() {
    groups.clear();
  }

  /** The groups by nationality and gender. */
  public List<Group> byNationality() {
    return groups.entrySet().stream()
        .filter(group -> group.getKey().grouping() == 0)
        .map(Map.Entry::getValue)
        .toList();
  }
}
