package dev.rollcall.testkit.randomuser;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** So many users in a fixed window that begins with its first request. Threadsafe. */
final class RateLimit {

  private final int users;
  private final Duration window;
  private final Clock clock;
  private Instant windowEnd = Instant.MIN;
  private long given;

  RateLimit(int users, Duration window, Clock clock) {
    this.users = users;
    this.window = window;
    this.clock = clock;
  }

  /** Whether {@code count} more users may be given now; if so they are counted. */
  synchronized boolean allows(int count) {
    Instant now = clock.instant();
    if (!now.isBefore(windowEnd)) {
      windowEnd = now.plus(window);
      given = 0;
    }
    if (given + count > users) {
      return false;
    }
    given += count;
    return true;
  }
}
