package dev.rollcall.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunContext;
import dev.rollcall.core.user.Users;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ExecutorPortsTest {

  private final String run = UUID.randomUUID().toString();
  private final Pipeline pipeline =
      Pipeline.named("users").records(Users.recordType()).rows(InMemoryRows.named(run)).build();
  // nobody is asked before the first flush
  private final KafkaTopic topic = KafkaTopic.named("users").bootstrapServers("127.0.0.1:1");
  private final SparkJob job =
      new SparkJob(
          new RunContext(run, "users"), pipeline, topic, new TopicIdentity("users", "id", "id", 1));

  @Test
  void theTasksOfARunShareItsPorts() {
    assertThat(ExecutorPorts.of(job)).isSameAs(ExecutorPorts.of(job));
    ExecutorPorts.close(run);
  }

  @Test
  void aTaskThatOutlivesItsRunOpensNothing() {
    ExecutorPorts.of(job);
    ExecutorPorts.close(run);

    assertThatThrownBy(() -> ExecutorPorts.of(job))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("the run has ended");
  }
}
