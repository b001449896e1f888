package dev.rollcall.core.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.user.Users;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PortOpeningTest {

  @Test
  void portsAreOpenedAtTheSameTime() {
    CyclicBarrier bothAreOpening = new CyclicBarrier(2);
    Supplier<AutoCloseable> open =
        () -> {
          try {
            bothAreOpening.await(30, TimeUnit.SECONDS);
          } catch (Exception alone) {
            throw new IllegalStateException(alone);
          }
          return () -> {};
        };
    PortOpening<AutoCloseable> first = PortOpening.begin("first", open);
    PortOpening<AutoCloseable> second = PortOpening.begin("second", open);

    assertThat(first.result()).isNotNull();
    assertThat(second.result()).isNotNull();
  }

  @Test
  void theOneThatFailsIsToldAndTheOthersAreHurriedAndClosed() {
    AtomicInteger closed = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    PortOpening<AutoCloseable> slow =
        PortOpening.begin(
            "slow",
            () -> {
              try {
                never.await();
              } catch (InterruptedException hurried) {
                // opened all the same
              }
              return closed::incrementAndGet;
            });
    PortOpening.abandon(List.of(slow));

    assertThat(closed).hasValue(1);
  }

  @Test
  void aPipelineThatCannotOpenOneSinkClosesTheOther() {
    AtomicInteger open = new AtomicInteger();
    Pipeline pipeline =
        Pipeline.named("two-sinks")
            .records(Users.recordType())
            .rows(new Counted("good", open))
            .rows(new Refusing())
            .build();

    assertThatThrownBy(() -> PipelinePorts.open(CompiledPipeline.of(pipeline)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("no such table");
    assertThat(open).hasValue(0);
  }

  @Test
  void anInterruptReachesWhatIsBeingOpenedAndStaysSet() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    PortOpening<AutoCloseable> opening =
        PortOpening.begin(
            "waiting",
            () -> {
              waits.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted");
              }
              return () -> {};
            });
    waits.await();
    Thread.currentThread().interrupt();

    assertThatThrownBy(opening::result).hasMessage("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Counts how many of its sinks are open. */
  private record Counted(String name, AtomicInteger open) implements RowTarget {
    @Override
    public SinkPlan plan(Schema schema) {
      return InMemoryRows.named(name).plan(schema);
    }

    @Override
    public RowSink connect(Schema schema, DefinitionRegistry.Entry owner) {
      open.incrementAndGet();
      RowSink sink = InMemoryRows.named(name).connect(schema, owner);
      return new RowSink() {
        @Override
        public RowSink.Result write(List<RowSink.VersionedRow> rows) {
          return sink.write(rows);
        }

        @Override
        public void close() {
          open.decrementAndGet();
        }
      };
    }
  }

  private record Refusing() implements RowTarget {
    @Override
    public String name() {
      return "refusing";
    }

    @Override
    public SinkPlan plan(Schema schema) {
      return InMemoryRows.named("refusing").plan(schema);
    }

    @Override
    public RowSink connect(Schema schema, DefinitionRegistry.Entry owner) {
      throw new ConfigurationException("no such table");
    }
  }
}
