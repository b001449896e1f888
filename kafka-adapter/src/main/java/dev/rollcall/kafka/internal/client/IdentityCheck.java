package dev.rollcall.kafka.internal.client;

import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker whether a topic still is the one of a known identity. A broker never gives an id
 * twice, so a topic that has its id now has had it all the time. Not threadsafe.
 */
public final class IdentityCheck {

  /** A broker may not know a topic for a moment; one that stays unknown for so long is deleted. */
  public static final Duration DELETED_AFTER = Duration.ofSeconds(5);

  /** What the broker knows of the topic. */
  public enum Answer {
    /** It is the same topic. */
    SAME,
    /** The broker does not know it at the moment: ask again. */
    UNKNOWN,
    /** The broker has not known it for {@link #DELETED_AFTER}. */
    DELETED,
    /** Another topic has its name now. */
    RECREATED
  }

  private final KafkaTopic topic;
  private final TopicIdentity expected;
  private final Admin admin;
  private final LongSupplier nanoTime;
  private boolean isMissing;
  private long missingSince;
  private @Nullable String foundId;

  public IdentityCheck(
      KafkaTopic topic, TopicIdentity expected, Admin admin, LongSupplier nanoTime) {
    this.topic = topic;
    this.expected = expected;
    this.admin = admin;
    this.nanoTime = nanoTime;
  }

  /**
   * Asks once.
   *
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   * @throws dev.rollcall.core.error.FatalException if this user may not ask
   */
  public Answer ask(DescribeTopicsOptions options) {
    long asked = nanoTime.getAsLong();
    Optional<TopicDescription> found = TopicDescriptions.find(admin, topic, options);
    if (found.isEmpty()) {
      missingSince = isMissing ? missingSince : asked;
      isMissing = true;
      return asked - missingSince > DELETED_AFTER.toNanos() ? Answer.DELETED : Answer.UNKNOWN;
    }
    isMissing = false;
    TopicIdentity now = TopicDescriptions.identity(topic, found.get());
    foundId = now.topicId();
    // the topic's own id too: the name that a user gave the source does not change by itself
    return now.sourceId().equals(expected.sourceId())
            && Objects.equals(now.topicId(), expected.topicId())
        ? Answer.SAME
        : Answer.RECREATED;
  }

  /** The topic id of the last answer, for messages. */
  public @Nullable String foundId() {
    return foundId;
  }
}
