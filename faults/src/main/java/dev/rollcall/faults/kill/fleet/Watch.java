package dev.rollcall.faults.kill.fleet;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks at a group's lag every other second and tells of it. Threadsafe. */
public final class Watch implements AutoCloseable {

  private static final long EVERY_MS = 2_000;

  private final GroupProgress progress;
  private final Thread thread;
  private final AtomicLong peak = new AtomicLong();
  private volatile boolean closed;

  /** Begins; each line is what {@code words} gives, and the lag. */
  public Watch(GroupProgress progress, Supplier<String> words, Consumer<String> listener) {
    this.progress = progress;
    this.thread = new Thread(() -> look(words, listener), "watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void look(Supplier<String> words, Consumer<String> listener) {
    try {
      while (!closed) {
        try {
          long lag = progress.lag();
          peak.accumulateAndGet(lag, Math::max);
          listener.accept(words.get() + ", lag " + lag);
        } catch (IllegalStateException serverAway) {
          listener.accept(words.get() + ", lag not known");
        }
        TimeUnit.MILLISECONDS.sleep(EVERY_MS);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** The largest lag that was seen. */
  public long peak() {
    return peak.get();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
