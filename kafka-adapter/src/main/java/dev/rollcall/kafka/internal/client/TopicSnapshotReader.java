package dev.rollcall.kafka.internal.client;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.kafka.KafkaTopic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the committed records of a topic up to an end that is fixed before.
 *
 * <p>The end is that of the log, not the last stable offset that a {@code read_committed} consumer
 * takes for the end: behind another producer's open transaction there may be records committed long
 * ago, and a reader that stops before them (a load that looks for its progress, an oracle that
 * counts) would be wrong without knowing. So the read waits for such a transaction, which the
 * broker ends after {@code transaction.timeout.ms} at the latest.
 */
public final class TopicSnapshotReader {

  /**
   * How long nothing may move: the default transaction time-out and the broker's round, doubled.
   */
  public static final Duration PATIENCE = Duration.ofSeconds(140);

  private static final Duration POLL = Duration.ofMillis(250);

  private TopicSnapshotReader() {}

  /** First offset of each partition, or where its log ends (exclusive), as of now. */
  public static Map<TopicPartition, Long> offsets(
      Admin admin, KafkaTopic topic, int partitions, OffsetSpec which) {
    List<TopicPartition> all =
        IntStream.range(0, partitions)
            .mapToObj(number -> new TopicPartition(topic.name(), number))
            .toList();
    return offsets(admin, topic, all, which);
  }

  /** The same of these partitions; -1 if no record fits what is asked for. */
  public static Map<TopicPartition, Long> offsets(
      Admin admin, KafkaTopic topic, Collection<TopicPartition> partitions, OffsetSpec which) {
    return offsets(
        admin, topic, partitions, which, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED));
  }

  public static Map<TopicPartition, Long> offsets(
      Admin admin,
      KafkaTopic topic,
      Collection<TopicPartition> partitions,
      OffsetSpec which,
      ListOffsetsOptions options) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, which));
    Map<TopicPartition, ListOffsetsResultInfo> found =
        KafkaErrors.await(topic.place(), admin.listOffsets(wanted, options).all());
    Map<TopicPartition, Long> offsets = new HashMap<>();
    found.forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  /** Hands over all records of the topic's first partition that are committed by now. */
  public static void readFirstPartition(
      KafkaTopic topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    Map<TopicPartition, Long> from;
    Map<TopicPartition, Long> ends;
    try (Admin admin = KafkaClients.admin(topic)) {
      from = offsets(admin, topic, 1, OffsetSpec.earliest());
      ends = offsets(admin, topic, 1, OffsetSpec.latest());
    }
    read(topic, from, ends, PATIENCE, each);
  }

  /**
   * Hands over all committed records from {@code from} (inclusive) to {@code ends} (exclusive), of
   * a partition in offset order.
   *
   * @throws TransientException if nothing moves for {@code patience}
   */
  public static void read(
      KafkaTopic topic,
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> ends,
      Duration patience,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    Map<TopicPartition, Long> open = new HashMap<>(ends);
    open.entrySet().removeIf(end -> from.getOrDefault(end.getKey(), 0L) >= end.getValue());
    if (open.isEmpty()) {
      return;
    }
    var consumer = KafkaClients.consumer(topic);
    try {
      consumer.assign(open.keySet());
      open.keySet().forEach(part -> consumer.seek(part, from.getOrDefault(part, 0L)));
      Map<TopicPartition, Long> reached = new HashMap<>();
      long deadline = System.nanoTime() + patience.toNanos();
      while (!open.isEmpty()) {
        poll(consumer, ends, each);
        boolean moved = false;
        for (Entry<TopicPartition, Long> end : Map.copyOf(open).entrySet()) {
          // the position also passes aborted records and the transactions' own marks
          long position = consumer.position(end.getKey());
          Long before = reached.put(end.getKey(), position);
          moved |= before == null || before < position;
          if (position >= end.getValue()) {
            open.remove(end.getKey());
            consumer.pause(List.of(end.getKey()));
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

  private static void poll(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
      if (end != null && record.offset() < end) {
        each.accept(record);
      }
    }
  }

  private static TransientException stalled(
      KafkaTopic topic,
      Map<TopicPartition, Long> open,
      Map<TopicPartition, Long> reached,
      Duration patience) {
    return new TransientException(
        topic.place()
            + ": reading stands still at "
            + reached
            + ", expected to reach "
            + open
            + " within "
            + patience.toSeconds()
            + " s; the broker does not answer, or a transaction is open"
            + " (kafka-transactions.sh find-hanging names it)");
  }
}
