package dev.rollcall.core.internal.run;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a port on a thread of its own, so that a run waits for its servers at the same time. Used
 * by one thread.
 */
public final class PortOpening<T extends AutoCloseable> {

  private static final Logger LOG = LoggerFactory.getLogger(PortOpening.class);

  /**
   * How long an interrupted opening may take to end; then it is abandoned, and closed if it ends.
   */
  private static final Duration INTERRUPTED_WITHIN = Duration.ofSeconds(10);

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

  /** Waits for the port; throws what opening it threw. Passes an interrupt on. */
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
   * Cancels these openings after a sibling failed: interrupts them and closes the ports. Their own
   * failures are not reported; the first one is the one to fix.
   */
  public static void abandon(List<PortOpening<?>> openings) {
    openings.forEach(each -> each.thread.interrupt());
    List<PortClosing> closings =
        openings.stream()
            .map(each -> PortClosing.begin(each.what, () -> each.result().close()))
            .toList();
    PortClosing.await(closings, INTERRUPTED_WITHIN)
        .forEach(another -> LOG.debug("abandoned", another));
  }
}
