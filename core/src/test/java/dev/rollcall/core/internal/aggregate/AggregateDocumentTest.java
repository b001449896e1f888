package dev.rollcall.core.internal.aggregate;

import static dev.rollcall.core.internal.aggregate.Fixtures.bind;
import static dev.rollcall.core.internal.aggregate.Fixtures.people;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.internal.aggregate.AggregateOwner.Mode;
import dev.rollcall.core.record.SourcePartition;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AggregateDocumentTest {

  private static final SourcePartition FIRST = new SourcePartition("topic", 0);
  private static final SourcePartition SECOND = new SourcePartition("topic", 1);

  private final Aggregator aggregator = StoredStates.everyKind();

  private AggregateDocument document(int rows) {
    return new AggregateDocument(
        "pipeline",
        3,
        "fingerprint",
        new TreeMap<>(Map.of(FIRST, 41L, SECOND, Long.MAX_VALUE)),
        StoredStates.filled(aggregator, rows));
  }

  @Test
  void whatIsReadIsWhatWasWritten() {
    AggregateDocument read = AggregateDocument.decode(document(50).encode(), aggregator);

    assertThat(read.pipeline()).isEqualTo("pipeline");
    assertThat(read.definitionVersion()).isEqualTo(3);
    assertThat(read.fingerprint()).isEqualTo("fingerprint");
    assertThat(read.appliedOffsets()).containsExactlyEntriesOf(document(0).appliedOffsets());
    assertThat(Laws.bytes(read.accumulators())).isEqualTo(Laws.bytes(document(50).accumulators()));
  }

  @Test
  void equalContentHasEqualBytesWhateverTheOrderOfItsParts() {
    SortedMap<SourcePartition, Long> backwards =
        new TreeMap<>(Comparator.<SourcePartition>reverseOrder());
    backwards.putAll(document(5).appliedOffsets());
    AggregateDocument same =
        new AggregateDocument(
            "pipeline", 3, "fingerprint", backwards, StoredStates.filled(aggregator, 5));

    assertThat(same.encode()).isEqualTo(document(5).encode());
  }

  @Test
  void bytesThatAreCutOffAreRefused() {
    byte[] bytes = document(20).encode();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> AggregateDocument.decode(cut, aggregator))
          .as("%d of %d bytes", length, bytes.length)
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("is cut off or damaged");
    }
  }

  @Test
  void everyBitThatFlipsIsNoticed() {
    byte[] bytes = document(20).encode();
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> AggregateDocument.decode(flipped, aggregator))
          .as("bit %d", bit)
          .isInstanceOf(FatalException.class);
    }
  }

  @Test
  void damageUnderAValidChecksumNeverBecomesAnotherError() {
    for (int rows : new int[] {3, 1_500}) {
      byte[] bytes = document(rows).encode();
      Random random = new Random(7);
      for (int trial = 0; trial < 20_000; trial++) {
        byte[] damaged = bytes.clone();
        int at = 5 + random.nextInt(damaged.length - 9);
        damaged[at] = (byte) random.nextInt(256);
        byte[] sealed = sealed(damaged);
        try {
          AggregateDocument read = AggregateDocument.decode(sealed, aggregator);
          assertThat(read.encode()).as("only canonical bytes are read").isEqualTo(sealed);
          aggregator.result(StoredStates.KEY, read.accumulators());
        } catch (FatalException | ConfigurationException e) {
          assertThat(e).hasMessageContaining("by replay");
        }
      }
    }
  }

  @Test
  void anUnknownFormatVersionIsNamed() {
    byte[] bytes = document(1).encode();
    bytes[4] = 9;

    assertThatThrownBy(() -> AggregateDocument.decode(sealed(bytes), aggregator))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("got format version 9, expected 2");
  }

  @Test
  void theStateOfOtherMeasuresSaysHowToRebuild() {
    byte[] bytes = document(1).encode();

    assertThatThrownBy(() -> AggregateDocument.decode(bytes, bind(people().count())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("pipeline 'pipeline', definition version 3")
        .hasMessageContaining("rebuild the aggregates by replay");
  }

  @Test
  void anotherPipelineVersionOrFingerprintSaysHowToRebuild() {
    assertThat(decoded(owner("pipeline", 3, Mode.STREAM, "fingerprint"))).isNotNull();
    assertThat(decoded(owner("pipeline", 3, Mode.STREAM, "new", "fingerprint"))).isNotNull();
    assertThatThrownBy(() -> decoded(owner("other", 3, Mode.STREAM, "fingerprint")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("raise the definition version, name a fresh store");
    assertThatThrownBy(() -> decoded(owner("pipeline", 4, Mode.STREAM, "fingerprint")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("version 3", "expected 4", "add rebuild()", "from the beginning");
    assertThatThrownBy(() -> decoded(owner("pipeline", 3, Mode.STREAM, "another")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "pipeline 'pipeline', definition version 3, fingerprint", "above 3", "add rebuild()");
  }

  @Test
  void aRebuildTakesALowerVersionForAbsentWhateverItsMeasuresAndStopsAtAHigherOne() {
    byte[] bytes = document(1).encode();
    Aggregator others = bind(people().count());
    for (Mode mode : new Mode[] {Mode.REBUILD, Mode.BATCH}) {
      assertThat(AggregateDocument.decode(bytes, others, owner("pipeline", 4, mode, "fingerprint")))
          .isNull();
      assertThatThrownBy(() -> decoded(owner("pipeline", 2, mode, "fingerprint")))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContainingAll("version 3", "expected 2", "run that one", "above 3");
      assertThatThrownBy(() -> decoded(owner("pipeline", 3, mode, "another")))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("raise the version above 3")
          .hasMessageNotContaining("rebuild()");
    }
  }

  private @Nullable AggregateDocument decoded(AggregateOwner owner) {
    return AggregateDocument.decode(document(1).encode(), aggregator, owner);
  }

  private static AggregateOwner owner(
      String pipeline, int version, Mode mode, String... fingerprints) {
    return new AggregateOwner("people", pipeline, version, List.of(fingerprints), mode);
  }

  private static byte[] sealed(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - 4);
    ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
    return bytes;
  }
}
