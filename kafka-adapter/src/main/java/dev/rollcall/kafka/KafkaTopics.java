package dev.rollcall.kafka;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.pipeline.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes topics. Threadsafe. */
public final class KafkaTopics {

  /** A new topic is known to every broker within moments. */
  private static final RetryPolicy UNTIL_KNOWN =
      new RetryPolicy(50, Duration.ofMillis(50), Duration.ofMillis(500));

  private KafkaTopics() {}

  /**
   * Makes the topic if there is none of its name, with the broker's default replication, and waits
   * until it is known. One that exists is left as it is, with as many partitions as it has.
   *
   * @throws dev.rollcall.core.error.FatalException if this user may not make topics
   */
  public static TopicIdentity create(KafkaTopic topic, int partitions) {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions: got " + partitions + ", expected at least 1");
    }
    try (Admin admin = KafkaClients.admin(topic)) {
      ensure(admin, topic, partitions, Map.of());
      return TopicIds.resolve(admin, topic);
    }
  }

  /** Makes the topic with these settings if there is none, and waits until it is known. */
  static void ensure(Admin admin, KafkaTopic topic, int partitions, Map<String, String> settings) {
    if (TopicIds.find(admin, topic).isPresent()) {
      return;
    }
    NewTopic wanted =
        new NewTopic(topic.name(), Optional.of(partitions), Optional.empty()).configs(settings);
    try {
      admin.createTopics(List.of(wanted)).all().get();
    } catch (ExecutionException | InterruptedException e) {
      // another process may have made it just now
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw KafkaErrors.map(topic.place() + ", to be made", e);
      }
    }
    UNTIL_KNOWN.call(
        () ->
            TopicIds.find(admin, topic)
                .orElseThrow(() -> new TransientException(topic.place() + ": not known yet")));
  }
}
