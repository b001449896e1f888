package dev.rollcall.testkit.server.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Work that waits for servers, done at the same time, each piece in a thread of its own. */
public final class Parallel {

  private Parallel() {}

  /** Starts {@code work} now; its result, or its error, is in the task. */
  public static <T> FutureTask<T> begin(String name, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  /**
   * Does {@code action} for all and waits for all; throws the first error with the others in it.
   */
  public static <T> void forEach(Collection<? extends T> all, Consumer<? super T> action) {
    List<FutureTask<Boolean>> tasks = new ArrayList<>();
    for (T one : all) {
      tasks.add(
          begin(
              "rollcall-servers",
              () -> {
                action.accept(one);
                return true;
              }));
    }
    RuntimeException first = null;
    for (FutureTask<Boolean> task : tasks) {
      try {
        result(task);
      } catch (RuntimeException failure) {
        first = withSuppressed(first, failure);
      } catch (Error failure) { // the others still have to be waited for
        first = withSuppressed(first, new IllegalStateException(failure));
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private static RuntimeException withSuppressed(
      @Nullable RuntimeException first, RuntimeException next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }

  /** Waits for the result, even if this thread is interrupted, and throws the task's own error. */
  public static <T> T result(FutureTask<T> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } catch (ExecutionException failure) {
      throw unwrapped(failure);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException unwrapped(ExecutionException failure) {
    if (failure.getCause() instanceof RuntimeException error) {
      return error;
    }
    if (failure.getCause() instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(failure.getCause());
  }
}
