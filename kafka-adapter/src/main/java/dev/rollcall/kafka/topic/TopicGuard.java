package dev.rollcall.kafka.topic;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.KafkaTopicSet;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.internal.client.IdentityCheck;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.TopicAdmin;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;

/**
 * Checks that topics still have the identity that a run found them with. A broker never gives an id
 * twice: a topic that has its id now has had it all the time, so whatever was read by its name
 * before the check came from it. (As far as the broker that is asked knows: one of several may hear
 * of a new topic a moment later than another.) Keeps one connection. Threadsafe.
 */
public final class TopicGuard implements AutoCloseable {

  /** The wait before a broker that does not know the topic is asked again. */
  private static final Duration ASK_AGAIN = Duration.ofMillis(100);

  private final KafkaTopicSet topics;
  private final Admin admin;

  private TopicGuard(KafkaTopicSet topics, Admin admin) {
    this.topics = topics;
    this.admin = admin;
  }

  /** Connects, without a check. */
  public static TopicGuard open(KafkaTopicSet topics) {
    return new TopicGuard(topics, KafkaClients.admin(topics));
  }

  /** The topics that are read now, by name: see {@link KafkaTopics#identify(KafkaTopicSet)}. */
  public List<TopicIdentity> now() {
    return TopicAdmin.identifyAll(admin, topics);
  }

  /**
   * Asks the broker; waits up to five seconds for one that does not know the topic.
   *
   * @param identity what the topic was when the run found it
   * @throws FatalException if the topic was deleted, or deleted and created again
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   */
  public void requireSame(TopicIdentity identity) {
    KafkaTopic topic = topics.topic(identity.topic());
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
