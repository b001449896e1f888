package dev.rollcall.core.internal.run;

import dev.rollcall.core.error.FatalException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Closes a port on a thread of its own: one that throws or hangs must not keep the others from
 * being closed nor the run from ending. Used by one thread.
 */
public final class PortClosing {

  private final String what;
  private final FutureTask<Boolean> task;

  private PortClosing(String what, FutureTask<Boolean> task) {
    this.what = what;
    this.task = task;
  }

  static PortClosing begin(String what, AutoCloseable port) {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              port.close();
              return true;
            });
    try {
      RunContext.daemon("rollcall-closes-" + what, task).start();
    } catch (OutOfMemoryError noThread) {
      task.run();
    }
    return new PortClosing(what, task);
  }

  /** Waits for all of them, {@code within} in total; returns the failures. */
  public static List<RuntimeException> await(List<PortClosing> all, Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    List<RuntimeException> failures = new ArrayList<>();
    boolean interrupted = false;
    for (PortClosing each : all) {
      while (true) {
        try {
          RuntimeException failure = each.await(deadline, within);
          if (failure != null) {
            failures.add(failure);
          }
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return failures;
  }

  private @Nullable RuntimeException await(long deadline, Duration within)
      throws InterruptedException {
    try {
      task.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      return null;
    } catch (ExecutionException e) {
      Throwable thrown = e.getCause() == null ? e : e.getCause();
      return new FatalException("closing " + what + " failed: " + RunFailure.text(thrown), thrown);
    } catch (TimeoutException e) {
      return new FatalException(
          "closing %s did not end within %d ms; its thread is abandoned"
              .formatted(what, within.toMillis()));
    }
  }
}
