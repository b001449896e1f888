package dev.rollcall.kafka.internal.client;

import dev.rollcall.kafka.TopicIdentity;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Names the source in the metadata of a committed offset. A group's offsets are kept by the topic's
 * name, so without this an offset of a deleted topic would be taken for one of the topic that was
 * created again. Threadsafe.
 */
public final class CommitMetadata {

  private static final String PREFIX = "rollcall-source=";

  private CommitMetadata() {}

  /** The text to commit with an offset of this topic. */
  public static String of(TopicIdentity topic) {
    return PREFIX + topic.sourceId();
  }

  /** The source of the offset, or null if another tool committed it. */
  public static @Nullable String sourceId(OffsetAndMetadata committed) {
    String text = committed.metadata();
    return text != null && text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : null;
  }

  /** Whether the offset is known to be of another source. */
  public static boolean isOfAnother(TopicIdentity topic, OffsetAndMetadata committed) {
    String source = sourceId(committed);
    return source != null && !source.equals(topic.sourceId());
  }
}
