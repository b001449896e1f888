package dev.rollcall.core.internal.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.internal.accumulator.StateReader;
import dev.rollcall.core.internal.accumulator.StateWriter;
import dev.rollcall.core.record.SourcePartition;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** It is the sorted map that it was made of, also after its bytes. */
class AppliedOffsetsTest {

  private static final String[] SOURCES = {
    "topic", "topic 2", "é", "\ud800", "t", "a".repeat(127), "a".repeat(128), "ﾀ", "\u0080"
  };

  @Test
  void itIsTheMapThatItWasMadeOf() {
    for (int seed = 0; seed < 300; seed++) {
      TreeMap<SourcePartition, Long> map = map(new Random(seed));
      AppliedOffsets applied = AppliedOffsets.of(map);

      assertThat(applied).as("seed %d", seed).isEqualTo(map);
      assertThat(AppliedOffsets.of(map.descendingMap())).isEqualTo(map);
      assertThat(read(bytes(applied))).isEqualTo(map);
      assertThat(applied.entrySet()).containsExactlyElementsOf(map.entrySet());
      for (String source : SOURCES) {
        SourcePartition partition = new SourcePartition(source, seed % 20);
        assertThat(applied.get(partition)).isEqualTo(map.get(partition));
        assertThat(applied.containsKey(partition)).isEqualTo(map.containsKey(partition));
        assertThat(applied.headMap(partition)).isEqualTo(map.headMap(partition));
        assertThat(applied.tailMap(partition)).isEqualTo(map.tailMap(partition));
      }
      if (!map.isEmpty()) {
        assertThat(applied.firstKey()).isEqualTo(map.firstKey());
        assertThat(applied.lastKey()).isEqualTo(map.lastKey());
        assertThat(applied.subMap(map.firstKey(), map.lastKey()))
            .isEqualTo(map.subMap(map.firstKey(), map.lastKey()));
      }
    }
  }

  @Test
  void itIsNotChanged() {
    AppliedOffsets none = AppliedOffsets.of(new TreeMap<>());
    assertThatThrownBy(() -> none.put(new SourcePartition("topic", 1), 1L))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(none::firstKey).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(none::lastKey).isInstanceOf(NoSuchElementException.class);
  }

  private static TreeMap<SourcePartition, Long> map(Random random) {
    TreeMap<SourcePartition, Long> map = new TreeMap<>();
    int count = random.nextInt(60);
    for (int i = 0; i < count; i++) {
      String source = SOURCES[random.nextInt(SOURCES.length)];
      map.put(new SourcePartition(source, random.nextInt(20)), random.nextLong());
    }
    return map;
  }

  private static byte[] bytes(AppliedOffsets applied) {
    StateWriter out = new StateWriter();
    applied.write(out);
    return out.toCheckedBytes();
  }

  private static AppliedOffsets read(byte[] bytes) {
    StateReader in = new StateReader(bytes).checked();
    AppliedOffsets read = AppliedOffsets.read(in);
    in.requireEnd();
    return read;
  }
}
