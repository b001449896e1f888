package dev.rollcall.core.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message of a source, as it came. The arrays are not copied: do not change them.
 *
 * @param partition where it stands
 * @param source the source's name as people know it (a topic's name), for messages
 * @param offset its position in the partition, from 0, rising, gaps allowed
 * @param timestamp the message's own time
 * @param key the message's key, or null
 * @param value the message's bytes, or null (a tombstone)
 */
public record SourceRecord(
    SourcePartition partition,
    String source,
    long offset,
    Instant timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value) {

  /** {@code users-3@1205}: name, partition and offset. */
  public String position() {
    return source + "-" + partition.partition() + "@" + offset;
  }

  /** How many bytes it holds in memory, key and value. */
  public int size() {
    return (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
  }

  /** Position and size; never the payload. */
  @Override
  public String toString() {
    return position() + " (" + size() + " bytes)";
  }
}
