package dev.rollcall.faults.simulation.scale;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A clock that jumps: of many threads only one runs at a time, and when all wait, the time becomes
 * that of the next one to go on. So a run is the same each time, takes no longer than its work, and
 * has as many processors as it has threads. Computing takes no time.
 */
final class VirtualTime {

  private static final long ENDS_WITHIN_S = 300;

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "simulated-writer");
            thread.setDaemon(true);
            return thread;
          });

  /** Threads that wait until somebody wakes them. */
  static final class Parked {
    private final Queue<Semaphore> threads = new ArrayDeque<>();
  }

  private record Sleeper(long until, long number, Semaphore turn) {}

  private final PriorityQueue<Sleeper> sleepers =
      new PriorityQueue<>(
          Comparator.comparingLong(Sleeper::until).thenComparingLong(Sleeper::number));
  private final Semaphore over = new Semaphore(0);
  private long number;
  private long nowMicros;

  long nowMicros() {
    return nowMicros;
  }

  /** Adds a thread, which begins now. */
  void begin(Runnable life) {
    Semaphore turn = new Semaphore(0);
    add(nowMicros, turn);
    THREADS.execute(
        () -> {
          turn.acquireUninterruptibly();
          try {
            life.run();
          } finally {
            next();
          }
        });
  }

  /** Runs all threads to their end; false if they hang. */
  boolean run() {
    next();
    try {
      return over.tryAcquire(ENDS_WITHIN_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Lets time pass for the thread that runs. */
  void sleep(long micros) {
    Semaphore turn = new Semaphore(0);
    add(nowMicros + micros, turn);
    next();
    turn.acquireUninterruptibly();
  }

  /** Waits until woken. */
  void park(Parked parked) {
    Semaphore turn = new Semaphore(0);
    parked.threads.add(turn);
    next();
    turn.acquireUninterruptibly();
  }

  /** Those that are parked go on now. */
  void wake(Parked parked) {
    while (!parked.threads.isEmpty()) {
      add(nowMicros, parked.threads.remove());
    }
  }

  private void add(long until, Semaphore turn) {
    sleepers.add(new Sleeper(until, number++, turn));
  }

  private void next() {
    Sleeper sleeper = sleepers.poll();
    if (sleeper == null) {
      over.release();
    } else {
      nowMicros = sleeper.until();
      sleeper.turn().release();
    }
  }
}
