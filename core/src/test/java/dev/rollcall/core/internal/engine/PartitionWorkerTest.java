package dev.rollcall.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.process.FlushResult;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Reading on while a flush is under way: order, bounds, failures, leaving. */
class PartitionWorkerTest {

  private WorkerBench bench;

  @BeforeEach
  void worker(TestInfo test) {
    bench = new WorkerBench("worker: " + test.getDisplayName(), 2);
  }

  private FlushResult flushed() {
    return Objects.requireNonNull(Objects.requireNonNull(bench.outcomes.poll()).flushed());
  }

  @Test
  void aPartitionIsReadOnWhileItsFlushIsUnderWay() {
    bench.add(3);
    bench.turns.runAll();
    assertThat(bench.processed).as("the third, too").hasValue(3);
    assertThat(bench.written).isEmpty();

    bench.flushes.run();
    FlushResult first = flushed();
    assertThat(first.nextOffset()).as("not the one that was read by then").isEqualTo(2);
    assertThat(first.report().read()).isEqualTo(2);
    assertThat(bench.inFlight.records()).isEqualTo(1);

    bench.worker.askFlush();
    bench.turns.runAll();
    bench.flushes.run();
    FlushResult second = flushed();
    assertThat(second.nextOffset()).isEqualTo(3);
    assertThat(second.report().read()).isEqualTo(1);
    assertThat(bench.written).containsExactly(List.of("0", "1"), List.of("2"));
    assertThat(bench.guests.count("de")).isEqualTo(3);
    assertThat(bench.worker.isIdle()).isTrue();
    assertThat(bench.inFlight.records()).isZero();
    assertThat(bench.inFlight.bytes()).isZero();

    bench.add(1);
    bench.turns.runAll();
    assertThat(bench.flushes.isEmpty()).as("a request is for one flush").isTrue();
  }

  @Test
  void aFullOpenBufferWaitsForTheFlush() {
    bench.add(6);
    bench.turns.runAll();
    assertThat(bench.processed).as("two sealed, two open").hasValue(4);
    bench.add(1);
    bench.worker.askFlush();
    assertThat(bench.turns.isEmpty()).as("nothing to do before the flush ends").isTrue();
    assertThat(bench.inFlight.records()).isEqualTo(7);

    bench.flushes.run();
    assertThat(bench.turns.isEmpty()).as("the flush's end begins the next turn").isFalse();
    bench.turns.runAll();
    assertThat(bench.processed).hasValue(6);
    bench.flushes.run();
    bench.turns.runAll();
    assertThat(bench.written).containsExactly(List.of("0", "1"), List.of("2", "3"));
    assertThat(flushed().nextOffset()).isEqualTo(2);
    assertThat(flushed().nextOffset()).isEqualTo(4);
  }

  @Test
  void thereIsOneFlushAtATime() {
    bench.add(4);
    bench.turns.runAll();
    bench.worker.askFlush();
    bench.turns.runAll();
    bench.flushes.run();
    assertThat(bench.flushes.isEmpty()).as("the second begins after the first").isTrue();
    bench.turns.runAll();
    bench.flushes.run();
    assertThat(bench.written).containsExactly(List.of("0", "1"), List.of("2", "3"));
  }

  @Test
  void aFailedFlushTakesTheOpenBufferWithIt() {
    bench.add(5);
    bench.turns.runAll();
    bench.failure = new TransientException("away");
    bench.flushes.run();
    bench.failure = null;

    PartitionWorker.Outcome outcome = bench.outcomes.remove();
    assertThat(outcome.flushed()).isNull();
    assertThat(outcome.failure()).hasMessageContaining("away");
    bench.worker.askFlush();
    bench.add(3);
    bench.turns.runAll();
    assertThat(bench.flushes.isEmpty()).isTrue();
    assertThat(bench.outcomes).as("nothing of the open buffer is reported").isEmpty();
    assertThat(bench.written).isEmpty();
    assertThat(bench.guests.aggregates.documents()).isEmpty();
    assertThat(bench.inFlight.records()).isZero();
    assertThat(bench.inFlight.bytes()).isZero();
  }

  @Test
  void aFailureWhileReadingOnIsToldAfterTheFlushUnderWay() {
    bench.add(3);
    bench.turns.runAll();
    // an offset that was read before
    bench.worker.add(List.of(WorkerBench.record(0)));
    bench.turns.runAll();
    assertThat(bench.outcomes).isEmpty();

    bench.flushes.run();
    assertThat(flushed().nextOffset()).isEqualTo(2);
    assertThat(bench.outcomes.remove().failure()).isInstanceOf(FatalException.class);
    assertThat(bench.outcomes).isEmpty();
    assertThat(bench.written).containsExactly(List.of("0", "1"));
    assertThat(bench.inFlight.records()).isZero();
  }

  @Test
  void aFlushOfADroppedPartitionEndsUnnoticed() {
    bench.add(3);
    bench.turns.runAll();
    bench.worker.drop();
    bench.flushes.run();
    bench.turns.runAll();
    assertThat(bench.written).as("a zombie").hasSize(1);
    assertThat(bench.outcomes).isEmpty();
    assertThat(bench.inFlight.records()).isZero();
  }

  @Test
  void afterTheEndOfThePoolNothingIsWritten(TestInfo test) {
    WorkerBench ended =
        new WorkerBench(
            test.getDisplayName(),
            2,
            null,
            task -> {
              throw new RejectedExecutionException();
            });
    ended.add(5);
    ended.turns.runAll();
    assertThat(ended.written).isEmpty();
    assertThat(ended.outcomes).isEmpty();
    assertThat(ended.inFlight.records()).isZero();
  }

  @Test
  void aFlushThatGetsNoThreadFails(TestInfo test) {
    WorkerBench full =
        new WorkerBench(
            test.getDisplayName(),
            2,
            null,
            task -> {
              throw new OutOfMemoryError("pretended");
            });
    full.add(5);
    full.turns.runAll();
    assertThat(full.outcomes.remove().failure()).isInstanceOf(OutOfMemoryError.class);
    assertThat(full.outcomes).isEmpty();
    assertThat(full.inFlight.records()).isZero();
  }

  @Test
  void aDrainWritesTheSealedBufferAndThenTheOpenOne(TestInfo test) throws Exception {
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      CompletableFuture<Void> gate = new CompletableFuture<>();
      WorkerBench draining =
          new WorkerBench(
              test.getDisplayName(),
              2,
              Runnable::run,
              task -> writer.execute(() -> gate.thenRun(task).join()));
      draining.add(3);
      assertThat(draining.worker.awaitIdle(System.nanoTime())).as("no time").isFalse();
      assertThat(draining.written).isEmpty();

      gate.complete(null);
      assertThat(draining.worker.awaitIdle(System.nanoTime() + TimeUnit.SECONDS.toNanos(30)))
          .isTrue();
      assertThat(draining.written).containsExactly(List.of("0", "1"), List.of("2"));
      assertThat(draining.outcomes)
          .extracting(outcome -> Objects.requireNonNull(outcome.flushed()).nextOffset())
          .containsExactly(2L, 3L);
    } finally {
      writer.shutdownNow();
    }
  }
}
