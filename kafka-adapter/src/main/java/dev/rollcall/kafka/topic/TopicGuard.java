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
    IdentityCheck check = new IdentityCheck(topic, identity, admin, System::nanoTime);
    while (true) {
      switch (check.ask(new DescribeTopicsOptions())) {
        case SAME -> {
          return;
        }
        case UNKNOWN -> {
          if (Thread.currentThread().isInterrupted()) {
            throw deleted();
          }
          LockSupport.parkNanos(ASK_AGAIN.toNanos());
        }
        case DELETED -> throw deleted();
        case RECREATED ->
            throw new FatalException(
                "%s was deleted and made again while the run was going on: got id %s, expected %s; start a new run with a new checkpoint%s"
                    .formatted(
                        topic.place(),
                        check.foundId(),
                        identity.topicId(),
                        topic.sourceId() == null ? "" : " and another sourceId(…)"));
      }
    }
  }

  private FatalException deleted() {
    return new FatalException(
        topic.place()
            + " was deleted while the run was going on; records that were not stored yet are lost");
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(10));
  }
}
