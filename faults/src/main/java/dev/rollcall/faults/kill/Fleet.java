package dev.rollcall.faults.kill;

import dev.rollcall.faults.worker.Count;
import dev.rollcall.faults.worker.WorkerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The workers of one group, those that are gone included. Not threadsafe, except for sums. */
final class Fleet implements AutoCloseable {

  private static final long POLL_MS = 20;
  private static final Duration START = Duration.ofSeconds(60);

  private final WorkerSettings settings;
  private final Path folder;
  private final Recovery recovery = new Recovery();
  private final List<Worker> all = new CopyOnWriteArrayList<>();
  private final List<Worker> current = new ArrayList<>();
  private boolean replacesEnded;
  private int replaced;

  Fleet(WorkerSettings settings, Path folder) {
    this.settings = settings;
    this.folder = folder;
  }

  /** Starts one more worker, and does not wait for it. */
  Worker add() {
    Worker worker = new Worker("worker-" + all.size(), settings, folder, recovery::flushed);
    all.add(worker);
    current.add(worker);
    return worker;
  }

  /** Starts so many at the same time, who all make their table if it is not there, and waits. */
  void start(int workers) throws InterruptedException {
    for (int i = 0; i < workers; i++) {
      add();
    }
    awaitJoined();
  }

  /** Waits until all current workers have joined the group. */
  void awaitJoined() throws InterruptedException {
    require(START, "all join the group", () -> current.stream().allMatch(Worker::joined));
  }

  /** {@code kill -9}; recovery is measured from now. */
  void kill(Worker worker) throws InterruptedException {
    Set<Integer> partitions = worker.partitions();
    worker.kill();
    recovery.killed(partitions);
    current.remove(worker);
  }

  /** This worker has ended, or is left to itself. */
  void forget(Worker worker) {
    current.remove(worker);
  }

  List<Worker> current() {
    return List.copyOf(current);
  }

  Recovery recovery() {
    return recovery;
  }

  /** The sum over all workers there ever were. */
  long sum(Count count) {
    return all.stream().mapToLong(worker -> worker.count(count)).sum();
  }

  /**
   * Waits until the condition holds; false if it does not within the time.
   *
   * @throws IllegalStateException if a worker ends that nobody has killed
   */
  boolean await(Duration atMost, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      requireAlive();
      if (System.nanoTime() > end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
    return true;
  }

  /** As {@link #await}, and an error that says what was waited for. */
  void require(Duration atMost, String what, BooleanSupplier condition)
      throws InterruptedException {
    if (!await(atMost, condition)) {
      throw new IllegalStateException(
          what + ": not within " + atMost.toSeconds() + " s; logs in " + folder);
    }
  }

  /** From now on a worker that ends by itself is replaced, as a supervisor would do it. */
  void replaceEnded() {
    replacesEnded = true;
  }

  int replaced() {
    return replaced;
  }

  /** An error if a worker that nobody killed has ended, unless such workers are replaced. */
  void requireAlive() {
    for (Worker worker : current()) {
      if (!worker.alive() && replacesEnded) {
        replaced++;
        current.remove(worker);
        add();
      } else if (!worker.alive()) {
        throw new IllegalStateException(
            worker.name() + " ended by itself: " + worker.failure() + "; logs in " + folder);
      }
    }
  }

  /** Stops all in good order and waits for that. */
  void stop() throws InterruptedException {
    current.forEach(Worker::stop);
    for (Worker worker : current) {
      worker.awaitExit();
    }
    current.clear();
  }

  /** Kills what is left. */
  @Override
  public void close() {
    all.forEach(Worker::close);
  }
}
