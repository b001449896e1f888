package dev.rollcall.kafka.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetter.Stage;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.KafkaTopic;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaDeadLettersTest {

  private final Scripted producer = new Scripted();

  @Test
  void aFailureThatPassesIsTransient() {
    producer.answers.add(new NotEnoughReplicasException("1 of 2"));

    assertThatThrownBy(() -> write(letter(1)))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("topic dead");
  }

  @Test
  void aMissingRightIsFatal() {
    producer.answers.add(new TopicAuthorizationException("dead"));

    assertThatThrownBy(() -> write(letter(1)))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("ACL");
  }

  @Test
  void whatWasRefusedWithItsBatchIsSentAloneAsItWas() {
    producer.answers.add(new KafkaException("part of a batch with an invalid record"));
    write(letter(1), letter(2));

    assertThat(producer.messages)
        .extracting(message -> new String(message.key(), UTF_8))
        .containsExactly(
            "topic-id-0@1", "topic-id-0@2", "topic-id-0@1", letter(1).id(), letter(2).id());
    assertThat(producer.messages.get(2).value()).isEqualTo(letter(1).value());
  }

  @Test
  void thePayloadIsDurableBeforeItsLettersAreSent() {
    producer.answers.add(new NotEnoughReplicasException("1 of 2"));

    assertThatThrownBy(() -> write(letter(1))).isInstanceOf(TransientException.class);
    assertThat(producer.messages)
        .singleElement()
        .satisfies(message -> assertThat(message.value()).isEqualTo(letter(1).value()));
  }

  @Test
  void aPayloadAndItsLettersAreInOnePartition() {
    write(IntStream.range(0, 50).mapToObj(KafkaDeadLettersTest::letter).toArray(DeadLetter[]::new));

    assertThat(producer.messages)
        .extracting(
            message -> new String(message.key(), UTF_8).replaceAll("#.*", ""),
            ProducerRecord::partition)
        .hasSize(100)
        .allSatisfy(one -> assertThat(producer.placed().get(one.toList().get(0))).hasSize(1));
    assertThat(producer.messages).extracting(ProducerRecord::partition).contains(0, 1, 2);
  }

  @Test
  void aPayloadThatIsTooLargeIsSaidByItsLetters() {
    producer.answers.add(new RecordTooLargeException("tiny limit"));
    producer.answers.add(new RecordTooLargeException("tiny limit"));
    write(letter(1));

    assertThat(producer.messages).hasSize(3);
    assertThat(producer.messages.get(2).value()).isEmpty();
    assertThat(DeadLetterForm.text(producer.messages.get(2).headers(), DeadLetterCodec.PAYLOAD))
        .isEqualTo("too-large");
  }

  @Test
  void aLetterThatIsTooLargeIsFatal() {
    for (int i = 0; i < 4; i++) {
      producer.answers.add(new RecordTooLargeException("tiny limit"));
    }

    assertThatThrownBy(() -> write(letter(1)))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("max.message.bytes");
  }

  @Test
  void aThousandLettersOfARecordOfAMegabyteAreLessThanThree() {
    byte[] record = new byte[1_000_000];
    DeadLetter first = letter(1);
    write(
        IntStream.range(0, 1_000)
            .mapToObj(
                ordinal ->
                    new DeadLetter(
                        new SourcePartition("J5pTyVvVQ0OT3sVmqXQn5w", 11),
                        first.source(),
                        123_456_789,
                        ordinal,
                        first.stage(),
                        first.sink(),
                        "undeclared-unit",
                        "x".repeat(300),
                        1,
                        first.timestamp(),
                        new byte[36],
                        record,
                        List.of(new SourceRecord.Header("traceparent", new byte[55])),
                        first.sha256(),
                        new DeadLetter.Element("$.results[" + ordinal + "]", first.sha256(), ""),
                        true))
            .toArray(DeadLetter[]::new));

    assertThat(producer.messages).hasSize(1_001);
    assertThat(producer.messages.stream().mapToLong(LetterSizes::of).sum()).isLessThan(2_500_000);
  }

  @Test
  void theProducerIsFlushedBeforeWriteReturns() {
    write(letter(1));

    assertThat(producer.flushed()).isTrue();
  }

  @Test
  void closingLetsTheClientsGoOnce() {
    List<String> closed = new ArrayList<>();
    new KafkaDeadLetters(KafkaTopic.named("dead"), 3, producer, id -> true, () -> closed.add("x"))
        .close();

    assertThat(closed).hasSize(1);
    assertThat(producer.closed()).isFalse();
  }

  private void write(DeadLetter... letters) {
    try (KafkaDeadLetters open =
        new KafkaDeadLetters(KafkaTopic.named("dead"), 3, producer, id -> true, () -> {})) {
      open.write(List.of(letters));
    }
  }

  private static DeadLetter letter(long offset) {
    return new DeadLetter(
        new SourcePartition("topic-id", 0),
        "users",
        offset,
        0,
        Stage.MAP,
        "",
        "mapping",
        "got nothing",
        1,
        Instant.EPOCH,
        null,
        ("{\"offset\":" + offset + "}").getBytes(UTF_8));
  }

  /** Answers sends with the errors given, in order, and then with success. */
  private static final class Scripted extends MockProducer<byte[], byte[]> {
    final Deque<RuntimeException> answers = new ArrayDeque<>();
    final List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();

    Scripted() {
      super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The partitions of each record's messages. */
    Map<String, Set<Integer>> placed() {
      return messages.stream()
          .collect(
              Collectors.groupingBy(
                  message -> new String(message.key(), UTF_8).replaceAll("#.*", ""),
                  Collectors.mapping(ProducerRecord::partition, Collectors.toSet())));
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message) {
      messages.add(message);
      RuntimeException error = answers.poll();
      return error == null ? super.send(message) : CompletableFuture.failedFuture(error);
    }
  }
}
