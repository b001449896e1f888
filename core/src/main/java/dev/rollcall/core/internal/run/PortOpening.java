package dev.rollcall.core.internal.run;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port that is being opened on a thread of its own: each waits for a server, and a run has
 * several. Used by one thread.
 */
public final class PortOpening<T extends AutoCloseable> {

  private static final Logger LOG = LoggerFactory.getLogger(PortOpening.class);

  /** How long one that is hurried has to end; then it is left to itself, and closed if it does. */
  private static final Duration HURRIED = Duration.ofSeconds(10);

  private final String what;
  private final FutureTask<T> task;
  private final Thread thread;

  private PortOpening(String what, FutureTask<T> task, Thread thread) {
    this.what = what;
    this.task = task;
    this.thread = thread;
  }

  public static <T extends AutoCloseable> PortOpening<T> begin(String what, Supplier<T> open) {
    FutureTask<T> task = new FutureTask<>(open::get);
    Thread thread = RunContext.daemon("rollcall-opens-" + what, task);
    thread.start();
    return new PortOpening<>(what, task, thread);
  }

  /** Waits for the port; throws what opening it threw. An interrupt is passed on. */
  public T result() {
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
      Throwable thrown = e.getCause() == null ? e : e.getCause();
      if (thrown instanceof Error failure) {
        throw failure;
      }
      throw RunFailure.of("opening " + what, thrown);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * They are no longer wanted, as another has failed: hurries them and closes them. What goes wrong
   * with them then is not told; the first failure is the one to mend.
   */
  public static void abandon(List<PortOpening<?>> openings) {
    openings.forEach(each -> each.thread.interrupt());
    List<PortClosing> closings =
        openings.stream()
            .map(each -> PortClosing.begin(each.what, () -> each.result().close()))
            .toList();
    PortClosing.await(closings, HURRIED).forEach(another -> LOG.debug("abandoned", another));
  }
}
