package dev.rollcall.spark;

import dev.rollcall.core.pipeline.RunListener;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a run's listener, one call at a time: batches end on the stream's thread, and how the
 * stream stands comes on another. What the listener throws is logged and passed over. Threadsafe.
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
    } catch (RuntimeException e) {
      LOG.warn("the run's listener failed: {}", e.toString());
    }
  }
}
