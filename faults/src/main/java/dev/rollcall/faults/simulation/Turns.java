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

  /** How many are there from the start. */
  private final int workers;

  public Turns(int workers) {
    this(workers, 0);
  }

  /**
   * With so many others that come and go, see {@link #begin}; their numbers follow those of the
   * workers.
   */
  public Turns(int workers, int others) {
    this.workers = workers;
    turns = new Semaphore[workers + others];
    Arrays.setAll(turns, each -> new Semaphore(0));
    ended = new boolean[turns.length];
    Arrays.fill(ended, workers, ended.length, true);
  }

  /**
   * Runs all workers, the first one first, and waits for their end.
   *
   * @param life what a worker does from its first turn on
   * @param next whose turn it is when a worker has ended; negative if none is left
   * @return false if they hang
   */
  public boolean run(IntConsumer life, IntSupplier next) {
    for (int worker = 0; worker < workers; worker++) {
      int me = worker;
      start(me, () -> life.accept(me), next);
    }
    turns[0].release();
    try {
      return over.tryAcquire(ENDS_WITHIN_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * Adds one of the others, which is not there now; it waits for its first turn.
   *
   * @param life what it does from that on
   */
  public void begin(int other, Runnable life, IntSupplier next) {
    ended[other] = false;
    start(other, life, next);
  }

  private void start(int me, Runnable life, IntSupplier next) {
    THREADS.execute(
        () -> {
          turns[me].acquireUninterruptibly();
          try {
            life.run();
          } finally {
            ended[me] = true;
            int follower = next.getAsInt();
            (follower < 0 ? over : turns[follower]).release();
          }
        });
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
