package dev.rollcall.kafka.source;

import dev.rollcall.kafka.internal.client.CommitMetadata;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and writes the group's committed offsets, which name their source. Not threadsafe. */
final class CommittedOffsets {

  private static final Logger LOG = LoggerFactory.getLogger(CommittedOffsets.class);

  /** Of one call; so short that the log says within 10 seconds that a broker is away. */
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final KafkaSource source;
  private final ReadTopics topics;
  private final Consumer<byte[], byte[]> consumer;

  CommittedOffsets(KafkaSource source, ReadTopics topics, Consumer<byte[], byte[]> consumer) {
    this.source = source;
    this.topics = topics;
    this.consumer = consumer;
  }

  /**
   * Moves the consumer to the committed offset of each partition, or to the beginning of its log if
   * none of this source is committed.
   *
   * @return the leader epochs of each partition from there on
   * @throws org.apache.kafka.common.KafkaException if the broker does not answer
   */
  Map<TopicPartition, LeaderEpochs> seek(Set<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(partitions, TIMEOUT);
    Map<TopicPartition, LeaderEpochs> epochs = new HashMap<>();
    Map<String, Map<Integer, String>> ofOthers = new TreeMap<>();
    for (TopicPartition partition : partitions) {
      LeaderEpochs fresh = new LeaderEpochs();
      OffsetAndMetadata offset = committed.get(partition);
      if (offset != null && CommitMetadata.isOfAnother(topics.of(partition.topic()), offset)) {
        ofOthers
            .computeIfAbsent(partition.topic(), any -> new TreeMap<>())
            .put(
                partition.partition(),
                offset.offset() + " of source " + CommitMetadata.sourceId(offset));
        offset = null;
      }
      if (offset == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, offset);
        fresh.read(offset.offset() - 1, offset.leaderEpoch());
      }
      epochs.put(partition, fresh);
    }
    ofOthers.forEach(
        (topic, offsets) ->
            LOG.warn(
                "{}: the committed offsets are of another source than {}, so the topic was created"
                    + " again or the sourceId changed: it is read from its beginning; ignored, by"
                    + " partition: {}",
                source.place(topic),
                topics.of(topic).sourceId(),
                offsets));
    return epochs;
  }

  /**
   * Commits these offsets, of the partitions whose epochs are known.
   *
   * @param next the offset that each partition continues at
   * @throws org.apache.kafka.common.KafkaException if the broker does not take them
   */
  void commit(Map<TopicPartition, Long> next, Map<TopicPartition, LeaderEpochs> epochs) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (Map.Entry<TopicPartition, Long> each : next.entrySet()) {
      LeaderEpochs ofPartition = epochs.get(each.getKey());
      if (ofPartition != null) {
        long offset = each.getValue();
        offsets.put(
            each.getKey(),
            new OffsetAndMetadata(
                offset,
                ofPartition.before(offset),
                CommitMetadata.of(topics.of(each.getKey().topic()))));
      }
    }
    if (offsets.isEmpty()) {
      return;
    }
    consumer.commitSync(offsets, TIMEOUT);
    offsets.forEach(
        (partition, offset) ->
            Objects.requireNonNull(epochs.get(partition)).committed(offset.offset()));
  }
}
