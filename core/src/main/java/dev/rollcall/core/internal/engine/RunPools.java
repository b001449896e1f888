package dev.rollcall.core.internal.engine;

import dev.rollcall.core.internal.run.RunContext;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The pools of a run: one that processes records, which takes processors, and one that writes
 * flushes, which waits for stores. So the first has as many threads as there are processors, and
 * the second enough for stores that answer late, whatever the machine; it has none before it needs
 * them.
 *
 * @param processing decodes, transforms and seals
 * @param writing flushes
 */
record RunPools(ExecutorService processing, ExecutorService writing) {

  /**
   * Flushes at a time, if the settings do not ask for more workers: as many as a target in SQL has
   * connections by default, for a thread that waits long for one takes the store to be down.
   */
  static final int WRITERS = 8;

  private static final long IDLE_SECONDS = 60;

  static RunPools of(RunContext context, int workers, String name) {
    int writers = Math.max(WRITERS, workers);
    ThreadPoolExecutor writing =
        new ThreadPoolExecutor(
            writers,
            writers,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            threads(context, name + "-writer-"));
    writing.allowCoreThreadTimeOut(true);
    return new RunPools(
        Executors.newFixedThreadPool(workers, threads(context, name + "-worker-")), writing);
  }

  private static ThreadFactory threads(RunContext context, String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(context.wrap(task), prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Drops what is queued and interrupts what runs. */
  void shutdownNow() {
    processing.shutdownNow();
    writing.shutdownNow();
  }

  /** Waits until nothing runs any more; false if that takes longer. */
  boolean awaitTermination(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    boolean ended = true;
    for (ExecutorService pool : List.of(processing, writing)) {
      ended &= pool.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
    return ended;
  }
}
