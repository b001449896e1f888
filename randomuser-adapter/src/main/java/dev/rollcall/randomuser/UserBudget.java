package dev.rollcall.randomuser;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A sliding-window rate limiter: bounds the users fetched in any span of the window's length, by
 * waiting. Threadsafe: callers queue.
 */
final class UserBudget {

  private record Spent(Instant time, int users) {}

  private final int limit;
  private final Duration window;
  private final Clock clock;
  private final Sleeper sleeper;
  private final Deque<Spent> spent = new ArrayDeque<>();
  private long inWindow;

  UserBudget(int limit, Duration window, Clock clock, Sleeper sleeper) {
    this.limit = limit;
    this.window = window;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /** Takes {@code users}, at most the limit, as soon as the window has room for them. */
  synchronized void take(int users) throws InterruptedException {
    forgetOld();
    while (inWindow + users > limit) {
      Instant free = spent.getFirst().time().plus(window);
      Duration wait = Duration.between(clock.instant(), free);
      // a clock set back must not make the wait longer than the window
      sleeper.sleep(wait.compareTo(window) > 0 ? window : wait);
      forgetOld();
    }
    spent.addLast(new Spent(clock.instant(), users));
    inWindow += users;
  }

  private void forgetOld() {
    Instant now = clock.instant();
    while (!spent.isEmpty() && !spent.getFirst().time().plus(window).isAfter(now)) {
      inWindow -= spent.removeFirst().users();
    }
  }
}
