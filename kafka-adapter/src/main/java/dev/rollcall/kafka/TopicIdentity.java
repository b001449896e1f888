package dev.rollcall.kafka;

import dev.rollcall.core.record.SourcePartition;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a topic is on its broker. A topic that is deleted and created again has another id, and so
 * is another source. Immutable, threadsafe.
 *
 * @param topic the topic's name
 * @param topicId the broker's id of the topic, as Kafka's tools print it (base64, 22 characters),
 *     or null if the broker gives none
 * @param sourceId the name of the source: the user's choice if there is one, else the topic id
 * @param partitions how many partitions it has
 */
public record TopicIdentity(String topic, @Nullable String topicId, String sourceId, int partitions)
    implements Serializable {

  /**
   * Names a partition of the source.
   *
   * @param number from 0
   */
  public SourcePartition partition(int number) {
    return new SourcePartition(sourceId, number);
  }

  /** All partitions, sorted by number. */
  public List<SourcePartition> all() {
    return IntStream.range(0, partitions).mapToObj(this::partition).toList();
  }

  /**
   * What tells this topic from one that is created again under its name: the topic id, or the
   * source id if the broker gives none.
   */
  public String incarnation() {
    return topicId == null ? sourceId : topicId;
  }
}
