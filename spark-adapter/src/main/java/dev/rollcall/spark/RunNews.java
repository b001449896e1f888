package dev.rollcall.spark;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.pipeline.RunListener;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a run's listener, one call at a time: batches end on the stream's thread, and how the
 * stream stands comes on another. An exception of the listener's is logged and passed over; an
 * {@link Error} ends the run if it comes from a batch. Threadsafe.
 */
final class RunNews {

  private static final Logger LOG = LoggerFactory.getLogger(RunNews.class);

  private final RunListener listener;

  RunNews(RunListener listener) {
    this.listener = listener;
  }

  synchronized void tell(Consumer<RunListener> news) {
    try {
      news.accept(listener);
    } catch (Error e) {
      throw new FatalException("the run's listener failed with " + e.getClass().getName(), e);
    } catch (Throwable e) {
      LOG.warn("the run's listener failed with {}", e.getClass().getName());
    }
  }

  /** Tells of the end, which what the listener throws does not change. */
  void tellLast(Consumer<RunListener> news) {
    try {
      tell(news);
    } catch (FatalException e) {
      LOG.warn("at the end of the run: {}", e.getMessage());
    }
  }
}
