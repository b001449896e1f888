package dev.rollcall.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetter.Stage;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.kafka.StoredLetter.Payload;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LetterMessagesTest {

  private static final Instant TIME = Instant.ofEpochMilli(1_700_000_000_123L);

  @Test
  void theHeadersAreAStoredFormat() {
    TreeMap<String, String> headers = new TreeMap<>();
    LetterMessages.of("dead", letter("not a number", "{}", TIME), Payload.KEPT, true)
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
        .containsEntry("rollcall.key", "key")
        .hasSize(14);
  }

  @Test
  void aLetterWithoutPayloadIsNoTombstone() {
    for (Payload payload : new Payload[] {Payload.NULL, Payload.TOO_LARGE, Payload.WITHHELD}) {
      assertThat(LetterMessages.of("dead", letter("r", "{}", TIME), payload, true).value())
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
        .isEqualTo(new StoredLetter(letter, Payload.KEPT, letter.sha256()));
  }

  @Test
  void aTimeBefore1970StandsInTheHeaderOnly() {
    DeadLetter letter = letter("r", "{}", Instant.ofEpochMilli(-1));

    assertThat(LetterMessages.of("dead", letter, Payload.KEPT, true).timestamp()).isNull();
    assertThat(readBack(letter, Payload.KEPT).orElseThrow().letter().timestamp())
        .isEqualTo(Instant.ofEpochMilli(-1));
  }

  @Test
  void aVeryLongReasonIsCutBetweenCharacters() {
    String reason = "x".repeat(LetterMessages.LONGEST_REASON - 2) + "😀".repeat(10);

    assertThat(readBack(letter(reason, "{}", TIME), Payload.KEPT).orElseThrow().letter().reason())
        .isEqualTo("x".repeat(LetterMessages.LONGEST_REASON - 2) + "…");
  }

  @Test
  void aMessageOfSomeoneElseIsNoLetter() {
    assertThat(LetterMessages.read(new ConsumerRecord<>("dead", 0, 0, null, "{}".getBytes(UTF_8))))
        .isEmpty();
  }

  private static Optional<StoredLetter> readBack(DeadLetter letter, Payload payload) {
    ProducerRecord<byte[], byte[]> sent = LetterMessages.of("dead", letter, payload, true);
    return LetterMessages.read(
        new ConsumerRecord<>(
            "dead",
            0,
            0,
            0,
            TimestampType.CREATE_TIME,
            0,
            0,
            sent.key(),
            sent.value(),
            new RecordHeaders(sent.headers()),
            Optional.empty()));
  }

  private static DeadLetter letter(String reason, @Nullable String value, Instant time) {
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
        value == null ? null : value.getBytes(UTF_8));
  }
}
