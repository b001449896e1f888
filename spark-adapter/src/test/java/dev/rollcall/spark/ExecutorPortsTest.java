package dev.rollcall.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.internal.run.RunContext;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SharedResources;
import dev.rollcall.core.port.SharedResources.Lease;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.user.Users;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.KafkaTopicSet;
import dev.rollcall.kafka.TopicIdentity;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExecutorPortsTest {

  private final String run = UUID.randomUUID().toString();
  private final SparkJob job = job(run, InMemoryRows.named(run));
  private final Queue<Runnable> idleTimes = new ArrayDeque<>();

  @Test
  void theTasksOfARunShareItsPorts() {
    assertThat(ExecutorPorts.acquire(job).get()).isSameAs(ExecutorPorts.acquire(job).get());
    ExecutorPorts.end(run);
  }

  @Test
  void aTaskThatOutlivesItsRunOpensNothing() {
    ExecutorPorts.acquire(job);
    ExecutorPorts.end(run);

    assertThatThrownBy(() -> ExecutorPorts.acquire(job))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("the run has ended");
  }

  @Test
  void anExecutorKeepsNothingOfTheRunsThatEnded() {
    SharedResources<String, ExecutorPorts> onExecutor =
        new SharedResources<>(ExecutorPorts::close, idleTimes::add);
    // a day of hourly runs, each of two tasks at a time
    for (int hour = 0; hour < 24; hour++) {
      SparkJob hourly = job(UUID.randomUUID().toString(), new CountedSink());
      Lease<ExecutorPorts> first = ExecutorPorts.acquire(hourly, onExecutor);
      Lease<ExecutorPorts> second = ExecutorPorts.acquire(hourly, onExecutor);
      first.close();
      second.close();
      assertThat(CountedSink.OPEN).as("used again by the next batch").hasValue(1);
      endIdleTimes();
      assertThat(CountedSink.OPEN).hasValue(0);
    }
  }

  @Test
  void aTaskAfterTheIdleTimeOpensThePortsAgain() {
    SharedResources<String, ExecutorPorts> onExecutor =
        new SharedResources<>(ExecutorPorts::close, idleTimes::add);
    SparkJob stream = job(run, new CountedSink());
    ExecutorPorts.acquire(stream, onExecutor).close();
    endIdleTimes();

    Lease<ExecutorPorts> next = ExecutorPorts.acquire(stream, onExecutor);
    assertThat(CountedSink.OPEN).hasValue(1);
    next.close();
    endIdleTimes();
    assertThat(CountedSink.OPEN).hasValue(0);
  }

  private void endIdleTimes() {
    for (Runnable over = idleTimes.poll(); over != null; over = idleTimes.poll()) {
      over.run();
    }
  }

  private static SparkJob job(String run, RowTarget rows) {
    // nobody is asked before the first flush
    KafkaTopic topic = KafkaTopic.named("users").bootstrapServers("127.0.0.1:1");
    return new SparkJob(
        new RunContext(run, "users"),
        Pipeline.named("users").records(Users.recordType()).rows(rows).build(),
        KafkaTopicSet.of(topic),
        List.of(new TopicIdentity("users", "id", "id", 1)));
  }

  /** Counts its sinks that are open. */
  private record CountedSink() implements RowTarget {
    private static final AtomicInteger OPEN = new AtomicInteger();

    @Override
    public String name() {
      return "counted";
    }

    @Override
    public SinkPlan plan(Schema schema) {
      throw new UnsupportedOperationException();
    }

    @Override
    public RowSink connect(Schema schema, DefinitionRegistry.Entry owner) {
      OPEN.incrementAndGet();
      return new RowSink() {
        @Override
        public RowSink.Result write(List<RowSink.VersionedRow> rows) {
          return RowSink.Result.WRITTEN;
        }

        @Override
        public void close() {
          OPEN.decrementAndGet();
        }
      };
    }
  }
}
