package dev.rollcall.core.pipeline;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port that is being opened on a thread of its own: each waits for a server, and a run has
 * several. Used by one thread.
 */
final class Opening<T extends AutoCloseable> {

  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  private final FutureTask<T> task;
  private final Thread thread;

  private Opening(FutureTask<T> task, Thread thread) {
    this.task = task;
    this.thread = thread;
  }

  static <T extends AutoCloseable> Opening<T> begin(String what, Supplier<T> open) {
    FutureTask<T> task = new FutureTask<>(open::get);
    Runnable work = RunContext.current().<Runnable>map(run -> run.wrap(task)).orElse(task);
    Thread thread = new Thread(work, "rollcall-opens-" + what);
    thread.setDaemon(true);
    thread.start();
    return new Opening<>(task, thread);
  }

  /** Waits for the port; throws what opening it threw. An interrupt is passed on. */
  T result() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
          thread.interrupt();
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause()); // a supplier throws no other
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * It is no longer wanted, as another has failed: hurries it and closes it. What goes wrong with
   * it then is not told; the first failure is the one to mend.
   */
  void abandon() {
    thread.interrupt();
    try {
      result().close();
    } catch (Exception | Error another) {
      LOG.debug("abandoned in {}", thread.getName(), another);
    }
  }
}
