package dev.rollcall.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.process.FlushResult;
import dev.rollcall.core.pipeline.RunReport;
import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is reported is durable and adds up, in whatever order turns and flushes come. */
class PartitionWorkerLawsTest {

  private static final int SEEDS = 500;

  @Test
  void whateverTheOrderOfTurnsAndFlushes() {
    long late = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      late += run(seed);
    }
    assertThat(late).as("turns beside a flush: without them it shows nothing").isGreaterThan(SEEDS);
    run(new Random().nextLong());
  }

  /** One order; returns how many turns were taken while a flush was under way. */
  private static long run(long seed) {
    Random random = new Random(seed);
    WorkerBench bench = new WorkerBench("laws", 1 + random.nextInt(5));
    boolean fails = random.nextInt(3) == 0;
    int beside = 0;
    for (int step = 0; step < 60; step++) {
      switch (random.nextInt(6)) {
        case 0 -> bench.add(1 + random.nextInt(4));
        case 1 -> bench.worker.askFlush();
        case 2 -> bench.worker.askFlushOlderThan(Duration.ZERO);
        case 3 -> {
          if (!bench.flushes.isEmpty()) {
            bench.failure = fails && random.nextInt(4) == 0 ? new TransientException("away") : null;
            bench.flushes.run();
          }
        }
        default -> {
          if (!bench.turns.isEmpty()) {
            beside += bench.flushes.isEmpty() ? 0 : 1;
            bench.turns.run();
          }
        }
      }
    }
    end(bench);
    check(bench, seed);
    return beside;
  }

  private static void end(WorkerBench bench) {
    bench.failure = null;
    // each request is for what was added before it
    for (int times = 0; times < 100 && !bench.worker.isIdle(); times++) {
      bench.worker.askFlush();
      bench.turns.runAll();
      bench.flushes.runAll();
    }
    bench.turns.runAll();
  }

  private static void check(WorkerBench bench, long seed) {
    RunReport sum = RunReport.EMPTY;
    long next = 0;
    boolean failed = false;
    for (PartitionWorker.Outcome outcome : bench.outcomes) {
      assertThat(failed).as("seed %d: nothing follows a failure", seed).isFalse();
      FlushResult flushed = outcome.flushed();
      failed = flushed == null;
      if (flushed != null) {
        assertThat(flushed.nextOffset()).as("seed %d", seed).isGreaterThan(next);
        sum = sum.plus(flushed.report());
        next = flushed.nextOffset();
        assertThat(sum.read()).as("seed %d: all before, nothing behind", seed).isEqualTo(next);
      }
    }
    long bad = LongStream.range(0, next).filter(WorkerBench::isBad).count();
    assertThat(sum.deadLettered()).as("seed %d", seed).isEqualTo(bad);
    assertThat(bench.guests.letters.letters()).as("seed %d", seed).hasSize((int) bad);
    assertThat(bench.written.stream().flatMap(each -> each.stream()))
        .as("seed %d: in order, once", seed)
        .containsExactlyElementsOf(
            LongStream.range(0, next)
                .filter(offset -> !WorkerBench.isBad(offset))
                .mapToObj(String::valueOf)
                .toList());
    assertThat(Math.max(0, bench.guests.count("de"))).as("seed %d", seed).isEqualTo(next - bad);
    assertThat(bench.worker.isIdle()).as("seed %d", seed).isTrue();
    assertThat(bench.inFlight.records()).as("seed %d", seed).isZero();
    assertThat(bench.inFlight.bytes()).as("seed %d", seed).isZero();
    assertThat(bench.inFlight.isFlushDue()).as("seed %d", seed).isFalse();
  }
}
