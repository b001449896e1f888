package dev.rollcall.testkit.contract;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Runs a task on many threads and fails as the first of them that fails. */
final class Threads {

  private static final long MAX_PAUSE_NANOS = 20_000_000;

  private Threads() {}

  static void run(int count, IntFunction<Callable<Void>> task) {
    ExecutorService executor = Executors.newFixedThreadPool(count);
    try {
      List<Future<Void>> futures =
          IntStream.range(0, count).mapToObj(i -> executor.submit(task.apply(i))).toList();
      for (Future<Void> future : futures) {
        future.get();
      }
    } catch (ExecutionException failure) {
      throw new AssertionError("a worker failed", failure.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted before all workers were done", stopped);
    } finally {
      executor.shutdownNow();
    }
  }

  /** Waits a random while, longer with each attempt: contenders without it take turns in losing. */
  static void jitter(int attempt) {
    long bound = Math.min(MAX_PAUSE_NANOS, 200_000L << Math.min(attempt, 10));
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(bound));
  }
}
