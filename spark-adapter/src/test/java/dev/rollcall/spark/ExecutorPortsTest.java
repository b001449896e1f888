package dev.rollcall.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.user.Users;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ExecutorPortsTest {

  private final String run = UUID.randomUUID().toString();
  private final Pipeline pipeline =
      Pipeline.named("users").records(Users.recordType()).rows(InMemoryRows.named(run)).build();

  @Test
  void theTasksOfARunShareItsPorts() {
    assertThat(ExecutorPorts.of(run, pipeline)).isSameAs(ExecutorPorts.of(run, pipeline));
    ExecutorPorts.close(run);
  }

  @Test
  void aTaskThatOutlivesItsRunOpensNothing() {
    ExecutorPorts.of(run, pipeline);
    ExecutorPorts.close(run);

    assertThatThrownBy(() -> ExecutorPorts.of(run, pipeline))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("the run has ended");
  }
}
