package dev.rollcall.kafka.internal.client;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Asks the broker whether a topic still has a known identity. A broker never gives an id twice, so
 * a topic that has its id now has had it all the time. Not threadsafe.
 */
public final class IdentityCheck {

  /** A broker may not know a topic for a moment; one that stays unknown for so long is deleted. */
  private static final Duration DELETED_AFTER = Duration.ofSeconds(5);

  private final KafkaTopic topic;
  private final TopicIdentity expected;
  private final Admin admin;
  private final LongSupplier nanoTime;
  private final String during;
  private final String remedy;
  private boolean isMissing;
  private long missingSince;

  /**
   * Does not ask yet.
   *
   * @param during for messages: what is going on, such as {@code it was read}
   * @param remedy for messages: what to do if it is another topic
   */
  public IdentityCheck(
      KafkaTopic topic,
      TopicIdentity expected,
      Admin admin,
      LongSupplier nanoTime,
      String during,
      String remedy) {
    this.topic = topic;
    this.expected = expected;
    this.admin = admin;
    this.nanoTime = nanoTime;
    this.during = during;
    this.remedy = remedy;
  }

  /**
   * Asks once.
   *
   * @return whether it is the same; false if the broker does not know the topic at the moment
   * @throws FatalException if the topic was deleted, or created again, or may not be described
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   */
  public boolean isSame(DescribeTopicsOptions options) {
    long asked = nanoTime.getAsLong();
    return isSame(TopicAdmin.find(admin, topic, options), asked);
  }

  /**
   * The same of what the broker has said.
   *
   * @param found the broker's description; nothing if it does not know the topic
   * @param asked when it was asked, in nanoseconds
   */
  public boolean isSame(Optional<TopicDescription> found, long asked) {
    if (found.isEmpty()) {
      missingSince = isMissing ? missingSince : asked;
      isMissing = true;
      if (asked - missingSince > DELETED_AFTER.toNanos()) {
        throw deleted();
      }
      return false;
    }
    isMissing = false;
    TopicIdentity now = TopicAdmin.identity(topic, found.get());
    // the topic's own id too: the name that a user gave the source does not change by itself
    if (!now.sourceId().equals(expected.sourceId())
        || !Objects.equals(now.topicId(), expected.topicId())) {
      throw new FatalException(
          "%s was deleted and made again while %s: got topic id %s, expected %s. It is another source now: %s; what the old topic gave stays in the sinks"
              .formatted(topic.place(), during, now.topicId(), expected.topicId(), remedy));
    }
    return true;
  }

  /** The error of a topic that does not exist any more. */
  public FatalException deleted() {
    return new FatalException(
        "%s does not exist any more: it was deleted while %s. Records that had not been read are gone. A topic that is created again under this name is another source: %s"
            .formatted(topic.place(), during, remedy));
  }
}
