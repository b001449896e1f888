package dev.rollcall.kafka.source;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.internal.client.IdentityCheck;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confirms again and again that the topic still is the one that was opened. Kafka's consumer
 * follows the topic's name: it would read a topic that was created again as if it were the old one.
 * Not threadsafe.
 */
final class TopicWatch {

  private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);

  /** How old the last confirmation may be when records are handed out. */
  static final Duration BUSY = Duration.ofMillis(100);

  /** How often the broker is asked while the topic gives no records. */
  static final Duration IDLE = Duration.ofSeconds(1);

  private static final int TIMEOUT_MILLIS = 5_000;

  private final KafkaTopic topic;
  private final IdentityCheck check;
  private final LongSupplier nanoTime;
  private long confirmed;
  private boolean isAway;
  private long awaySince;

  TopicWatch(KafkaTopic topic, TopicIdentity opened, Admin admin, LongSupplier nanoTime) {
    this.topic = topic;
    this.check =
        new IdentityCheck(
            topic,
            opened,
            admin,
            nanoTime,
            "it was read",
            "start again, and it is read from its beginning");
    this.nanoTime = nanoTime;
    this.confirmed = nanoTime.getAsLong();
  }

  /** Whether the last confirmation is older than this. */
  boolean isOlderThan(Duration age) {
    return nanoTime.getAsLong() - confirmed >= age.toNanos();
  }

  /**
   * Asks the broker.
   *
   * @return false if the broker does not answer, or does not know the topic at the moment: hand out
   *     nothing, and ask again
   * @throws FatalException if the topic was deleted, was created again, or may not be described
   */
  boolean confirm() {
    long asked = nanoTime.getAsLong();
    boolean isSame;
    try {
      isSame = check.isSame(new DescribeTopicsOptions().timeoutMs(TIMEOUT_MILLIS));
    } catch (TransientException e) {
      if (!Thread.currentThread().isInterrupted()) {
        noteAway(asked, e);
        return false;
      }
      throw e;
    } catch (FatalException e) {
      noteBack();
      throw e;
    }
    noteBack();
    confirmed = isSame ? asked : confirmed;
    return isSame;
  }

  private void noteAway(long asked, TransientException error) {
    if (!isAway) {
      isAway = true;
      awaySince = asked;
      LOG.warn("nothing is read until the broker answers: {}", error.getMessage());
    }
  }

  private void noteBack() {
    if (isAway) {
      isAway = false;
      Duration away = Duration.ofNanos(nanoTime.getAsLong() - awaySince);
      LOG.warn("{}: the broker answers again, after {} s", topic.place(), away.toSeconds());
    }
  }
}
