package dev.rollcall.kafka;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.kafka.StoredLetter.Payload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes dead letters as messages. All are sent at once; those that the broker refuses are sent
 * again one by one, because one that is refused takes others of its batch with it: without a
 * payload that is too large, without a timestamp that the topic does not accept. Threadsafe.
 */
final class TopicDeadLetters implements DeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(TopicDeadLetters.class);

  private final KafkaTopic topic;
  private final Producer<byte[], byte[]> producer;
  private final Predicate<String> sourceIsHere;
  private final Runnable onClose;

  /**
   * Writes to a topic that exists.
   *
   * @param sourceIsHere whether the source of this id is on the topic's own cluster
   */
  TopicDeadLetters(
      KafkaTopic topic,
      Producer<byte[], byte[]> producer,
      Predicate<String> sourceIsHere,
      Runnable onClose) {
    this.topic = topic;
    this.producer = producer;
    this.sourceIsHere = sourceIsHere;
    this.onClose = onClose;
  }

  @Override
  public void write(List<DeadLetter> letters) {
    Map<String, Boolean> here = new HashMap<>();
    letters.forEach(
        letter -> here.computeIfAbsent(letter.partition().sourceId(), sourceIsHere::test));
    List<Sent> refused = new ArrayList<>();
    try {
      List<Sent> sent = new ArrayList<>(letters.size());
      for (DeadLetter letter : letters) {
        boolean known = Boolean.TRUE.equals(here.get(letter.partition().sourceId()));
        sent.add(send(letter, payload(letter, known), true));
      }
      producer.flush();
      for (Sent one : sent) {
        RollcallException error = one.error(topic.place());
        if (error != null && !isRefusal(error)) {
          throw error;
        }
        if (error != null) {
          refused.add(one);
        }
      }
    } catch (KafkaException e) {
      throw KafkaErrors.map(topic.place(), e);
    }
    refused.forEach(one -> alone(one.letter, one.payload));
  }

  private void alone(DeadLetter letter, Payload payload) {
    Payload kept = payload;
    boolean timed = true;
    while (true) {
      RollcallException error;
      try {
        error = send(letter, kept, timed).error(topic.place());
      } catch (KafkaException e) {
        throw KafkaErrors.map(topic.place(), e);
      }
      if (error == null) {
        return;
      }
      if (kept != Payload.TOO_LARGE
          && KafkaErrors.find(RecordTooLargeException.class, error) != null) {
        LOG.warn("{}: {} is too large and is kept without its payload", topic.place(), letter.id());
        kept = Payload.TOO_LARGE;
      } else if (timed && KafkaErrors.find(InvalidTimestampException.class, error) != null) {
        timed = false;
      } else if (error instanceof DataException) {
        throw new FatalException(topic.place() + ": a dead letter is refused", error);
      } else {
        throw error;
      }
    }
  }

  private Sent send(DeadLetter letter, Payload payload, boolean timed) {
    return new Sent(
        letter, payload, producer.send(LetterMessages.of(topic.name(), letter, payload, timed)));
  }

  private static Payload payload(DeadLetter letter, boolean sourceIsHere) {
    if (letter.value() == null) {
      return Payload.NULL;
    }
    return sourceIsHere ? Payload.KEPT : Payload.WITHHELD;
  }

  /** Whether the broker did not like the message, or one of its batch; not a matter of rights. */
  private static boolean isRefusal(RollcallException error) {
    return error instanceof DataException
        || KafkaErrors.find(InvalidTimestampException.class, error) != null
        || (error.getCause() != null && error.getCause().getClass() == KafkaException.class);
  }

  @Override
  public void close() {
    onClose.run();
  }

  private record Sent(DeadLetter letter, Payload payload, Future<RecordMetadata> answer) {

    @Nullable RollcallException error(String where) {
      try {
        answer.get();
        return null;
      } catch (ExecutionException | InterruptedException e) {
        return KafkaErrors.map(where, e);
      }
    }
  }
}
