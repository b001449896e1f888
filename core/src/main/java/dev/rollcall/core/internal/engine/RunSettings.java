package dev.rollcall.core.internal.engine;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.pipeline.RunListener;
import java.time.Duration;

/**
 * How a {@link PipelineRunner} runs; the defaults and their meaning are at its builder.
 *
 * @param closedWithin how long ports have to be closed; what has not come back by then is left
 */
public record RunSettings(
    int workers,
    long inFlightRecords,
    long inFlightBytes,
    Duration flushEvery,
    Duration drainWithin,
    RetryPolicy restarts,
    RunListener listener,
    Duration closedWithin) {

  /** Longer is for ever, and too long for a clock that counts nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(365);

  public static final RunSettings DEFAULT =
      new RunSettings(
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          50_000,
          16L << 20,
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          new RetryPolicy(10, Duration.ofSeconds(1), Duration.ofSeconds(30)),
          new RunListener() {},
          Duration.ofSeconds(15));

  public RunSettings {
    if (workers < 1 || inFlightRecords < 1 || inFlightBytes < 1) {
      throw new ConfigurationException(
          "expected at least 1 worker, 1 record and 1 byte in flight, got %d, %d and %d"
              .formatted(workers, inFlightRecords, inFlightBytes));
    }
    if (flushEvery.isNegative() || drainWithin.isNegative()) {
      throw new ConfigurationException(
          "expected no negative times, got flushEvery %s and drainWithin %s"
              .formatted(flushEvery, drainWithin));
    }
    flushEvery = bounded(flushEvery);
    drainWithin = bounded(drainWithin);
  }

  /** The same time, as one that can be counted in nanoseconds: from none to a year. */
  public static Duration bounded(Duration time) {
    if (time.isNegative()) {
      return Duration.ZERO;
    }
    return time.compareTo(LONGEST) > 0 ? LONGEST : time;
  }

  /** How long something that was interrupted has to come back. */
  public Duration hurriedWithin() {
    return closedWithin.dividedBy(3);
  }

  /** Ends with the first transient error that outlasts its retries. */
  public RunSettings withoutRestarts() {
    return new RunSettings(
        workers,
        inFlightRecords,
        inFlightBytes,
        flushEvery,
        drainWithin,
        RetryPolicy.NONE,
        listener,
        closedWithin);
  }
}
