package dev.rollcall.kafka.source;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.TopicDescriptions;
import dev.rollcall.kafka.internal.client.TopicSnapshotReader;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a topic as it is now, for checks: from its beginning, or given offsets, to the ends that
 * the log has at the time of the call. Only committed records; a transaction that is open at that
 * time is waited for. Belongs to no consumer group and commits nothing. Threadsafe.
 */
public final class KafkaRecords {

  private KafkaRecords() {}

  /**
   * Reads all that the topic holds.
   *
   * @param each gets the records, those of a partition in offset order
   * @return the end of each partition: what {@code from} of a later read takes to go on
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer or a
   *     transaction stays open for more than two minutes
   */
  public static Map<SourcePartition, Long> read(KafkaTopic topic, Consumer<SourceRecord> each) {
    return read(topic, Map.of(), each);
  }

  /**
   * Where the log of each partition ends now: the offset of its next record.
   *
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   */
  public static Map<SourcePartition, Long> ends(KafkaTopic topic) {
    try (Admin admin = KafkaClients.admin(topic)) {
      TopicIdentity identity = TopicDescriptions.resolve(admin, topic);
      Map<SourcePartition, Long> ends = new TreeMap<>();
      TopicSnapshotReader.offsets(admin, topic, identity.partitions(), OffsetSpec.latest())
          .forEach((part, end) -> ends.put(identity.partition(part.partition()), end));
      return ends;
    }
  }

  /**
   * Reads from these offsets (inclusive); a partition without one is read from its beginning.
   *
   * @throws FatalException if an offset is no longer, or not yet, in the log, or its partition is
   *     none of this topic
   */
  public static Map<SourcePartition, Long> read(
      KafkaTopic topic, Map<SourcePartition, Long> from, Consumer<SourceRecord> each) {
    TopicIdentity identity;
    Map<TopicPartition, Long> starts;
    Map<TopicPartition, Long> ends;
    try (Admin admin = KafkaClients.admin(topic)) {
      identity = TopicDescriptions.resolve(admin, topic);
      int partitions = identity.partitions();
      starts =
          new HashMap<>(
              TopicSnapshotReader.offsets(admin, topic, partitions, OffsetSpec.earliest()));
      ends = TopicSnapshotReader.offsets(admin, topic, partitions, OffsetSpec.latest());
    }
    starts.replaceAll(
        (part, first) -> from.getOrDefault(identity.partition(part.partition()), first));
    check(topic, identity, from, starts, ends);
    TopicSnapshotReader.read(
        topic,
        starts,
        ends,
        TopicSnapshotReader.PATIENCE,
        record -> each.accept(SourceRecords.of(identity, record)));
    Map<SourcePartition, Long> reached = new TreeMap<>();
    ends.forEach((part, end) -> reached.put(identity.partition(part.partition()), end));
    return reached;
  }

  /** What does not fit is a sign of another topic or a log that was cut: never read past it. */
  private static void check(
      KafkaTopic topic,
      TopicIdentity identity,
      Map<SourcePartition, Long> from,
      Map<TopicPartition, Long> starts,
      Map<TopicPartition, Long> ends) {
    for (SourcePartition part : from.keySet()) {
      if (!identity.all().contains(part)) {
        throw new FatalException(
            topic.place() + ": got source partition " + part + ", expected one of " + identity);
      }
    }
    starts.forEach(
        (part, start) -> {
          long end = ends.getOrDefault(part, 0L);
          if (start > end) {
            throw new FatalException(
                topic.place()
                    + ", partition "
                    + part.partition()
                    + ": got offset "
                    + start
                    + ", but the log ends at "
                    + end
                    + ": it was cut or restored; read from its beginning");
          }
        });
  }
}
