package dev.rollcall.core.internal.engine;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.pipeline.RunListener;
import java.time.Duration;

/**
 * The settings of a run; {@link dev.rollcall.core.pipeline.PipelineRunner.Builder} documents them
 * and their defaults.
 *
 * @param closedWithin how long closing the ports may take; then they are abandoned
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

  /** Longer means forever, and overflows a clock that counts nanoseconds. */
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

  /** Limits a time to what can be counted in nanoseconds: from zero to a year. */
  static Duration bounded(Duration time) {
    if (time.isNegative()) {
      return Duration.ZERO;
    }
    return time.compareTo(LONGEST) > 0 ? LONGEST : time;
  }

  /** How long something may take to return after an interrupt. */
  Duration interruptedWithin() {
    return closedWithin.dividedBy(3);
  }

  /** The same, but the first transient error that outlasts its retries ends the run. */
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
