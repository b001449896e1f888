package dev.rollcall.randomuser;

import java.time.Duration;

/** How the client waits; tests wait without time passing. */
@FunctionalInterface
public interface Waiting {

  /** Sleeps the calling thread. */
  Waiting SLEEP = time -> Thread.sleep(time.toMillis());

  /** Returns after {@code time}, which is not negative. */
  void await(Duration time) throws InterruptedException;
}
