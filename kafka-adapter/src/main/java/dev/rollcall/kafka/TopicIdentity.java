package dev.rollcall.kafka;

import dev.rollcall.core.record.SourcePartition;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A topic as it stands on its broker. A topic that was deleted and made again has another id, and
 * so is another source.
 *
 * @param topic the topic's name
 * @param topicId the broker's id of it, as Kafka's tools print it (base64, 22 characters), or null
 *     if the broker gives none
 * @param sourceId what names the source: the user's choice if there is one, else the topic id
 * @param partitions how many partitions it has
 */
public record TopicIdentity(String topic, @Nullable String topicId, String sourceId, int partitions)
    implements Serializable {

  /** The source's name of a partition, from 0. */
  public SourcePartition partition(int number) {
    return new SourcePartition(sourceId, number);
  }

  /** All partitions by their number. */
  public List<SourcePartition> all() {
    return IntStream.range(0, partitions).mapToObj(this::partition).toList();
  }

  /** What tells this topic from one that was made again under its name, as far as can be known. */
  public String incarnation() {
    return topicId == null ? sourceId : topicId;
  }
}
