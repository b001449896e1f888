package dev.rollcall.core.internal.accumulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HashSet64Test {

  private static final long[] ENDS = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 1};

  @Test
  void itHoldsEachHashOnceInAscendingOrder() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      TreeSet<Long> expected = new TreeSet<>();
      HashSet64 set = new HashSet64(random.nextInt(50));
      int adds = random.nextInt(3_000);
      for (int i = 0; i < adds; i++) {
        long hash = hash(random);
        assertThat(set.contains(hash)).isEqualTo(expected.contains(hash));
        set.add(hash);
        expected.add(hash);
      }

      assertThat(set.size()).isEqualTo(expected.size());
      assertThat(set.ascending())
          .as("seed %d", seed)
          .isEqualTo(expected.stream().mapToLong(Long::longValue).toArray());
    }
  }

  /** Any, one seen before, one of the ends, and many whose highest bits are all set. */
  private static long hash(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> ENDS[random.nextInt(ENDS.length)];
      case 1 -> Long.MAX_VALUE - random.nextInt(200);
      case 2 -> new Random(random.nextInt(100)).nextLong();
      default -> random.nextLong();
    };
  }
}
