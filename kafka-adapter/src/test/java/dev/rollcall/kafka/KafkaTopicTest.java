package dev.rollcall.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaTopicTest {

  @Test
  void aTopicIsOnTheLocalBrokerUnlessTold() {
    assertThat(KafkaTopic.named("users").bootstrapServers()).isEqualTo("localhost:9092");
  }

  @Test
  void aChangeLeavesTheOriginalAsItIs() {
    KafkaTopic plain = KafkaTopic.named("users");
    KafkaTopic changed = plain.bootstrapServers("b:1").property("client.rack", "r").sourceId("s");

    assertThat(plain).isEqualTo(new KafkaTopic("users", "localhost:9092", Map.of(), null));
    assertThat(changed).isEqualTo(new KafkaTopic("users", "b:1", Map.of("client.rack", "r"), "s"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssl.keystore.password",
        "ssl.key.password",
        "sasl.jaas.config",
        "sasl.oauthbearer.client.credentials.client.secret",
        "my.TOKEN",
        "ssl.keystore.key"
      })
  void aSecretSettingIsHidden(String name) {
    assertThat(KafkaTopic.named("users").property(name, "canary").toString())
        .contains(name + "=[hidden]")
        .doesNotContain("canary");
  }

  @Test
  void otherSettingsAreShown() {
    assertThat(KafkaTopic.named("users").property("security.protocol", "SASL_SSL"))
        .hasToString("KafkaTopic[users at localhost:9092, {security.protocol=SASL_SSL}]");
  }

  @Test
  void allFaultsAreReportedAtOnce() {
    Map<String, String> settings = Map.of("acks", "1", "transactional.id", "mine");

    assertThatThrownBy(() -> new KafkaTopic("us ers", " ", settings, ""))
        .isInstanceOfSatisfying(
            ConfigurationException.class, error -> assertThat(error.problems()).hasSize(5))
        .hasMessageContaining("got 'us ers'")
        .hasMessageContaining("bootstrapServers")
        .hasMessageContaining("sourceId")
        .hasMessageContaining("property 'acks' cannot be set: it is always 'all'")
        .hasMessageContaining("property 'transactional.id' cannot be set");
  }

  @Test
  void theSecretsOfADeadLetterTopicAreHiddenToo() {
    DeadLetterTopic topic = DeadLetterTopic.named("dead").property("ssl.key.password", "canary");

    assertThat(topic.toString()).contains("[hidden]").doesNotContain("canary");
    assertThat(topic.plan().toString()).doesNotContain("canary");
  }

  @Test
  void thePlanOfADeadLetterTopicHoldsTheCommandThatMakesIt() {
    DeadLetterTopic topic = DeadLetterTopic.named("users.dead-letters");

    assertThat(topic.name()).isEqualTo("kafka:users.dead-letters");
    assertThat(topic.plan().guarantee()).contains("a replay writes the same key");
    assertThat(topic.plan().ddl())
        .singleElement()
        .asString()
        .startsWith("kafka-topics.sh --create --if-not-exists --topic users.dead-letters ")
        .contains("cleanup.policy=compact");
  }
}
