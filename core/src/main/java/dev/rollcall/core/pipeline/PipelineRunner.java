package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.engine.LocalRun;
import dev.rollcall.core.internal.engine.RunSettings;
import dev.rollcall.core.internal.run.RunContext;
import dev.rollcall.core.port.RecordSource;
import java.time.Duration;

/**
 * Runs a pipeline in this JVM. Each assigned partition of the source is processed in order; offsets
 * are committed last. To scale out, start more runners, here or in other processes, over a source
 * that distributes its partitions (a Kafka consumer group).
 *
 * <pre>{@code
 * try (PipelineRunner run = PipelineRunner.start(pipeline, KafkaSource.topic("users").group("profiles"))) {
 *   run.awaitCaughtUp();
 * }
 * }</pre>
 *
 * <p>Work in flight is bounded; polling goes on while a sink is slow. A partition whose store is
 * unavailable is restarted (see {@link Builder#restarts}); an error that waiting cannot fix ends
 * the run, and the methods that wait throw it. Threadsafe.
 */
public final class PipelineRunner implements AutoCloseable {

  private final LocalRun run;
  private final Duration drainWithin;

  private PipelineRunner(LocalRun run, Duration drainWithin) {
    this.run = run;
    this.drainWithin = drainWithin;
  }

  /** Starts with the defaults of {@link Builder}. */
  public static PipelineRunner start(Pipeline pipeline, RecordSource.Origin origin) {
    return builder(pipeline).start(origin);
  }

  /** Configures a run. */
  public static Builder builder(Pipeline pipeline) {
    return new Builder(pipeline);
  }

  static PipelineRunner start(Pipeline pipeline, RecordSource.Origin origin, RunSettings settings) {
    return new PipelineRunner(
        LocalRun.start(pipeline.compiled(), origin, settings), settings.drainWithin());
  }

  /**
   * Processes what the source holds, without restarts: the first error that outlasts its retries is
   * thrown. Closes the ports it opened, not the source.
   */
  public static RunReport runUntilCaughtUp(Pipeline pipeline, RecordSource source) {
    return LocalRun.untilCaughtUp(
        pipeline.compiled(), source, RunSettings.DEFAULT.withoutRestarts());
  }

  /**
   * Waits until nothing is left in the assigned partitions and everything is durable and committed;
   * the run goes on. Returns the counts since the start.
   *
   * @throws RuntimeException the error that ended the run, if it ended before
   */
  public RunReport awaitCaughtUp() {
    return run.awaitCaughtUp();
  }

  /**
   * Waits until the run ends, by {@link #stop} or an error.
   *
   * @throws RuntimeException the error
   */
  public RunReport awaitEnd() {
    return run.awaitEnd();
  }

  /** The value in its log lines of {@value RunContext#RUN_ID}. */
  public String runId() {
    return run.runId();
  }

  /** The name of the thread that keeps the JVM alive; those of the run's other threads begin so. */
  String threadName() {
    return run.threadName();
  }

  /** The current status; never blocks. */
  public RunStatus status() {
    return run.status();
  }

  /**
   * Ends the run: nothing more is read, and what is in flight is made durable and committed within
   * the deadline. What is not is dropped, and the next run processes it. Returns once everything is
   * closed.
   *
   * <p>It always returns, at the latest 45 seconds after the deadline: whatever a source, a port or
   * a listener throws ends the run, and one that hangs is interrupted and then abandoned, with a
   * message that names it.
   *
   * <p>A {@link RunListener} that calls it is on a thread of the run: the call requests the end and
   * returns at once.
   *
   * @return whether nothing had to be dropped; false if the call only requested the end
   */
  public boolean stop(Duration deadline) {
    return run.stop(deadline);
  }

  /** As {@link #stop} within {@link Builder#drainWithin}. */
  @Override
  public void close() {
    stop(drainWithin);
  }

  /** How a {@link PipelineRunner} is to run. Not threadsafe. */
  public static final class Builder {

    private final Pipeline pipeline;
    private int workers = RunSettings.DEFAULT.workers();
    private long inFlightRecords = RunSettings.DEFAULT.inFlightRecords();
    private long inFlightBytes = RunSettings.DEFAULT.inFlightBytes();
    private Duration flushEvery = RunSettings.DEFAULT.flushEvery();
    private Duration drainWithin = RunSettings.DEFAULT.drainWithin();
    private RetryPolicy restarts = RunSettings.DEFAULT.restarts();
    private RunListener listener = RunSettings.DEFAULT.listener();
    private Duration closedWithin = RunSettings.DEFAULT.closedWithin();

    Builder(Pipeline pipeline) {
      this.pipeline = pipeline;
    }

    /**
     * Threads that process; more than there are partitions bring nothing. Flushes have threads of
     * their own, 8 at most, or as many as these if they are more. Default: the number of
     * processors, at least 2.
     */
    public Builder workers(int threads) {
      this.workers = threads;
      return this;
    }

    /**
     * How much may be read and not yet durable, over all partitions: half of it for what is
     * written, half for what is read meanwhile; one poll of the source may go beyond it. Bytes are
     * those of keys and values: in memory a record with its row takes some four times that.
     * Default: 50,000 records or 16 MiB, whichever comes first.
     */
    public Builder inFlight(long records, long bytes) {
      this.inFlightRecords = records;
      this.inFlightBytes = bytes;
      return this;
    }

    /** How long a row waits for its flush at most, if the sinks keep up. Default: 1 second. */
    public Builder flushEvery(Duration interval) {
      this.flushEvery = ConfigurationException.requireNonNull(interval, "flushEvery");
      return this;
    }

    /**
     * How long partitions that are taken away, and the whole run when it is closed, have to make
     * durable what is in flight; what is not is dropped and comes again. Keep it well below the
     * source's own limit (Kafka: {@code max.poll.interval.ms}). Default: 30 seconds.
     */
    public Builder drainWithin(Duration deadline) {
      this.drainWithin = ConfigurationException.requireNonNull(deadline, "drainWithin");
      return this;
    }

    /**
     * How often, and after what waits, a partition begins again at its committed offset when a
     * store stays away beyond the pipeline's {@link PipelineBuilder#retry retries}; counted anew
     * after each flush. Then the run fails. Default: 10 attempts, waits of up to 1 to 30 seconds.
     */
    public Builder restarts(RetryPolicy policy) {
      this.restarts = ConfigurationException.requireNonNull(policy, "restarts");
      return this;
    }

    /** Registers a listener of the run. Default: none. */
    public Builder listener(RunListener runListener) {
      this.listener = ConfigurationException.requireNonNull(runListener, "listener");
      return this;
    }

    /** How long ports have to be closed; for tests, which cannot wait 15 seconds. */
    Builder closedWithin(Duration bound) {
      this.closedWithin = bound;
      return this;
    }

    /**
     * Opens the stores and the source and begins.
     *
     * @throws dev.rollcall.core.error.ConfigurationException if one of them does not fit
     * @throws dev.rollcall.core.error.TransientException if one of them does not answer
     */
    public PipelineRunner start(RecordSource.Origin origin) {
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
}
