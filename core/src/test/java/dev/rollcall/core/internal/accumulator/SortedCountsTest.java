package dev.rollcall.core.internal.accumulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SortedCountsTest {

  @Test
  void bothFormsCountAlike() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      TreeMap<Long, Long> expected = new TreeMap<>();
      SortedCounts counts = filled(random, expected);

      assertThat(counts.size()).isEqualTo(expected.size());
      assertThat(written(counts)).as("seed %d", seed).isEqualTo(written(expected));
      assertThat(written(read(counts))).as("read, seed %d", seed).isEqualTo(written(expected));
    }
  }

  @Test
  void mergedCountsAreThoseOfBoth() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      TreeMap<Long, Long> expected = new TreeMap<>();
      SortedCounts one = filled(random, expected);
      SortedCounts other = filled(random, expected);
      byte[] before = written(other);
      one.merge(other);

      assertThat(written(one)).as("seed %d", seed).isEqualTo(written(expected));
      assertThat(written(other)).as("the other stays as it is").isEqualTo(before);
      assertThat(one.total())
          .isEqualTo(expected.values().stream().mapToLong(Long::longValue).sum());
    }
  }

  @Test
  void aRankIsFoundInBothForms() {
    SortedCounts counts = new SortedCounts();
    for (int i = 0; i < 100; i++) {
      counts.add(i, 1);
    }
    assertThat(counts.keyAt(42)).isEqualTo(42);
    counts.add(Long.MAX_VALUE, 1);
    counts.add(Long.MIN_VALUE, 1);
    assertThat(counts.keyAt(0)).isEqualTo(Long.MIN_VALUE);
    assertThat(counts.keyAt(43)).isEqualTo(42);
    assertThat(counts.keyAt(101)).isEqualTo(Long.MAX_VALUE);
  }

  /** Keys close together, some far away, and the ends of the numbers. */
  private static SortedCounts filled(Random random, TreeMap<Long, Long> expected) {
    SortedCounts counts = new SortedCounts();
    int width = 1 + random.nextInt(random.nextBoolean() ? 100 : 5_000);
    long least = random.nextBoolean() ? random.nextInt(100) : random.nextLong();
    int adds = random.nextInt(400);
    int strange = random.nextInt(3);
    for (int i = 0; i < adds; i++) {
      long key = least + random.nextInt(width);
      if (strange > 0 && random.nextInt(100) < strange) {
        key = random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE + random.nextInt(3);
      }
      long count = 1 + random.nextInt(5);
      counts.add(key, count);
      expected.merge(key, count, Long::sum);
    }
    return counts;
  }

  private static SortedCounts read(SortedCounts counts) {
    return SortedCounts.read(new StateReader(written(counts)), Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static byte[] written(SortedCounts counts) {
    StateWriter out = new StateWriter();
    counts.write(out);
    return out.toBytes();
  }

  private static byte[] written(TreeMap<Long, Long> counts) {
    StateWriter out = new StateWriter();
    out.unsigned(counts.size());
    Long before = null;
    for (Map.Entry<Long, Long> each : counts.entrySet()) {
      if (before == null) {
        out.signed(each.getKey());
      } else {
        out.unsigned(each.getKey() - before);
      }
      out.unsigned(each.getValue());
      before = each.getKey();
    }
    return out.toBytes();
  }
}
