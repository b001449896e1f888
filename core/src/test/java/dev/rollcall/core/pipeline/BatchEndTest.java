package dev.rollcall.core.pipeline;

import static dev.rollcall.core.pipeline.Guests.guest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.internal.batch.BatchWork;
import dev.rollcall.core.internal.run.RunFailure;
import dev.rollcall.core.memory.InMemoryRunLog;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is thrown out of whatever call: a batch ends, and its run log says how. */
class BatchEndTest {

  private static final Map<String, Trap.Bait> BAITS =
      Map.of(
          "IllegalStateException", () -> new IllegalStateException("somebody@example.org"),
          "IOException", () -> new IOException("somebody@example.org"),
          "NoClassDefFoundError", () -> new NoClassDefFoundError("org/example/CloseOptions"),
          "StackOverflowError", StackOverflowError::new,
          "AssertionError", () -> new AssertionError("somebody@example.org"));

  private final InMemoryRunLog log = new InMemoryRunLog();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "part.read",
        "sink.open",
        "sink.write",
        "sink.close",
        "store.open",
        "store.load",
        "store.compareAndSet",
        "store.close",
        "letters.open",
        "letters.write",
        "letters.close"
      })
  void aBatchFailsWithWhatWasThrownAndSaysSo(String call) {
    BAITS.forEach(
        (name, bait) -> {
          Trap trap = armed(call, bait);
          Throwable failure = catchThrowable(() -> run(trap, new RunListener() {}));

          assertThat(failure).as("%s, %s", call, name).isNotNull();
          assertThat(RunFailure.text(failure)).contains(name).doesNotContain("somebody");
          assertThat(last().failure()).contains(name).doesNotContain("somebody");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"listener.stored", "listener.flushed", "listener.observed"})
  void anExceptionOfAListenerIsPassedOverAndAnErrorEndsTheBatch(String call) {
    BAITS.forEach(
        (name, bait) -> {
          Trap trap = armed(call, bait);
          Throwable failure = catchThrowable(() -> run(trap, listener(trap)));

          boolean isOver = call.equals("listener.observed");
          if (name.endsWith("Error") && !isOver) {
            assertThat(failure)
                .hasMessageContaining("the run's listener")
                .hasMessageContaining(name);
            assertThat(last().failure()).contains(name);
          } else {
            assertThat(failure).as("%s, %s", call, name).isNull();
            assertThat(last().failure()).isNull();
          }
        });
  }

  @Test
  void aPartThatHangsDoesNotHideThatAnotherHasFailed() {
    Trap trap = armed("part.read", () -> null);
    List<BatchRun.Part> parts =
        List.of(
            new TestPart(0, trap),
            new TestPart(1, armed("part.read", () -> new FatalException("1"))));

    assertThatThrownBy(() -> BatchWork.processHere(pipeline(trap).compiled(), parts, 2))
        .hasMessage("1");
  }

  private static Trap armed(String call, Trap.Bait bait) {
    Trap trap = Trap.set(UUID.randomUUID().toString(), call, bait);
    trap.arm();
    return trap;
  }

  private InMemoryRunLog.Entry last() {
    return log.entries().get(log.entries().size() - 1);
  }

  private void run(Trap trap, RunListener listener) {
    BatchRun.Origin origin =
        new BatchRun.Origin() {
          @Override
          public String name() {
            return "trapped";
          }

          @Override
          public List<BatchRun.Part> parts() {
            return List.of(new TestPart(0, trap));
          }
        };
    BatchRun.of(pipeline(trap), log)
        .listener(listener)
        .run("trapped", origin, BatchRun.Engine.here(2));
  }

  private static Pipeline pipeline(Trap trap) {
    return Guests.definition()
        .rows(new TrappedPorts.Rows(trap.name()))
        .aggregate(Guests.byCountry())
        .into(new TrappedPorts.Aggregates(trap.name()))
        .deadLetters(new TrappedPorts.Letters(trap.name()))
        .retry(new RetryPolicy(10, Duration.ZERO, Duration.ZERO))
        .build();
  }

  private static RunListener listener(Trap trap) {
    return (RunListener)
        Proxy.newProxyInstance(
            RunListener.class.getClassLoader(),
            new Class<?>[] {RunListener.class},
            (proxy, method, arguments) -> {
              trap.step("listener." + method.getName());
              return null;
            });
  }

  private record TestPart(int number, Trap trap) implements BatchRun.Part {
    @Override
    public SourcePartition partition() {
      return new SourcePartition("trapped", number);
    }

    @Override
    public void read(Consumer<SourceRecord> action) {
      trap.step("part.read");
      List<String> texts = List.of(guest("a", "de", 30), "not json");
      new ListedBatch(List.of(texts)).parts().get(0).read(record -> action.accept(moved(record)));
    }

    private SourceRecord moved(SourceRecord record) {
      return new SourceRecord(
          partition(), "trapped", record.offset(), record.timestamp(), null, record.value());
    }
  }
}
