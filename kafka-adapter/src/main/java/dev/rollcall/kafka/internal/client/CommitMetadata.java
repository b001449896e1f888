package dev.rollcall.kafka.internal.client;

import dev.rollcall.kafka.TopicIdentity;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Says in the metadata of a committed offset of which source it is. A group's offsets are kept by
 * the topic's name, so without this an offset of a deleted topic would be taken for one of the
 * topic that was made again. Threadsafe.
 */
public final class CommitMetadata {

  private static final String PREFIX = "rollcall-source=";

  private CommitMetadata() {}

  /** The text to commit with an offset of this topic. */
  public static String of(TopicIdentity topic) {
    return PREFIX + topic.sourceId();
  }

  /** The source that the offset is of, or null if another tool committed it. */
  public static @Nullable String sourceId(OffsetAndMetadata committed) {
    String text = committed.metadata();
    return text != null && text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : null;
  }

  /** Whether the offset is known to be of another source than this. */
  public static boolean isOfAnother(TopicIdentity topic, OffsetAndMetadata committed) {
    String source = sourceId(committed);
    return source != null && !source.equals(topic.sourceId());
  }
}
