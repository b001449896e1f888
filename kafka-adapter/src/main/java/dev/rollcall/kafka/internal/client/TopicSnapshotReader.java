package dev.rollcall.kafka.internal.client;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.kafka.KafkaTopic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the committed records of a topic up to an end that is fixed before.
 *
 * <p>The end is that of the log, not the last stable offset that a {@code read_committed} consumer
 * takes for the end: behind another producer's open transaction there may be records that were
 * committed long ago. A reader that stops before them (a load that looks for its progress, a check
 * that counts) would be wrong without knowing. So the read waits for such a transaction, which the
 * broker ends after {@code transaction.timeout.ms} at the latest. Threadsafe.
 */
public final class TopicSnapshotReader {

  /**
   * How long the read may make no progress: the default transaction time-out and the broker's
   * round, doubled.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(140);

  private static final Duration POLL = Duration.ofMillis(250);

  private TopicSnapshotReader() {}

  /**
   * Reads all committed records of the range, those of a partition in offset order.
   *
   * @throws TransientException if the read makes no progress for 140 seconds
   */
  public static void read(
      KafkaTopic topic, LogRange range, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    read(topic, range, PATIENCE, each);
  }

  /** As {@link #read(KafkaTopic, LogRange, Consumer)}, with other patience. */
  public static void read(
      KafkaTopic topic,
      LogRange range,
      Duration patience,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    Map<TopicPartition, Long> open = new HashMap<>(range.ends());
    open.keySet().removeIf(partition -> range.start(partition) >= range.end(partition));
    if (open.isEmpty()) {
      return;
    }
    var consumer = KafkaClients.consumer(topic);
    try {
      consumer.assign(open.keySet());
      open.keySet().forEach(partition -> consumer.seek(partition, range.start(partition)));
      Map<TopicPartition, Long> reached = new HashMap<>();
      long deadline = System.nanoTime() + patience.toNanos();
      while (!open.isEmpty()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          TopicPartition partition = new TopicPartition(record.topic(), record.partition());
          if (record.offset() < range.end(partition)) {
            each.accept(record);
          }
        }
        boolean moved = false;
        for (TopicPartition partition : List.copyOf(open.keySet())) {
          // the position also passes aborted records and the transactions' own marks
          long position = consumer.position(partition);
          Long before = reached.put(partition, position);
          moved |= before == null || before < position;
          if (position >= range.end(partition)) {
            open.remove(partition);
            consumer.pause(List.of(partition));
          }
        }
        if (moved) {
          deadline = System.nanoTime() + patience.toNanos();
        } else if (System.nanoTime() - deadline > 0) {
          throw stalled(topic, open, reached, patience);
        }
      }
    } catch (KafkaException e) {
      throw KafkaErrors.map(topic.place(), e);
    } finally {
      // it would wait half a second for a fetch beyond the end that is still under way
      KafkaClients.close(consumer, Duration.ZERO);
    }
  }

  private static TransientException stalled(
      KafkaTopic topic,
      Map<TopicPartition, Long> open,
      Map<TopicPartition, Long> reached,
      Duration patience) {
    return new TransientException(
        "%s: reading makes no progress at %s, expected to reach %s within %d s; the broker does not answer, or a transaction is open (kafka-transactions.sh find-hanging names it)"
            .formatted(topic.place(), reached, open, patience.toSeconds()));
  }
}
