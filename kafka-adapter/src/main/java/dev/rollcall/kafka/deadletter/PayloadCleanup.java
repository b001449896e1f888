package dev.rollcall.kafka.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.error.RollcallException;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterSnapshot.Written;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.KafkaErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the payloads whose letters are all re-driven. Looks at all letters of the topic, so what
 * one re-drive does not delete, the next one does. Not threadsafe.
 */
final class PayloadCleanup {

  private static final Logger LOG = LoggerFactory.getLogger(PayloadCleanup.class);

  private final KafkaTopic topic;
  private final DeadLetterSnapshot snapshot;
  private final Supplier<Set<String>> redriven;

  /**
   * Looks at the topic as it was read before the re-drive.
   *
   * @param redriven reads the ids of all letters that are re-driven
   */
  PayloadCleanup(KafkaTopic topic, DeadLetterSnapshot snapshot, Supplier<Set<String>> redriven) {
    this.topic = topic;
    this.snapshot = snapshot;
    this.redriven = redriven;
  }

  /**
   * Writes a null under the key of each payload, in each partition that has it. Logs a failure,
   * because the letters were sent all the same.
   */
  void delete() {
    try {
      List<Written> settled = settled();
      if (settled.isEmpty()) {
        return;
      }
      snapshot.refresh();
      delete(stillSettled(settled, settled()));
    } catch (RollcallException e) {
      LOG.warn(
          "{}: payloads of letters that are all re-driven stay until the next re-drive: {}",
          topic.place(),
          e.getMessage());
    }
  }

  private List<Written> settled() {
    Map<Written, Set<String>> references = snapshot.references();
    if (references.isEmpty()) {
      return List.of();
    }
    Set<String> done = redriven.get();
    List<Written> settled = new ArrayList<>();
    references.forEach(
        (payload, letters) -> {
          if (done.containsAll(letters)) {
            settled.add(payload);
          }
        });
    return settled;
  }

  /**
   * Leaves out what a replay has written since: a letter of the same record may be there by now, or
   * follow its payload, which it needs.
   */
  static List<Written> stillSettled(List<Written> before, List<Written> now) {
    return now.stream().filter(Set.copyOf(before)::contains).toList();
  }

  private void delete(List<Written> payloads) {
    List<Future<RecordMetadata>> answers = new ArrayList<>();
    try (Producer<byte[], byte[]> producer = KafkaClients.producer(topic)) {
      for (Written payload : payloads) {
        answers.add(
            producer.send(
                new ProducerRecord<>(
                    topic.name(),
                    payload.at().partition(),
                    payload.at().key().getBytes(UTF_8),
                    null)));
      }
      producer.flush();
      for (Future<RecordMetadata> answer : answers) {
        answer.get();
      }
    } catch (ExecutionException | InterruptedException | KafkaException e) {
      throw KafkaErrors.map(topic.place(), e);
    }
  }
}
