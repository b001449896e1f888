package dev.rollcall.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetter.Stage;
import dev.rollcall.core.record.SourcePartition;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class TopicDeadLettersTest {

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
  void aLetterThatWasRefusedWithItsBatchIsSentAloneAsItWas() {
    producer.answers.add(new KafkaException("part of a batch with an invalid record"));
    write(letter(1), letter(2));

    assertThat(producer.messages).hasSize(3);
    assertThat(producer.messages.get(2).key()).isEqualTo(letter(1).id().getBytes(UTF_8));
    assertThat(producer.messages.get(2).value()).isEqualTo(letter(1).value());
  }

  @Test
  void aLetterThatIsTooLargeEvenWithoutItsPayloadIsFatal() {
    for (int i = 0; i < 3; i++) {
      producer.answers.add(new RecordTooLargeException("tiny limit"));
    }

    assertThatThrownBy(() -> write(letter(1))).isInstanceOf(FatalException.class);
    assertThat(producer.messages).hasSize(3);
    assertThat(producer.messages.get(2).value()).isEmpty();
  }

  @Test
  void theProducerIsFlushedBeforeWriteReturns() {
    write(letter(1));

    assertThat(producer.flushed()).isTrue();
  }

  @Test
  void closingLetsTheClientsGoOnce() {
    List<String> closed = new ArrayList<>();
    new TopicDeadLetters(KafkaTopic.named("dead"), producer, id -> true, () -> closed.add("x"))
        .close();

    assertThat(closed).hasSize(1);
    assertThat(producer.closed()).isFalse();
  }

  private void write(DeadLetter... letters) {
    try (TopicDeadLetters open =
        new TopicDeadLetters(KafkaTopic.named("dead"), producer, id -> true, () -> {})) {
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

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message) {
      messages.add(message);
      RuntimeException error = answers.poll();
      return error == null ? super.send(message) : CompletableFuture.failedFuture(error);
    }
  }
}
