package dev.rollcall.spark;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.pipeline.RunListener;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a run's listener, one call at a time: batches end on the stream's thread, while Spark
 * reports progress on another. Logs an exception that the listener throws and goes on; an {@link
 * Error} ends the run if it comes from a batch. Threadsafe.
 */
final class ListenerNotifier {

  private static final Logger LOG = LoggerFactory.getLogger(ListenerNotifier.class);

  private final RunListener listener;

  ListenerNotifier(RunListener listener) {
    this.listener = listener;
  }

  /** Makes one call. */
  synchronized void notify(Consumer<RunListener> call) {
    try {
      call.accept(listener);
    } catch (Error e) {
      throw new FatalException("the run's listener failed with " + e.getClass().getName(), e);
    } catch (Throwable e) {
      LOG.warn("the run's listener failed with {}", e.getClass().getName());
    }
  }

  /** Makes the last call; the run has ended, whatever the listener throws. */
  void notifyOfEnd(Consumer<RunListener> call) {
    try {
      notify(call);
    } catch (FatalException e) {
      LOG.warn("at the end of the run: {}", e.getMessage());
    }
  }
}
