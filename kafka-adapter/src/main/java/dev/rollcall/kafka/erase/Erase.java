package dev.rollcall.kafka.erase;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.flatten.DeleteMessage;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.KafkaErrors;
import dev.rollcall.kafka.internal.client.TopicAdmin;
import dev.rollcall.kafka.redrive.LetterStatus;
import dev.rollcall.kafka.redrive.Redrive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.jspecify.annotations.Nullable;

/**
 * Erases a person: writes the delete of a key into the topic, with a time that nothing recorded can
 * beat, so that every pipeline whose type reads it deletes the row from all of its stores, and no
 * replay, late record or re-drive brings it back. Bars the dead letters that hold the person.
 *
 * <p>The key is given as the source writes it, in plain: what a pipeline hashes it hashes itself.
 * It is never shown. Repeating an erase changes nothing but the time of the delete. The topic's own
 * records stay until retention or compaction removes them, and what was counted stays counted:
 * {@link Erasure#limits} and {@link Erasure#aggregates} say what is left.
 *
 * <p>An erase is of one topic: repeat it for each that has the person, and for each topic of dead
 * letters.
 *
 * <p>Immutable, threadsafe; every method that takes an argument returns a changed copy.
 *
 * <pre>{@code
 * Erasure done = Erase.from(users, person).deadLetters(letters).pipelines(profiles).run("p7");
 * done.limits().forEach(System.out::println);
 * }</pre>
 */
public final class Erase {

  private final KafkaTopic topic;
  private final RecordType type;
  private final @Nullable DeadLetterTopic deadLetters;
  private final List<Pipeline> pipelines;

  private Erase(
      KafkaTopic topic,
      RecordType type,
      @Nullable DeadLetterTopic deadLetters,
      List<Pipeline> pipelines) {
    this.topic = topic;
    this.type = type;
    this.deadLetters = deadLetters;
    this.pipelines = List.copyOf(pipelines);
  }

  /**
   * Erases from what pipelines make of this topic.
   *
   * @param type the type of its records, which declares what deletes
   */
  public static Erase from(KafkaTopic topic, RecordType type) {
    return new Erase(topic, type, null, List.of());
  }

  /** Names the topic of the dead letters, in which the person is looked for. */
  public Erase deadLetters(DeadLetterTopic letters) {
    return new Erase(topic, type, letters, pipelines);
  }

  /**
   * Names pipelines that read the topic: that each takes the message for this delete is checked,
   * and aggregations that keep something of a person are named. Opens none of their stores.
   */
  public Erase pipelines(Pipeline... definitions) {
    return new Erase(topic, type, deadLetters, List.of(definitions));
  }

  /**
   * Shows what {@link #run(String...)} would do now. Changes nothing.
   *
   * @throws ConfigurationException as {@link #run(String...)} does
   */
  public Erasure plan(String... key) {
    return plan(DeleteMessage.of(type, key));
  }

  /** The same for a message of your own, where none can be made of the key alone. */
  public Erasure plan(DeleteMessage message) {
    return erase(message, false);
  }

  /**
   * Writes the delete, then bars letters.
   *
   * @param key a text for each column of the key, in its order, as the source writes it
   * @throws ConfigurationException if the type declares no deletes or cannot read this key, if no
   *     message can be made of it, if there is no such topic, or if the topic does not take a time
   *     that is late enough
   * @throws TransientException if the broker remains unavailable; run it again
   */
  public Erasure run(String... key) {
    return run(DeleteMessage.of(type, key));
  }

  /** The same for a message of your own, where none can be made of the key alone. */
  public Erasure run(DeleteMessage message) {
    return erase(message, true);
  }

  private Erasure erase(DeleteMessage message, boolean write) {
    pipelines.forEach(each -> requireReadBy(each, message));
    LetterSearch search = new LetterSearch(topic, type, message.row());
    if (deadLetters != null) {
      search.lookAt(Redrive.of(deadLetters, type).letters());
    }
    try (Admin admin = KafkaClients.admin(topic)) {
      int partitions = TopicAdmin.require(admin, topic).partitions().size();
      DeleteTime time = DeleteTime.of(admin, topic, partitions, search.latest());
      RecordMetadata written = write ? send(message, time) : null;
      if (written != null && deadLetters != null && !search.toBar().isEmpty()) {
        Set<String> ids = search.toBar().stream().map(LetterStatus::id).collect(Collectors.toSet());
        Redrive.of(deadLetters, type).bar(letter -> ids.contains(letter.id()));
      }
      return new Erasure(
          topic.name(),
          message.isTombstone(),
          written == null ? time.time() : Instant.ofEpochMilli(written.timestamp()),
          Optional.ofNullable(written).map(at -> new Erasure.Written(at.partition(), at.offset())),
          deadLetters == null ? Optional.empty() : Optional.of(search.result()),
          pipelines.stream().flatMap(each -> KeptFigures.of(each).stream()).toList(),
          LogLimits.of(admin, topic, message));
    }
  }

  /**
   * Waits until a consumer group has processed the delete: it has committed an offset behind it, so
   * all of its pipeline's stores have it. Spark's pipelines commit to a checkpoint, not to a group.
   *
   * @param done what {@link #run(String...)} answered
   * @throws TransientException if the group has not come so far within this time, or the broker
   *     does not answer
   */
  public void awaitProcessed(Erasure done, String group, Duration atMost) {
    Erasure.Written written =
        done.written()
            .orElseThrow(
                () -> new ConfigurationException("got an erase that was only planned, run it"));
    try (Admin admin = KafkaClients.admin(topic)) {
      new GroupProgress(admin, topic, group).await(written, atMost);
    }
  }

  private static void requireReadBy(Pipeline pipeline, DeleteMessage message) {
    try {
      DeleteMessage.read(pipeline.recordType(), message.key(), message.value());
    } catch (ConfigurationException e) {
      throw new ConfigurationException(
          "pipeline '"
              + pipeline.name()
              + "' would not take the message for a delete: "
              + e.getMessage());
    }
  }

  /** Sends it to the partition that its key has by the partitioner of Kafka's producers. */
  private RecordMetadata send(DeleteMessage message, DeleteTime time) {
    RecordMetadata written;
    try (Producer<byte[], byte[]> producer = KafkaClients.producer(topic)) {
      written =
          producer
              .send(
                  new ProducerRecord<>(
                      topic.name(),
                      null,
                      time.time().toEpochMilli(),
                      message.key(),
                      message.value()))
              .get();
    } catch (ExecutionException | InterruptedException | KafkaException e) {
      RollcallException mapped = KafkaErrors.map(topic.place() + ", erase", e);
      throw KafkaErrors.find(InvalidTimestampException.class, mapped) == null
          ? mapped
          : DeleteTime.tooFarAhead(topic, time.time(), "the broker");
    }
    if (!time.beats(written.timestamp())) {
      throw new TransientException(
          topic.place()
              + ": the broker dated the delete as a record that was there before; run the erase"
              + " again",
          null);
    }
    return written;
  }
}
