package dev.rollcall.kafka.source;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.internal.client.IdentityCheck;
import dev.rollcall.kafka.internal.client.TopicAdmin;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confirms again and again that the topics still are the ones that were found. Kafka's consumer
 * follows a topic's name: it would read a topic that was created again as if it were the old one.
 * Not threadsafe.
 */
final class TopicWatch {

  private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);

  /** How old the last confirmation may be when records are handed out. */
  static final Duration BUSY = Duration.ofMillis(100);

  /** How often the broker is asked while the topics give no records. */
  static final Duration IDLE = Duration.ofSeconds(1);

  private static final int TIMEOUT_MILLIS = 5_000;

  private final String place;
  private final Admin admin;
  private final LongSupplier nanoTime;
  private final Map<KafkaTopic, IdentityCheck> checks = new LinkedHashMap<>();
  private long confirmed;
  private boolean isAway;
  private long awaySince;

  /** Watches nothing yet. */
  TopicWatch(String place, Admin admin, LongSupplier nanoTime) {
    this.place = place;
    this.admin = admin;
    this.nanoTime = nanoTime;
    this.confirmed = nanoTime.getAsLong();
  }

  /** Watches a topic, too, as it is now. */
  void add(KafkaTopic topic, TopicIdentity found) {
    checks.put(
        topic,
        new IdentityCheck(
            topic,
            found,
            admin,
            nanoTime,
            "it was read",
            "start again, and it is read from its beginning"));
  }

  /** Whether the last confirmation is older than this. */
  boolean isOlderThan(Duration age) {
    return nanoTime.getAsLong() - confirmed >= age.toNanos();
  }

  /**
   * Asks the broker.
   *
   * @return false if the broker does not answer, or does not know a topic at the moment: hand out
   *     nothing, and ask again
   * @throws FatalException if a topic was deleted, was created again, or may not be described
   */
  boolean confirm() {
    long asked = nanoTime.getAsLong();
    boolean isSame;
    try {
      isSame = areSame(asked);
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

  private boolean areSame(long asked) {
    if (checks.isEmpty()) {
      return true;
    }
    Map<String, Optional<TopicDescription>> found =
        TopicAdmin.findAll(
            admin, checks.keySet(), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MILLIS));
    boolean areSame = true;
    for (Map.Entry<KafkaTopic, IdentityCheck> each : checks.entrySet()) {
      areSame &=
          each.getValue().isSame(Objects.requireNonNull(found.get(each.getKey().name())), asked);
    }
    return areSame;
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
      LOG.warn("{}: the broker answers again, after {} s", place, away.toSeconds());
    }
  }
}
