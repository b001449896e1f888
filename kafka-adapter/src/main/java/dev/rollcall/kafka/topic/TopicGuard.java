package dev.rollcall.kafka.topic;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.internal.client.IdentityCheck;
import dev.rollcall.kafka.internal.client.KafkaClients;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;

/**
 * Checks that a topic still has the identity that a run began with. A broker never gives an id
 * twice: a topic that has its id now has had it all the time, so whatever was read by its name
 * before the check came from it. (As far as the broker that is asked knows: one of several may hear
 * of a new topic a moment later than another.) Keeps one connection. Threadsafe.
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

  /** Connects, without a check. */
  public static TopicGuard open(KafkaTopic topic, TopicIdentity identity) {
    return new TopicGuard(topic, identity, KafkaClients.admin(topic));
  }

  /**
   * Asks the broker; waits up to five seconds for one that does not know the topic.
   *
   * @throws FatalException if the topic was deleted, or deleted and created again
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   */
  public void requireSame() {
    IdentityCheck check =
        new IdentityCheck(
            topic,
            identity,
            admin,
            System::nanoTime,
            "the run was going on",
            "start a new run with a new checkpoint"
                + (topic.sourceId() == null ? "" : " and another sourceId(…)"));
    while (!check.isSame(new DescribeTopicsOptions())) {
      if (Thread.currentThread().isInterrupted()) {
        throw check.deleted();
      }
      LockSupport.parkNanos(ASK_AGAIN.toNanos());
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(10));
  }
}
