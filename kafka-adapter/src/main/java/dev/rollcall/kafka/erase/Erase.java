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
import dev.rollcall.kafka.redrive.Redrive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
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
 * record that is in the topic now brings it back, however often it is read; what is sent later with
 * a later time does. Where a type's {@code rowVersion} orders rows, the value that the delete has
 * in that column decides, not its time. Bars the dead letters that hold the person.
 *
 * <p>The key is given as the source writes it, in plain: what a pipeline hashes it hashes itself.
 * It is never shown. Repeating an erase changes nothing but the time of the delete. The topic's own
 * records stay until retention or compaction removes them, and what was counted stays counted:
 * {@link Erasure#limits} and {@link Erasure#aggregates} say what is left.
 *
 * <p>An erase is of one topic: repeat it for each that has the person, and for each topic of dead
 * letters. Repeat it too once all pipelines have read past the delete: one that lagged may have
 * made letters of the person's older records meanwhile.
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
   * Names pipelines that read the topic: that a branch of each takes the message for this delete is
   * checked, and branches that keep a row of its key are named, and aggregations that keep
   * something of a person. Opens none of their stores.
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
   * Writes the delete, then bars letters, those too that were written since the search for their
   * times.
   *
   * @param key a text for each column of the key, in its order, as the source writes it
   * @throws ConfigurationException if the type declares no deletes or cannot read this key, if no
   *     message can be made of it, if there is no such topic, or if the topic does not take a time
   *     that is late enough
   * @throws TransientException if the broker remains unavailable, or the delete is written and its
   *     letters are not barred, because a re-drive begins meanwhile or the broker fails: the
   *     message says where the delete is. Run it again
   */
  public Erasure run(String... key) {
    return run(DeleteMessage.of(type, key));
  }

  /**
   * The same for a message of your own, where none can be made of the key alone. It is what this
   * type makes of its key and value that is erased, whatever type it was read by.
   */
  public Erasure run(DeleteMessage message) {
    return erase(message, true);
  }

  private Erasure erase(DeleteMessage given, boolean write) {
    DeleteMessage message = DeleteMessage.read(type, given.key(), given.value());
    Readings read = Readings.of(pipelines, topic.name(), message);
    LetterSearch search = new LetterSearch(topic.name(), type, message);
    if (deadLetters != null) {
      Redrive.of(deadLetters, type).letters().forEach(search::bars);
    }
    try (Admin admin = KafkaClients.admin(topic)) {
      int partitions = TopicAdmin.require(admin, topic).partitions().size();
      DeleteTime time = DeleteTime.of(admin, topic, partitions, search.latest());
      List<String> limits = LogLimits.of(admin, topic, message, read);
      RecordMetadata written = write ? send(message, time) : null;
      if (written != null && deadLetters != null) {
        search = new LetterSearch(topic.name(), type, message);
        bar(deadLetters, search, written);
      }
      return new Erasure(
          topic.name(),
          message.isTombstone(),
          written == null ? time.time() : Instant.ofEpochMilli(written.timestamp()),
          Optional.ofNullable(written).map(at -> new Erasure.Written(at.partition(), at.offset())),
          deadLetters == null ? Optional.empty() : Optional.of(search.result()),
          pipelines.stream().flatMap(each -> KeptFigures.of(each).stream()).toList(),
          Stream.concat(search.limits().stream(), limits.stream()).toList());
    }
  }

  /** Looks at the letters anew, for there may be more since the delete was dated. */
  private void bar(DeadLetterTopic letters, LetterSearch search, RecordMetadata written) {
    try {
      Redrive.of(letters, type).bar(search::bars);
    } catch (RollcallException e) {
      throw new TransientException(
          "%s: the delete is written (partition %d, offset %d), and the person's letters in %s are not barred from re-drive; run the erase again: %s"
              .formatted(
                  topic.place(),
                  written.partition(),
                  written.offset(),
                  letters.topic().name(),
                  e.getMessage()),
          e);
    }
  }

  /**
   * Waits until a consumer group has read past the delete: it has committed an offset behind it.
   * Whether its pipeline took it for a delete its report says, which counts 1 deleted: one that
   * filters it out, or makes a dead letter of it, reads past it too. Spark's pipelines commit to a
   * checkpoint, not to a group.
   *
   * @param done what {@link #run(String...)} answered
   * @throws ConfigurationException if it was only planned, or is of another topic
   * @throws TransientException if the group has not come so far within this time, or the broker
   *     does not answer
   */
  public void awaitReadPast(Erasure done, String group, Duration atMost) {
    if (!done.topic().equals(topic.name())) {
      throw new ConfigurationException(
          "got an erase of topic '%s', expected one of '%s'".formatted(done.topic(), topic.name()));
    }
    Erasure.Written written =
        done.written()
            .orElseThrow(
                () -> new ConfigurationException("got an erase that was only planned, run it"));
    try (Admin admin = KafkaClients.admin(topic)) {
      new GroupProgress(admin, topic, group).await(written, atMost);
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
          "%s: the broker dated the delete %s, and a record that was there before is not older; run the erase again after that record's time, %s"
              .formatted(
                  topic.place(),
                  Instant.ofEpochMilli(written.timestamp()),
                  Instant.ofEpochMilli(time.latest())));
    }
    return written;
  }
}
