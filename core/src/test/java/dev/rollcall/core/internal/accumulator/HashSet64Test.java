package dev.rollcall.core.internal.accumulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
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
      HashSet64 set = filled(random, expected);

      assertThat(set.size()).isEqualTo(expected.size());
      assertThat(ascending(set)).as("seed %d", seed).containsExactlyElementsOf(expected);
      assertThat(ascending(read(set))).as("read, seed %d", seed).isEqualTo(ascending(set));
    }
  }

  @Test
  void mergedItHoldsTheHashesOfBoth() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      TreeSet<Long> expected = new TreeSet<>();
      HashSet64 one = filled(random, expected);
      TreeSet<Long> others = new TreeSet<>();
      HashSet64 other = filled(random, others);
      expected.addAll(others);
      one.addAll(other);
      one.add(seed);
      expected.add((long) seed);

      assertThat(ascending(one)).as("seed %d", seed).containsExactlyElementsOf(expected);
      assertThat(ascending(other)).as("the other stays").containsExactlyElementsOf(others);
    }
  }

  @Test
  void emptySetsShareNothing() {
    HashSet64 one = new HashSet64();
    one.addAll(new HashSet64());
    one.add(7);

    assertThat(new HashSet64().contains(7)).isFalse();
    assertThat(ascending(one)).containsExactly(7L);
  }

  private static HashSet64 filled(Random random, TreeSet<Long> expected) {
    HashSet64 set = new HashSet64();
    int adds = random.nextInt(random.nextBoolean() ? 3_000 : 5);
    for (int i = 0; i < adds; i++) {
      long hash = hash(random);
      assertThat(set.contains(hash)).isEqualTo(expected.contains(hash));
      set.add(hash);
      expected.add(hash);
    }
    return set;
  }

  private static List<Long> ascending(HashSet64 set) {
    List<Long> all = new ArrayList<>();
    set.forEach(all::add);
    return all;
  }

  private static HashSet64 read(HashSet64 set) {
    StateWriter out = new StateWriter();
    set.write(out);
    HashSet64 read = new HashSet64();
    read.read(new StateReader(out.toBytes()), set.size());
    return read;
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
