package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.engine.RunSettings;
import dev.rollcall.core.port.RecordOrigin;
import java.time.Duration;

/** How a {@link PipelineRunner} is to run. Not threadsafe. */
public final class PipelineRunnerBuilder {

  private final Pipeline pipeline;
  private int workers = RunSettings.DEFAULT.workers();
  private long inFlightRecords = RunSettings.DEFAULT.inFlightRecords();
  private long inFlightBytes = RunSettings.DEFAULT.inFlightBytes();
  private Duration flushEvery = RunSettings.DEFAULT.flushEvery();
  private Duration drainWithin = RunSettings.DEFAULT.drainWithin();
  private RetryPolicy restarts = RunSettings.DEFAULT.restarts();
  private RunListener listener = RunSettings.DEFAULT.listener();
  private Duration closedWithin = RunSettings.DEFAULT.closedWithin();

  PipelineRunnerBuilder(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * Threads that process and flush; more than there are partitions bring nothing. Default: the
   * number of processors, at least 2.
   */
  public PipelineRunnerBuilder workers(int threads) {
    this.workers = threads;
    return this;
  }

  /**
   * How much may be read and not yet durable, over all partitions; one poll of the source may go
   * beyond it. Bytes are those of keys and values: in memory a record with its row takes some four
   * times that. Default: 50,000 records or 16 MiB, whichever comes first.
   */
  public PipelineRunnerBuilder inFlight(long records, long bytes) {
    this.inFlightRecords = records;
    this.inFlightBytes = bytes;
    return this;
  }

  /** How long a row waits for its flush at most, if the sinks keep up. Default: 1 second. */
  public PipelineRunnerBuilder flushEvery(Duration interval) {
    this.flushEvery = ConfigurationException.requireNonNull(interval, "flushEvery");
    return this;
  }

  /**
   * How long partitions that are taken away, and the whole run when it is closed, have to make
   * durable what is in flight; what is not is dropped and comes again. Keep it well below the
   * source's own limit (Kafka: {@code max.poll.interval.ms}). Default: 30 seconds.
   */
  public PipelineRunnerBuilder drainWithin(Duration deadline) {
    this.drainWithin = ConfigurationException.requireNonNull(deadline, "drainWithin");
    return this;
  }

  /**
   * How often, and after what waits, a partition begins again at its committed offset when a store
   * stays away beyond the pipeline's {@link PipelineBuilder#retry retries}; counted anew after each
   * flush. Then the run fails. Default: 10 attempts, waits of up to 1 to 30 seconds.
   */
  public PipelineRunnerBuilder restarts(RetryPolicy policy) {
    this.restarts = ConfigurationException.requireNonNull(policy, "restarts");
    return this;
  }

  /** Registers a listener of the run. Default: none. */
  public PipelineRunnerBuilder listener(RunListener runListener) {
    this.listener = ConfigurationException.requireNonNull(runListener, "listener");
    return this;
  }

  /** How long ports have to be closed; for tests, which cannot wait 15 seconds. */
  PipelineRunnerBuilder closedWithin(Duration bound) {
    this.closedWithin = bound;
    return this;
  }

  /**
   * Opens the stores and the source and begins.
   *
   * @throws dev.rollcall.core.error.ConfigurationException if one of them does not fit
   * @throws dev.rollcall.core.error.TransientException if one of them does not answer
   */
  public PipelineRunner start(RecordOrigin origin) {
    return PipelineRunner.start(
        pipeline,
        ConfigurationException.requireNonNull(origin, "start: origin"),
        new RunSettings(
            workers,
            inFlightRecords,
            inFlightBytes,
            flushEvery,
            drainWithin,
            restarts,
            listener,
            closedWithin));
  }
}
