package dev.rollcall.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of a call that it has no answer for long: a host that swallows packets looks like one that
 * is slow until the driver gives up, and giving up soon would break what is slow. One line per
 * call, and one when it is answered after all. Threadsafe.
 */
final class Silence {

  /** How long a call may be silent before that is told: {@value} ms. */
  static final long PATIENCE_MILLIS = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(Silence.class);

  static final Silence SHARED = new Silence(Duration.ofMillis(PATIENCE_MILLIS));

  private final Duration patience;
  private final ScheduledThreadPoolExecutor clock;

  Silence(Duration patience) {
    this.patience = patience;
    this.clock =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "rollcall-jdbc-silence");
              thread.setDaemon(true);
              return thread;
            });
    clock.setRemoveOnCancelPolicy(true);
    clock.setKeepAliveTime(10, TimeUnit.SECONDS);
    clock.allowCoreThreadTimeOut(true);
  }

  <T> T watched(String where, SharedPool.Call<T> call) throws SQLException {
    AtomicBoolean told = new AtomicBoolean();
    long start = System.nanoTime();
    Future<?> alarm =
        clock.schedule(
            () -> {
              told.set(true);
              LOG.warn(
                  "{}: no answer for {} s; waiting on: is the server reachable, or a lock held?",
                  where,
                  patience.toSeconds());
            },
            patience.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      T answer = call.call();
      if (told.get()) {
        LOG.warn(
            "{}: answered after {} s",
            where,
            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
      }
      return answer;
    } finally {
      alarm.cancel(false);
    }
  }
}
