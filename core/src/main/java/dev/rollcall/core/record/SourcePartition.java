package dev.rollcall.core.record;

import java.io.Serializable;

/**
 * One ordered part of a source. It is named by the source's identity, not its name: for Kafka the
 * topic id, so that a topic that was deleted and made again is another source.
 *
 * @param sourceId the identity of the source: a topic's UUID, or what the user names it
 * @param partition number of the partition, from 0
 */
public record SourcePartition(String sourceId, int partition)
    implements Comparable<SourcePartition>, Serializable {

  public SourcePartition {
    if (sourceId.isBlank() || partition < 0) {
      throw new IllegalArgumentException(
          "source partition: expected an id and a number from 0, got '"
              + sourceId
              + "' and "
              + partition);
    }
  }

  @Override
  public int compareTo(SourcePartition other) {
    int order = sourceId.compareTo(other.sourceId);
    return order == 0 ? Integer.compare(partition, other.partition) : order;
  }

  @Override
  public String toString() {
    return sourceId + "-" + partition;
  }
}
