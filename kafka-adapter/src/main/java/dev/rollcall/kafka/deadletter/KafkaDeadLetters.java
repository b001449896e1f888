package dev.rollcall.kafka.deadletter;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.StoredLetter.Payload;
import dev.rollcall.kafka.internal.client.KafkaErrors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes dead letters as messages: first the payloads, each once, and when they are durable the
 * letters that refer to them. Sends all messages of a kind at once. Those that the broker refuses
 * are sent again one by one, because a refused message takes others of its batch with it, and
 * without their timestamp if the topic does not accept it. The letters of a payload that is too
 * large say so. Threadsafe.
 */
final class KafkaDeadLetters implements DeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaDeadLetters.class);

  private final KafkaTopic topic;
  private final int partitions;
  private final Producer<byte[], byte[]> producer;
  private final Predicate<String> sourceIsLocal;
  private final Runnable onClose;

  /**
   * Writes to an existing topic.
   *
   * @param partitions the number of the topic's partitions
   * @param sourceIsLocal whether the source of an id is on the topic's own cluster
   */
  KafkaDeadLetters(
      KafkaTopic topic,
      int partitions,
      Producer<byte[], byte[]> producer,
      Predicate<String> sourceIsLocal,
      Runnable onClose) {
    this.topic = topic;
    this.partitions = partitions;
    this.producer = producer;
    this.sourceIsLocal = sourceIsLocal;
    this.onClose = onClose;
  }

  @Override
  public void write(List<DeadLetter> letters) {
    Map<String, Boolean> here = new HashMap<>();
    letters.forEach(
        letter -> here.computeIfAbsent(letter.partition().sourceId(), sourceIsLocal::test));
    Map<String, Message> payloads = new LinkedHashMap<>();
    for (DeadLetter letter : letters) {
      if (letter.value() != null && Boolean.TRUE.equals(here.get(letter.partition().sourceId()))) {
        payloads.computeIfAbsent(PayloadMessage.keyOf(letter), key -> payload(key, letter));
      }
    }
    Set<String> tooLarge = new HashSet<>();
    for (Message payload : send(payloads.values())) {
      LOG.warn(
          "{}: record {} is too large; its letters are kept without its payload",
          topic.place(),
          payload.name());
      tooLarge.add(payload.name());
    }
    List<Message> messages = new ArrayList<>(letters.size());
    for (DeadLetter letter : letters) {
      String key = PayloadMessage.keyOf(letter);
      Payload payload =
          letter.value() == null
              ? Payload.NULL
              : tooLarge.contains(key)
                  ? Payload.TOO_LARGE
                  : payloads.containsKey(key) ? Payload.KEPT : Payload.WITHHELD;
      messages.add(letter(key, letter, payload));
    }
    for (Message letter : send(messages)) {
      throw new FatalException(
          "%s: dead letter %s does not fit into a message; raise max.message.bytes of the topic"
              .formatted(topic.place(), letter.name()));
    }
  }

  private Message payload(String key, DeadLetter letter) {
    int partition = PayloadMessage.partition(key, partitions);
    return new Message(key, timed -> PayloadMessage.of(topic.name(), partition, letter, timed));
  }

  private Message letter(String payloadKey, DeadLetter letter, Payload payload) {
    int partition = PayloadMessage.partition(payloadKey, partitions);
    return new Message(
        letter.id(), timed -> DeadLetterCodec.of(topic.name(), partition, letter, payload, timed));
  }

  /** Makes the messages durable; returns those that are too large for the topic. */
  private List<Message> send(Collection<Message> messages) {
    List<Message> refused = new ArrayList<>();
    try {
      List<Future<RecordMetadata>> answers = new ArrayList<>(messages.size());
      messages.forEach(message -> answers.add(producer.send(message.of().apply(true))));
      producer.flush();
      int next = 0;
      for (Message message : messages) {
        RollcallException error = error(answers.get(next++));
        if (error != null && !KafkaErrors.isRefusal(error, true)) {
          throw error;
        }
        if (error != null) {
          refused.add(message);
        }
      }
    } catch (KafkaException e) {
      throw KafkaErrors.map(topic.place(), e);
    }
    refused.removeIf(this::fits);
    return refused;
  }

  /** Sends a message alone; false if it is too large. */
  private boolean fits(Message message) {
    boolean timed = true;
    while (true) {
      RollcallException error;
      try {
        error = error(producer.send(message.of().apply(timed)));
      } catch (KafkaException e) {
        throw KafkaErrors.map(topic.place(), e);
      }
      if (error == null) {
        return true;
      }
      if (KafkaErrors.find(RecordTooLargeException.class, error) != null) {
        return false;
      }
      if (timed && KafkaErrors.find(InvalidTimestampException.class, error) != null) {
        timed = false;
      } else if (error instanceof DataException) {
        throw new FatalException(topic.place() + ": a dead letter is refused", error);
      } else {
        throw error;
      }
    }
  }

  private @Nullable RollcallException error(Future<RecordMetadata> answer) {
    try {
      answer.get();
      return null;
    } catch (ExecutionException | InterruptedException e) {
      return KafkaErrors.map(topic.place(), e);
    }
  }

  @Override
  public void close() {
    onClose.run();
  }

  /**
   * A letter or a payload.
   *
   * @param name its key, for messages to people
   * @param of creates the message, with the record's timestamp or without
   */
  private record Message(String name, Function<Boolean, ProducerRecord<byte[], byte[]>> of) {}
}
