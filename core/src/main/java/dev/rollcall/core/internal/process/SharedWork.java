package dev.rollcall.core.internal.process;

import dev.rollcall.core.error.TransientException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tasks that the caller's thread does, together with the threads of a pool that are free. It does
 * not wait for one that has not begun a task, so the caller may be a thread of that pool.
 */
final class SharedWork {

  private SharedWork() {}

  /**
   * Runs all of them; none begins after one has failed, and none runs when this returns, unless it
   * was interrupted.
   *
   * <p>Throws what the first of them in the list has thrown that failed.
   */
  static void run(List<Runnable> tasks, Executor helpers) {
    AtomicBoolean hasFailed = new AtomicBoolean();
    List<FutureTask<Void>> shared =
        tasks.stream().map(task -> new FutureTask<Void>(guarded(task, hasFailed), null)).toList();
    try {
      shared.stream().skip(1).forEach(helpers::execute);
    } catch (RejectedExecutionException ended) {
      // this thread does them
    }
    // does nothing where another thread has begun
    shared.forEach(FutureTask::run);
    shared.forEach(SharedWork::await);
  }

  private static Runnable guarded(Runnable task, AtomicBoolean hasFailed) {
    return () -> {
      if (hasFailed.get()) {
        return;
      }
      boolean succeeds = false;
      try {
        task.run();
        succeeds = true;
      } finally {
        if (!succeeds) {
          hasFailed.set(true);
        }
      }
    };
  }

  private static void await(FutureTask<Void> task) {
    try {
      task.get();
    } catch (ExecutionException e) {
      throw SharedWork.<RuntimeException>asItIs(Objects.requireNonNull(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientException("interrupted while others merge aggregates", e);
    }
  }

  /** A store in another language may throw what it does not declare. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T asItIs(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
