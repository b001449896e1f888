package dev.rollcall.kafka.replay;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.Texts;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.internal.client.CommitMetadata;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.KafkaErrors;
import dev.rollcall.kafka.internal.client.LogRange;
import dev.rollcall.kafka.internal.client.TopicAdmin;
import dev.rollcall.kafka.source.KafkaSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Where a group stands in a topic's logs at one moment.
 *
 * @param committed the offsets that the group has committed of this topic; at least one
 */
record GroupPosition(
    TopicIdentity topic, LogRange logs, Map<TopicPartition, OffsetAndMetadata> committed) {

  /**
   * Asks the broker.
   *
   * @throws ConfigurationException if there is no such topic, or the group has no committed offset
   *     of it
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   */
  static GroupPosition of(KafkaSource source, Admin admin) {
    String group = source.requireGroup();
    TopicIdentity topic = TopicAdmin.identify(admin, source.topic());
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    KafkaErrors.awaitUnless(
            source.place(),
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
            GroupIdNotFoundException.class)
        .orElse(Map.of())
        .forEach(
            (partition, offset) -> {
              if (partition.topic().equals(topic.topic())
                  && offset != null
                  && !CommitMetadata.isOfAnother(topic, offset)) {
                committed.put(partition, offset);
              }
            });
    if (committed.isEmpty()) {
      throw nothingCommitted(source, admin, group);
    }
    return new GroupPosition(
        topic, LogRange.of(admin, source.topic(), topic.partitions()), committed);
  }

  private static ConfigurationException nothingCommitted(
      KafkaSource source, Admin admin, String group) {
    List<String> known = KafkaClients.groups(source.place(), admin);
    return new ConfigurationException(
        source.place()
            + ": the group has no committed offset of this topic, so its next run reads"
            + " everything anyway"
            + (known.contains(group) ? "" : Texts.didYouMean(group, known)));
  }

  /** A reset that moves nothing, partition by partition. */
  List<PartitionReset> unchanged() {
    return movedTo(Map.of());
  }

  /** A reset to these offsets; a partition without one stays. */
  List<PartitionReset> movedTo(Map<TopicPartition, Long> targets) {
    List<PartitionReset> all = new ArrayList<>();
    for (int number = 0; number < topic.partitions(); number++) {
      TopicPartition partition = new TopicPartition(topic.topic(), number);
      long start = logs.start(partition);
      long end = logs.ends().getOrDefault(partition, start);
      OffsetAndMetadata offset = committed.get(partition);
      // a group without an offset begins at the start anyway
      all.add(
          offset == null
              ? new PartitionReset(number, null, start, start, end)
              : new PartitionReset(
                  number,
                  offset.offset(),
                  targets.getOrDefault(partition, offset.offset()),
                  start,
                  end));
    }
    return all;
  }
}
