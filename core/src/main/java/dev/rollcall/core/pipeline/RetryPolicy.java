package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.TransientException;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Exponential backoff with full jitter: the wait before retry n is uniform in [0, min(maxDelay,
 * baseDelay · 2ⁿ)]. Threadsafe.
 *
 * @param attempts how often a call is made in all, at least 1
 * @param baseDelay upper bound of the first wait
 * @param maxDelay upper bound of every wait
 * @see <a
 *     href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential
 *     Backoff And Jitter</a>
 */
public record RetryPolicy(int attempts, Duration baseDelay, Duration maxDelay)
    implements Serializable {

  /** 8 attempts, waits of up to 100 ms doubling to 10 s: about half a minute in all. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(8, Duration.ofMillis(100), Duration.ofSeconds(10));

  /** One attempt, no retry. */
  public static final RetryPolicy NONE = new RetryPolicy(1, Duration.ZERO, Duration.ZERO);

  public RetryPolicy {
    ConfigurationException.requireNonNull(baseDelay, "baseDelay");
    ConfigurationException.requireNonNull(maxDelay, "maxDelay");
    if (attempts < 1) {
      throw new ConfigurationException("attempts: got " + attempts + ", expected at least 1");
    }
    if (baseDelay.isNegative() || maxDelay.compareTo(baseDelay) < 0) {
      throw new ConfigurationException(
          "expected 0 <= baseDelay <= maxDelay, got " + baseDelay + " and " + maxDelay);
    }
  }

  /** The wait before retry number {@code retry} (0 is the first). */
  public Duration delay(int retry, RandomGenerator random) {
    long base = baseDelay.toMillis();
    long bound = Math.min(maxDelay.toMillis(), base << Math.min(retry, 30));
    return Duration.ofMillis(bound <= 0 ? 0 : random.nextLong(bound + 1));
  }

  /**
   * Calls until it succeeds, fails with something that is not transient, or the attempts are used
   * up; then the last {@link TransientException} is thrown. An interrupt ends the waiting.
   */
  public <T> T call(Supplier<T> call) {
    for (int retry = 0; ; retry++) {
      try {
        return call.get();
      } catch (TransientException e) {
        if (retry + 1 >= attempts) {
          throw e;
        }
        pause(retry, e);
      }
    }
  }

  /** Waits before retry number {@code retry} (0 is the first). */
  public void pause(int retry) {
    pause(retry, null);
  }

  /** As {@link #pause(int)}; if it is interrupted, this failure is the cause. */
  public void pause(int retry, @Nullable TransientException failure) {
    try {
      Thread.sleep(delay(retry, ThreadLocalRandom.current()).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientException(
          "interrupted while waiting to retry", failure == null ? e : failure);
    }
  }
}
