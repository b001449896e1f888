package dev.rollcall.randomuser;

import java.time.Duration;

/** How the client waits; tests wait without time passing. */
@FunctionalInterface
public interface Sleeper {

  /** Sleeps the calling thread. */
  Sleeper THREAD = time -> Thread.sleep(time.toMillis());

  /** Returns after {@code time}, which is not negative. */
  void sleep(Duration time) throws InterruptedException;
}
