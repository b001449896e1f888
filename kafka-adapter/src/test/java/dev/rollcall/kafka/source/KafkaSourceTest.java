package dev.rollcall.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.kafka.KafkaTopic;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaSourceTest {

  @Test
  void aSourceIsDescribedByItsTopicAndItsGroup() {
    KafkaSource source =
        KafkaSource.topic("users")
            .group("profiles")
            .bootstrapServers("b:1")
            .property("client.rack", "r")
            .sourceId("s");

    assertThat(source.name()).isEqualTo("kafka:users");
    assertThat(source.group()).isEqualTo("profiles");
    assertThat(source.topic())
        .isEqualTo(new KafkaTopic("users", "b:1", Map.of("client.rack", "r"), "s"));
    assertThat(KafkaSource.of(source.topic()).group("profiles")).isEqualTo(source);
  }

  @Test
  void withoutAGroupItCannotBeOpened() {
    assertThatThrownBy(() -> KafkaSource.topic("users").open())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("KafkaSource.topic(\"users\").group(");
  }

  @Test
  void settingsThatBreakAGuaranteeAreRefusedWithTheReasonAllAtOnce() {
    KafkaSource source = KafkaSource.topic("users");
    Map<String, String> settings =
        Map.of(
            "group.id", "g",
            "group.protocol", "consumer",
            "auto.offset.reset", "latest",
            "partition.assignment.strategy", "RangeAssignor",
            "check.crcs", "false");

    assertThatThrownBy(() -> source.properties(settings))
        .isInstanceOfSatisfying(
            ConfigurationException.class, error -> assertThat(error.problems()).hasSize(5))
        .hasMessageContaining("property 'group.id' cannot be set: call group(…) instead")
        .hasMessageContaining("property 'auto.offset.reset' cannot be set: it is always 'none'");
    assertThatThrownBy(() -> source.property("enable.auto.commit", "true"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("it is always off");
    assertThatThrownBy(() -> source.group(" "))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("group: got nothing");
  }

  @Test
  void secretsAreHidden() {
    KafkaSource source =
        KafkaSource.topic("users").group("g").property("sasl.jaas.config", "canary");

    assertThat(source.toString()).contains("[hidden]").doesNotContain("canary");
    assertThat(source.place()).doesNotContain("canary");
  }
}
