package dev.rollcall.kafka.redrive;

import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.TopicAdmin;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** Finds the topics that letters go back to: their source, if it still is the same topic. */
final class RedriveTargets {

  /**
   * A topic, or why nothing can be sent there.
   *
   * @param partitions the number of its partitions
   * @param sameTopic whether the letter comes from it
   * @param refusal why nothing can be sent there, or null
   */
  record Target(String topic, int partitions, boolean sameTopic, @Nullable String refusal) {}

  private final KafkaTopic deadLetters;
  private final Admin admin;
  private final @Nullable String to;
  private final Map<String, Optional<TopicDescription>> found = new HashMap<>();
  private final Map<String, String> timestampTypes = new HashMap<>();

  /**
   * Asks this broker.
   *
   * @param to the topic for all letters, or null for the source of each
   */
  RedriveTargets(KafkaTopic deadLetters, Admin admin, @Nullable String to) {
    this.deadLetters = deadLetters;
    this.admin = admin;
    this.to = to;
    if (to != null) {
      TopicAdmin.require(admin, deadLetters.sibling(to));
    }
  }

  Target of(DeadLetter letter) {
    String name = to == null ? letter.source() : to;
    KafkaTopic topic = deadLetters.sibling(name);
    TopicDescription now =
        found.computeIfAbsent(name, any -> TopicAdmin.find(admin, topic)).orElse(null);
    if (now == null) {
      return refused(
          name, "topic '" + name + "' does not exist any more; name another with --to TOPIC");
    }
    String sourceId = letter.partition().sourceId();
    boolean same = sourceId.equals(String.valueOf(now.topicId()));
    if (to == null && !same) {
      return refused(
          name,
          "topic '%s' is not the source of this letter: got id %s, expected %s; it was created again, or its user named the source: name a topic with --to TOPIC"
              .formatted(name, now.topicId(), sourceId));
    }
    String type =
        timestampTypes.computeIfAbsent(
            name,
            any -> TopicAdmin.setting(admin, topic, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG));
    if (type.equals("LogAppendTime")) {
      return refused(
          name,
          "topic '%s' has message.timestamp.type=LogAppendTime: the element would lose its own time, and an old row could replace a newer one"
              .formatted(name));
    }
    return new Target(name, now.partitions().size(), same, null);
  }

  private static Target refused(String topic, String reason) {
    return new Target(topic, 0, false, reason);
  }
}
