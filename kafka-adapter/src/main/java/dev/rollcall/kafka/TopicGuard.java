package dev.rollcall.kafka;

import dev.rollcall.core.error.FatalException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Holds a topic against the identity that a run began with. A broker never gives an id twice: a
 * topic that has its id now has had it all the time, so whatever was read by its name before the
 * check came from it. (As far as the broker that is asked knows: one of several may hear of a new
 * topic a moment later than another.) Keeps one connection. Threadsafe.
 */
public final class TopicGuard implements AutoCloseable {

  /** The wait before a broker that does not know the topic is asked again. */
  private static final Duration ASK_AGAIN = Duration.ofMillis(100);

  private final KafkaTopic topic;
  private final TopicIdentity identity;
  private final Admin admin;

  private TopicGuard(KafkaTopic topic, TopicIdentity identity, Admin admin) {
    this.topic = topic;
    this.identity = identity;
    this.admin = admin;
  }

  /** Does not check yet. */
  public static TopicGuard open(KafkaTopic topic, TopicIdentity identity) {
    return new TopicGuard(topic, identity, KafkaClients.admin(topic));
  }

  /**
   * Asks the broker.
   *
   * @throws FatalException if the topic is gone or was made again
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   */
  public void requireSame() {
    TopicDescription found = requireThere();
    TopicIdentity now = TopicIds.identity(topic, found);
    // the topic's own id too: the name that a user gave the source does not change by itself
    if (!now.sourceId().equals(identity.sourceId())
        || !Objects.equals(now.topicId(), identity.topicId())) {
      throw new FatalException(
          "%s was deleted and made again while the run was going on: got id %s, expected %s; start a new run with a new checkpoint%s"
              .formatted(
                  topic.place(),
                  now.topicId(),
                  identity.topicId(),
                  topic.sourceId() == null ? "" : " and another sourceId(…)"));
    }
  }

  private TopicDescription requireThere() {
    long asked = System.nanoTime();
    while (true) {
      Optional<TopicDescription> found = TopicIds.find(admin, topic);
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() - asked > TopicWatch.GONE_AFTER.toNanos()
          || Thread.currentThread().isInterrupted()) {
        throw new FatalException(
            topic.place()
                + " was deleted while the run was going on; what was not yet stored of it is gone");
      }
      LockSupport.parkNanos(ASK_AGAIN.toNanos());
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(10));
  }
}
