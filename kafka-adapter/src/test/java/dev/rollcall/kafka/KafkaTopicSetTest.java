package dev.rollcall.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class KafkaTopicSetTest {

  @Test
  void aPatternTakesWholeNamesAndNoneOfRollcalls() {
    KafkaTopicSet all =
        KafkaTopicSet.matching("orders-.*|rollcall.*|letters")
            .except("orders-test")
            .without(Set.of("kafka:letters", "postgresql:orders-eu"));
    assertThat(all.includes("orders-eu")).isTrue();
    assertThat(all.includes("orders-test2")).isTrue();
    assertThat(all.includes("orders-test")).isFalse();
    assertThat(all.includes("my-orders-eu")).isFalse();
    assertThat(all.includes("rollcall.redrives")).isFalse();
    assertThat(all.includes("rollcalls")).isTrue();
    assertThat(all.includes("letters")).isFalse();
    assertThat(all.name()).isEqualTo("/orders-.*|rollcall.*|letters/");
  }

  @Test
  void namesHaveTheSettingsOfAll() {
    KafkaTopicSet both =
        KafkaTopicSet.named("a", "b").bootstrapServers("broker:1").property("client.id", "x");
    assertThat(both.topic("b").bootstrapServers()).isEqualTo("broker:1");
    assertThat(both.topic("b").properties()).containsEntry("client.id", "x");
    assertThat(both.place()).isEqualTo("topics a,b at broker:1");
    assertThat(both.includes("b")).isTrue();
    assertThat(both.includes("c")).isFalse();
    assertThat(KafkaTopicSet.of(KafkaTopic.named("a").sourceId("s")).topic("a").sourceId())
        .isEqualTo("s");
  }

  @Test
  void whatCannotBeIsRefused() {
    refused(() -> KafkaTopicSet.named("a", "a"), "a topic is named twice");
    refused(() -> KafkaTopicSet.named("a").except("b"), "except is of a pattern");
    refused(() -> KafkaTopicSet.matching("a(").except("b"), "pattern 'a('");
    refused(() -> KafkaTopicSet.matching("a").property("acks", "1"), "acks");
    refused(() -> KafkaTopicSet.named("a", "b/"), "b/");
  }

  private static void refused(Supplier<KafkaTopicSet> set, String text) {
    assertThatThrownBy(set::get)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(text);
  }
}
