package dev.rollcall.faults.simulation;

import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * Workers that are threads, of which only the one whose turn it is runs, until it passes the turn
 * on: so a seed decides who does what when, in the real code too. Used for one run.
 */
public final class Turns {

  /** The worker is cut off in the middle of what it does. */
  public static final class Crash extends Error {
    public Crash() {
      super("crash", null, false, false);
    }
  }

  /** The run is over for this worker. */
  public static final class Stop extends Error {
    public Stop() {
      super("stop", null, false, false);
    }
  }

  private static final long ENDS_WITHIN_S = 60;

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "simulated-worker");
            thread.setDaemon(true);
            return thread;
          });

  private final Semaphore[] turns;
  private final boolean[] ended;
  private final Semaphore over = new Semaphore(0);

  public Turns(int workers) {
    turns = new Semaphore[workers];
    Arrays.setAll(turns, each -> new Semaphore(0));
    ended = new boolean[workers];
  }

  /**
   * Runs all workers, the first one first, and waits for their end.
   *
   * @param life what a worker does from its first turn on
   * @param next whose turn it is when a worker has ended; negative if none is left
   * @return false if they hang
   */
  public boolean run(IntConsumer life, IntSupplier next) {
    for (int worker = 0; worker < turns.length; worker++) {
      int me = worker;
      THREADS.execute(
          () -> {
            turns[me].acquireUninterruptibly();
            try {
              life.accept(me);
            } finally {
              ended[me] = true;
              int follower = next.getAsInt();
              (follower < 0 ? over : turns[follower]).release();
            }
          });
    }
    turns[0].release();
    try {
      return over.tryAcquire(ENDS_WITHIN_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Gives the turn to another worker, and waits for the next own one. */
  public void pass(int me, int next) {
    if (next != me) {
      turns[next].release();
      turns[me].acquireUninterruptibly();
    }
  }

  public boolean hasEnded(int worker) {
    return ended[worker];
  }
}
