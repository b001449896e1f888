package dev.rollcall.core.internal.run;

import dev.rollcall.core.pipeline.RunListener;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a run's listener, one call at a time. An exception of the listener's is logged, the same
 * one once, and passed over; an {@link Error} is given back and ends the run. Threadsafe.
 */
public final class ListenerNotifier {

  private static final Logger LOG = LoggerFactory.getLogger(ListenerNotifier.class);

  private final RunListener listener;
  private final ReentrantLock telling = new ReentrantLock();

  /** By class and place, of which a listener has few; messages may differ each time. */
  private final Set<String> logged = new HashSet<>();

  private volatile boolean silent;

  public ListenerNotifier(RunListener listener) {
    this.listener = listener;
  }

  /** Returns what ends the run, or null. */
  public @Nullable RuntimeException tell(Consumer<RunListener> news) {
    telling.lock();
    try {
      return silent ? null : called(news);
    } finally {
      telling.unlock();
    }
  }

  /**
   * Tells a last time, by whichever thread, unless the listener has not come back from the call
   * before; after that it is told nothing more.
   */
  public void tellLast(Consumer<RunListener> news) {
    boolean free = telling.tryLock();
    try {
      if (free && !silent) {
        logEnd(called(news));
      }
      silent = true;
    } finally {
      if (free) {
        telling.unlock();
      }
    }
  }

  private @Nullable RuntimeException called(Consumer<RunListener> news) {
    try {
      news.accept(listener);
    } catch (Error e) {
      return RunFailure.of("the run's listener", e);
    } catch (Throwable e) {
      if (logged.add(RunFailure.classAndPlace(e))) {
        LOG.warn("the run's listener failed, as it may again: {}", RunFailure.text(e));
      }
    }
    return null;
  }

  private static void logEnd(@Nullable RuntimeException failure) {
    if (failure != null) {
      LOG.warn("at the end of the run: {}", failure.getMessage());
    }
  }
}
