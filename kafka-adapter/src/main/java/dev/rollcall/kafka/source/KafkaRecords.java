package dev.rollcall.kafka.source;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.LogRange;
import dev.rollcall.kafka.internal.client.TopicAdmin;
import dev.rollcall.kafka.internal.client.TopicSnapshotReader;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a topic as it is now: from its beginning, or from given offsets, to the ends that the log
 * has at the time of the call. Reads committed records only, and waits for a transaction that is
 * open at that time. Belongs to no consumer group and commits nothing. Threadsafe.
 */
public final class KafkaRecords {

  private KafkaRecords() {}

  /**
   * Reads all that the topic holds.
   *
   * @param each gets the records, those of a partition in offset order
   * @return the end of each partition; pass it as {@code from} to continue later
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer or a
   *     transaction stays open for more than two minutes
   */
  public static Map<SourcePartition, Long> read(KafkaTopic topic, Consumer<SourceRecord> each) {
    return read(topic, Map.of(), each);
  }

  /**
   * Reads from these offsets (inclusive); a partition without one is read from its beginning.
   *
   * @throws FatalException if an offset is no longer, or not yet, in the log, or its partition does
   *     not belong to this topic
   */
  public static Map<SourcePartition, Long> read(
      KafkaTopic topic, Map<SourcePartition, Long> from, Consumer<SourceRecord> each) {
    TopicIdentity identity;
    LogRange all;
    try (Admin admin = KafkaClients.admin(topic)) {
      identity = TopicAdmin.identify(admin, topic);
      all = LogRange.of(admin, topic, identity.partitions());
    }
    LogRange range =
        all.startingAt(
            (part, first) -> from.getOrDefault(identity.partition(part.partition()), first));
    check(topic, identity, from.keySet(), range);
    TopicSnapshotReader.read(
        topic, range, record -> each.accept(SourceRecords.of(identity, record)));
    return bySource(identity, range.ends());
  }

  /**
   * Asks where the log of each partition ends now.
   *
   * @return the offset of each partition's next record
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   */
  public static Map<SourcePartition, Long> ends(KafkaTopic topic) {
    try (Admin admin = KafkaClients.admin(topic)) {
      TopicIdentity identity = TopicAdmin.identify(admin, topic);
      return bySource(identity, LogRange.of(admin, topic, identity.partitions()).ends());
    }
  }

  private static Map<SourcePartition, Long> bySource(
      TopicIdentity identity, Map<TopicPartition, Long> offsets) {
    Map<SourcePartition, Long> bySource = new TreeMap<>();
    offsets.forEach((part, offset) -> bySource.put(identity.partition(part.partition()), offset));
    return bySource;
  }

  /** An offset that does not fit is a sign of another topic, or of a log that was cut. */
  private static void check(
      KafkaTopic topic, TopicIdentity identity, Set<SourcePartition> from, LogRange range) {
    for (SourcePartition part : from) {
      if (!identity.all().contains(part)) {
        throw new FatalException(
            topic.place() + ": got source partition " + part + ", expected one of " + identity);
      }
    }
    for (TopicPartition part : range.starts().keySet()) {
      if (range.start(part) > range.end(part)) {
        throw new FatalException(
            "%s, partition %d: got offset %d, but the log ends at %d: it was cut or restored; read from its beginning"
                .formatted(topic.place(), part.partition(), range.start(part), range.end(part)));
      }
    }
  }
}
