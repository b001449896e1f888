package dev.rollcall.core.internal.run;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.pipeline.RunListener;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a run's listener, one call at a time. Logs an exception that the listener throws, each
 * distinct one once, and goes on; an {@link Error} ends the run. Threadsafe.
 */
public final class ListenerNotifier {

  private static final Logger LOG = LoggerFactory.getLogger(ListenerNotifier.class);

  private final RunListener listener;
  private final ReentrantLock calling = new ReentrantLock();

  /** By class and place, of which a listener has few; messages may differ each time. */
  private final Set<String> logged = new HashSet<>();

  private volatile boolean ended;

  public ListenerNotifier(RunListener listener) {
    this.listener = listener;
  }

  /**
   * Makes one call.
   *
   * @throws FatalException if the listener throws an {@link Error}
   */
  public void notify(Consumer<RunListener> event) {
    calling.lock();
    try {
      if (!ended) {
        call(event);
      }
    } finally {
      calling.unlock();
    }
  }

  /**
   * Makes the last call, on any thread, unless the listener has not returned from an earlier one.
   * Never throws; no calls follow.
   */
  public void notifyOfEnd(Consumer<RunListener> event) {
    boolean free = calling.tryLock();
    try {
      if (free && !ended) {
        call(event);
      }
    } catch (FatalException e) {
      LOG.warn("at the end of the run: {}", e.getMessage());
    } finally {
      ended = true;
      if (free) {
        calling.unlock();
      }
    }
  }

  private void call(Consumer<RunListener> event) {
    try {
      event.accept(listener);
    } catch (Error e) {
      throw new FatalException("the run's listener failed with " + RunFailure.text(e), e);
    } catch (Throwable e) {
      if (logged.add(RunFailure.classAndPlace(e))) {
        LOG.warn("the run's listener failed and may again: {}", RunFailure.text(e));
      }
    }
  }
}
