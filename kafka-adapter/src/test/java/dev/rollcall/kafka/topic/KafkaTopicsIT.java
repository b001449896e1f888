package dev.rollcall.kafka.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.kafka.FreshTopics;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class KafkaTopicsIT {

  @Test
  void aTopicThatIsDeletedAndMadeAgainIsAnotherSource() throws Exception {
    KafkaTopic topic = FreshTopics.named("again");
    TopicIdentity before = KafkaTopics.create(topic, 2);
    FreshTopics.delete(topic);
    TopicIdentity after = KafkaTopics.create(topic, 3);

    assertThat(before.topicId()).isNotNull().isNotEqualTo(after.topicId());
    assertThat(before.all()).hasSize(2).doesNotContainAnyElementsOf(after.all());
    assertThat(after.all()).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void aTopicIsMadeOnceAndLeftAsItIsAfterwards() {
    KafkaTopic topic = FreshTopics.named("once");
    TopicIdentity first = KafkaTopics.create(topic, 2);

    assertThat(KafkaTopics.create(topic, 7)).isEqualTo(first);
    assertThat(KafkaTopics.identify(topic)).isEqualTo(first);
  }

  @Test
  void aSourceIdGoesBeforeTheTopicsId() {
    KafkaTopic topic = FreshTopics.create("mirror", 1).sourceId("users-of-2025");

    assertThat(KafkaTopics.identify(topic).all())
        .containsExactly(new SourcePartition("users-of-2025", 0));
  }

  @Test
  void aMisspeltTopicIsNamedWithASuggestion() {
    KafkaTopic topic = FreshTopics.create("users", 1);
    KafkaTopic misspelt = topic.sibling(topic.name().replace("users", "uesrs"));

    assertThatThrownBy(() -> KafkaTopics.identify(misspelt))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there is no such topic")
        .hasMessageContaining("did you mean '" + topic.name() + "'?");
  }

  @Test
  void aBrokerThatIsNotThereIsTransient() {
    KafkaTopic nowhere =
        KafkaTopic.named("users")
            .bootstrapServers("127.0.0.1:1")
            .property("default.api.timeout.ms", "1000")
            .property("request.timeout.ms", "500");

    assertThatThrownBy(() -> KafkaTopics.identify(nowhere))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("topic users at 127.0.0.1:1");
  }

  @Test
  void aSecretInAWrongSettingIsInNoMessage() {
    KafkaTopic topic =
        KafkaTopic.named("users")
            .property("security.protocol", "SASL_PLAINTEXT")
            .property("sasl.mechanism", "PLAIN")
            .property(
                "sasl.jaas.config", "Module canary-5e1d username=\"u\" password=\"canary-5e1d\"");

    assertThatThrownBy(() -> KafkaTopics.identify(topic))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("topic users")
        .satisfies(
            error -> {
              StringWriter all = new StringWriter();
              error.printStackTrace(new PrintWriter(all));
              assertThat(all.toString()).doesNotContain("canary");
            });
  }
}
