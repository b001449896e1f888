package dev.rollcall.kafka;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees that the topic is still the one that was opened. Kafka's consumer goes on by the topic's
 * name: it would read a topic that was made again as if it were the old one. Not threadsafe.
 */
final class TopicWatch {

  private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);

  /** How old the last confirmation may be when records are handed out. */
  static final Duration BUSY = Duration.ofMillis(100);

  /** How often a topic is asked for that gives no records. */
  static final Duration IDLE = Duration.ofSeconds(1);

  /** A broker may not know a new topic for a moment; one that stays unknown is deleted. */
  static final Duration GONE_AFTER = Duration.ofSeconds(5);

  private static final int TIMEOUT_MILLIS = 5_000;

  private final KafkaTopic topic;
  private final TopicIdentity opened;
  private final Admin admin;
  private final LongSupplier nanoTime;
  private long confirmed;
  private boolean isAway;
  private long awaySince;
  private boolean isMissing;
  private long missingSince;

  TopicWatch(KafkaTopic topic, TopicIdentity opened, Admin admin, LongSupplier nanoTime) {
    this.topic = topic;
    this.opened = opened;
    this.admin = admin;
    this.nanoTime = nanoTime;
    this.confirmed = nanoTime.getAsLong();
  }

  /** Whether the last confirmation is older than that. */
  boolean isOlderThan(Duration age) {
    return nanoTime.getAsLong() - confirmed >= age.toNanos();
  }

  /**
   * Asks the broker. False: it does not answer, or does not know the topic at the moment; ask
   * again, and hand out nothing until then.
   *
   * @throws FatalException if the topic is deleted or is another one now, or may not be asked for
   */
  boolean confirm() {
    long asked = nanoTime.getAsLong();
    Optional<TopicDescription> answer;
    try {
      answer = find();
    } catch (TransientException e) {
      if (!Thread.currentThread().isInterrupted()) {
        noteAway(asked, e);
        return false;
      }
      throw e;
    }
    noteBack();
    if (answer.isEmpty()) {
      missingSince = isMissing ? missingSince : asked;
      isMissing = true;
      if (asked - missingSince > GONE_AFTER.toNanos()) {
        throw new FatalException(
            topic.place()
                + " is not there any more: it was deleted while it was read. Records that had not"
                + " been read are gone. A topic that is made again under this name is another"
                + " source: start again, and it is read from its beginning");
      }
      return false;
    }
    isMissing = false;
    String id = TopicIds.identity(topic, answer.get()).topicId();
    if (!Objects.equals(id, opened.topicId())) {
      throw new FatalException(
          topic.place()
              + " was deleted and made again while it was read: got topic id "
              + id
              + ", expected "
              + opened.topicId()
              + ". It is another source now: start again, and it is read from its beginning;"
              + " what the old topic gave stays in the sinks");
    }
    confirmed = asked;
    return true;
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

  private Optional<TopicDescription> find() {
    try {
      return Optional.ofNullable(
          admin
              .describeTopics(
                  List.of(topic.name()), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MILLIS))
              .allTopicNames()
              .get()
              .get(topic.name()));
    } catch (ExecutionException | InterruptedException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw KafkaErrors.map(topic.place(), e);
    }
  }
}
