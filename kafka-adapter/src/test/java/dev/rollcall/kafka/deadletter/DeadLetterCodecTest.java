package dev.rollcall.kafka.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetter.Stage;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.core.record.Texts;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterSnapshot.PartitionKey;
import dev.rollcall.kafka.deadletter.DeadLetterSnapshot.Written;
import dev.rollcall.kafka.deadletter.StoredLetter.Payload;
import dev.rollcall.kafka.redrive.RedriveWorld;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeadLetterCodecTest {

  private static final Instant TIME = Instant.ofEpochMilli(1_700_000_000_123L);

  @Test
  void theHeadersAreAStoredFormat() {
    TreeMap<String, String> headers = new TreeMap<>();
    DeadLetterCodec.of("dead", 0, letter("not a number", "{}", TIME), Payload.KEPT, true)
        .headers()
        .forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));

    assertThat(headers)
        .containsEntry("rollcall.topic-id", "topic-id")
        .containsEntry("rollcall.topic", "users")
        .containsEntry("rollcall.partition", "3")
        .containsEntry("rollcall.offset", "1205")
        .containsEntry("rollcall.ordinal", "2")
        .containsEntry("rollcall.stage", "sink")
        .containsEntry("rollcall.sink", "cassandra:ks.t")
        .containsEntry("rollcall.reason-class", "mapping")
        .containsEntry("rollcall.reason", "not a number")
        .containsEntry("rollcall.attempt", "2")
        .containsEntry(
            "rollcall.sha256", "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
        .containsEntry("rollcall.timestamp", "1700000000123")
        .containsEntry("rollcall.payload", "kept")
        .containsEntry("rollcall.form", "2")
        .containsEntry("rollcall.payload-key", "topic-id-3@1205")
        .containsEntry("rollcall.path", "$.guests[2]")
        .containsEntry("rollcall.element-sha256", "e".repeat(64))
        .containsEntry("rollcall.branch", "gold")
        .containsEntry("rollcall.formerly-taken", "true")
        .hasSize(19);
  }

  @Test
  void thePayloadIsAStoredFormatThatOlderReleasesPassOver() {
    ProducerRecord<byte[], byte[]> message =
        PayloadMessage.of("dead", 0, letter("r", "{}", TIME), true);
    List<String> headers = new ArrayList<>();
    message
        .headers()
        .forEach(header -> headers.add(header.key() + "=" + new String(header.value(), UTF_8)));

    assertThat(message.key()).isEqualTo("topic-id-3@1205".getBytes(UTF_8));
    assertThat(message.value()).isEqualTo("{}".getBytes(UTF_8));
    assertThat(message.timestamp()).isEqualTo(TIME.toEpochMilli());
    assertThat(headers)
        .containsExactly(
            "rollcall.form=2",
            "rollcall.key=key",
            "rollcall.header.trace=1",
            "rollcall.header.rollcall.attempt=1",
            "rollcall.header.trace=2");
  }

  @Test
  void thePartitionOfAPayloadIsAStoredChoice() {
    assertThat(PayloadMessage.partition("topic-id-3@1205", 7)).isEqualTo(4);
    assertThat(PayloadMessage.partition("polygenelubricants", 7))
        .as("hash code MIN")
        .isBetween(0, 6);
  }

  @Test
  void aLetterWithoutPayloadIsNoTombstone() {
    for (Payload payload : new Payload[] {Payload.NULL, Payload.TOO_LARGE, Payload.WITHHELD}) {
      assertThat(DeadLetterCodec.of("dead", 0, letter("r", "{}", TIME), payload, true).value())
          .isEmpty();
    }
  }

  @Test
  void aPayloadThatIsWithheldTakesItsKeyAlong() {
    DeadLetter letter = letter("r", "{}", TIME);

    assertThat(readBack(letter, Payload.WITHHELD).orElseThrow().letter().key()).isNull();
    assertThat(readBack(letter, Payload.KEPT).orElseThrow().letter().key()).isNotNull();
  }

  @Test
  void aLetterComesBackFromItsMessage() {
    DeadLetter letter = letter("odd \u0001 \"reason\" 😀", "{\"a\":1}", TIME);

    assertThat(readBack(letter, Payload.KEPT))
        .get()
        .usingRecursiveComparison()
        .isEqualTo(new StoredLetter(letter, Payload.KEPT, letter.sha256(), 2));
  }

  @Test
  void aTimeBefore1970StandsInTheHeaderOnly() {
    DeadLetter letter = letter("r", "{}", Instant.ofEpochMilli(-1));

    assertThat(DeadLetterCodec.of("dead", 0, letter, Payload.KEPT, true).timestamp()).isNull();
    assertThat(readBack(letter, Payload.KEPT).orElseThrow().letter().timestamp())
        .isEqualTo(Instant.ofEpochMilli(-1));
  }

  @Test
  void aVeryLongReasonIsCutBetweenCharacters() {
    String reason = "x".repeat(DeadLetterCodec.LONGEST_REASON - 2) + "😀".repeat(10);

    assertThat(readBack(letter(reason, "{}", TIME), Payload.KEPT).orElseThrow().letter().reason())
        .isEqualTo("x".repeat(DeadLetterCodec.LONGEST_REASON - 2) + "…");
  }

  @Test
  void aMessageOfSomeoneElseIsNoLetter() {
    DeadLetterSnapshot snapshot = new DeadLetterSnapshot(KafkaTopic.named("dead"));
    snapshot.add(new ConsumerRecord<>("dead", 0, 0, null, "{}".getBytes(UTF_8)));
    snapshot.add(new ConsumerRecord<>("dead", 0, 1, "k".getBytes(UTF_8), "{}".getBytes(UTF_8)));

    assertThat(snapshot.letters()).isEmpty();
  }

  @Test
  void aLetterWhosePayloadIsDeletedSaysSo() {
    DeadLetter letter = letter("r", "{}", TIME);
    DeadLetterSnapshot snapshot = new DeadLetterSnapshot(KafkaTopic.named("dead"));
    snapshot.add(read(PayloadMessage.of("dead", 0, letter, true)));
    snapshot.add(read(DeadLetterCodec.of("dead", 0, letter, Payload.KEPT, true)));
    snapshot.add(
        new ConsumerRecord<>("dead", 0, 9, PayloadMessage.keyOf(letter).getBytes(UTF_8), null));

    assertThat(snapshot.letters())
        .singleElement()
        .satisfies(
            stored -> {
              assertThat(stored.payload()).isEqualTo(Payload.MISSING);
              assertThat(stored.letter().value()).isNull();
              assertThat(stored.letter().element().path()).isEqualTo("$.guests[2]");
              assertThat(stored.sha256()).isEqualTo(letter.sha256());
            });
    snapshot.add(new ConsumerRecord<>("dead", 0, 10, letter.id().getBytes(UTF_8), null));
    assertThat(snapshot.letters()).as("a letter that is deleted").isEmpty();
  }

  @Test
  void lettersOfARecordShareItsPayload() {
    DeadLetter letter = letter("r", "{}", TIME);
    DeadLetterSnapshot snapshot = new DeadLetterSnapshot(KafkaTopic.named("dead"));
    snapshot.add(read(PayloadMessage.of("dead", 0, letter, true), 4));
    snapshot.add(read(DeadLetterCodec.of("dead", 0, letter, Payload.KEPT, true), 5));
    ProducerRecord<byte[], byte[]> other =
        DeadLetterCodec.of("dead", 0, letter, Payload.KEPT, true);
    other.headers().remove("rollcall.branch");
    snapshot.add(
        read(
            new ProducerRecord<>(
                "dead", 0, 0L, "x".getBytes(UTF_8), other.value(), other.headers()),
            3));

    assertThat(snapshot.letters()).hasSize(2);
    assertThat(snapshot.letters().get(0).letter().value())
        .isSameAs(snapshot.letters().get(1).letter().value());
    assertThat(snapshot.references()).containsEntry(written(0, 4), Set.of(letter.id(), "x"));
  }

  @Test
  void whatIsDeletedInAPartitionOfBeforeStaysInTheOneOfToday() {
    DeadLetter letter = letter("r", "{}", TIME);
    DeadLetterSnapshot snapshot = new DeadLetterSnapshot(KafkaTopic.named("dead"));
    for (int partition : new int[] {0, 1}) {
      snapshot.add(read(PayloadMessage.of("dead", partition, letter, true), 4));
      snapshot.add(read(DeadLetterCodec.of("dead", partition, letter, Payload.KEPT, true), 5));
    }
    assertThat(snapshot.letters()).extracting(StoredLetter::payload).containsExactly(Payload.KEPT);
    assertThat(snapshot.references())
        .as("each copy")
        .containsOnlyKeys(written(0, 4), written(1, 4));

    snapshot.add(new ConsumerRecord<>("dead", 0, 8, "topic-id-3@1205".getBytes(UTF_8), null));
    assertThat(snapshot.letters()).extracting(StoredLetter::payload).containsExactly(Payload.KEPT);
    snapshot.add(new ConsumerRecord<>("dead", 0, 9, letter.id().getBytes(UTF_8), null));
    assertThat(snapshot.letters()).extracting(StoredLetter::payload).containsExactly(Payload.KEPT);
    snapshot.add(new ConsumerRecord<>("dead", 1, 9, letter.id().getBytes(UTF_8), null));
    assertThat(snapshot.letters()).as("each copy deleted").isEmpty();
  }

  @Test
  void aPayloadThatAReplayHasWrittenIsLeftUntilItsLettersAreThere() {
    DeadLetter letter = letter("r", "{}", TIME);
    DeadLetterSnapshot snapshot = new DeadLetterSnapshot(KafkaTopic.named("dead"));
    snapshot.add(read(PayloadMessage.of("dead", 0, letter, true), 4));
    snapshot.add(read(DeadLetterCodec.of("dead", 0, letter, Payload.KEPT, true), 5));
    List<Written> before = List.copyOf(snapshot.references().keySet());
    assertThat(before).containsExactly(written(0, 4));

    snapshot.add(read(PayloadMessage.of("dead", 0, letter, true), 7));
    assertThat(snapshot.references()).as("its letters are still to come").isEmpty();
    snapshot.add(read(DeadLetterCodec.of("dead", 0, letter, Payload.KEPT, true), 8));
    List<Written> now = List.copyOf(snapshot.references().keySet());
    assertThat(now).containsExactly(written(0, 7));
    assertThat(PayloadCleanup.stillSettled(before, now)).as("others may come").isEmpty();
    assertThat(PayloadCleanup.stillSettled(now, now)).as("the next re-drive").isEqualTo(now);
  }

  @Test
  void aLetterOfANewerReleaseIsNotPassedOver() {
    ProducerRecord<byte[], byte[]> newer =
        DeadLetterCodec.of("dead", 0, letter("r", "{}", TIME), Payload.KEPT, true);
    newer.headers().remove("rollcall.form").add("rollcall.form", "3".getBytes(UTF_8));
    DeadLetterSnapshot snapshot = new DeadLetterSnapshot(KafkaTopic.named("dead"));

    assertThatThrownBy(() -> snapshot.add(read(newer)))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("newer release");
  }

  @Test
  void lettersOfFormOneAreReadAsTheyWereWritten() {
    DeadLetterSnapshot snapshot = new DeadLetterSnapshot(KafkaTopic.named("dead"));
    FormerLetters.messages().forEach((name, message) -> snapshot.add(read(message)));

    assertThat(snapshot.letters())
        .hasSize(13)
        .allSatisfy(
            stored -> {
              assertThat(stored.form()).isEqualTo(1);
              assertThat(stored.letter().element().path()).isEmpty();
              assertThat(stored.letter().element().branch()).isEmpty();
              assertThat(stored.letter().headers()).isEmpty();
              assertThat(stored.letter().timestamp().toEpochMilli()).isEqualTo(RedriveWorld.TIME);
            })
        .extracting(
            StoredLetter::id,
            stored -> stored.letter().reasonClass(),
            stored -> stored.letter().attempt(),
            StoredLetter::payload,
            stored -> stored.letter().value() == null)
        .containsExactly(
            tuple("topic-id-1@1205#0/transform", "function-failed", 1, Payload.KEPT, false),
            tuple("topic-id-1@1206#2/map", "wrong-type", 1, Payload.KEPT, false),
            tuple("topic-id-1@1207#3/transform", "function-failed", 1, Payload.KEPT, false),
            tuple("topic-id-1@1208#3/transform", "function-failed", 1, Payload.KEPT, false),
            tuple("topic-id-1@1209#1/sink/picky", "sink-rejected", 1, Payload.KEPT, false),
            tuple("topic-id-1@1210#1/sink/picky", "sink-rejected", 1, Payload.KEPT, false),
            tuple("topic-id-1@1211#0/decode", "malformed-json", 1, Payload.KEPT, false),
            tuple("topic-id-1@1212#0/transform", "function-failed", 2, Payload.KEPT, false),
            tuple("topic-id-1@1213#0/map", "not-an-object", 1, Payload.KEPT, false),
            tuple("topic-id-1@1213#1/map", "not-an-object", 1, Payload.KEPT, false),
            tuple("topic-id-1@1214#0/decode", "malformed-json", 1, Payload.WITHHELD, true),
            tuple("topic-id-1@1215#0/map", "wrong-type", 1, Payload.NULL, true),
            tuple("topic-id-1@1216#0/map", "wrong-type", 1, Payload.TOO_LARGE, true));
  }

  @Test
  void ofOneIdInBothFormsTheNewerFormCountsWhateverWasReadLast() {
    DeadLetter letter = letter("new", "{}", TIME);
    ProducerRecord<byte[], byte[]> former =
        DeadLetterCodec.of("dead", 0, letter("old", "{}", TIME), Payload.WITHHELD, true);
    former.headers().remove("rollcall.form");
    DeadLetterSnapshot snapshot = new DeadLetterSnapshot(KafkaTopic.named("dead"));
    snapshot.add(read(former));
    snapshot.add(read(DeadLetterCodec.of("dead", 1, letter, Payload.WITHHELD, true)));
    snapshot.add(read(former));

    assertThat(snapshot.letters())
        .extracting(stored -> stored.letter().reason())
        .containsExactly("new");
  }

  private static Optional<StoredLetter> readBack(DeadLetter letter, Payload payload) {
    DeadLetterSnapshot snapshot = new DeadLetterSnapshot(KafkaTopic.named("dead"));
    if (payload == Payload.KEPT) {
      snapshot.add(read(PayloadMessage.of("dead", 0, letter, true)));
    }
    snapshot.add(read(DeadLetterCodec.of("dead", 0, letter, payload, true)));
    return snapshot.letters().stream().findFirst();
  }

  private static Written written(int partition, long offset) {
    return new Written(new PartitionKey(partition, "topic-id-3@1205"), offset);
  }

  private static ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> sent) {
    return read(sent, 0);
  }

  private static ConsumerRecord<byte[], byte[]> read(
      ProducerRecord<byte[], byte[]> sent, long offset) {
    return new ConsumerRecord<>(
        "dead",
        sent.partition(),
        offset,
        0,
        TimestampType.CREATE_TIME,
        0,
        0,
        sent.key(),
        sent.value(),
        new RecordHeaders(sent.headers()),
        Optional.empty());
  }

  private static DeadLetter letter(String reason, String value, Instant time) {
    return new DeadLetter(
        new SourcePartition("topic-id", 3),
        "users",
        1205,
        2,
        Stage.SINK,
        "cassandra:ks.t",
        "mapping",
        reason,
        2,
        time,
        "key".getBytes(UTF_8),
        value.getBytes(UTF_8),
        List.of(
            new SourceRecord.Header("trace", "1".getBytes(UTF_8)),
            new SourceRecord.Header("rollcall.attempt", "1".getBytes(UTF_8)),
            new SourceRecord.Header("trace", "2".getBytes(UTF_8))),
        Texts.sha256(value.getBytes(UTF_8)),
        new DeadLetter.Element("$.guests[2]", "e".repeat(64), "gold"),
        true);
  }
}
