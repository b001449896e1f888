package dev.rollcall.core.pipeline;

import dev.rollcall.core.internal.engine.LocalRun;
import dev.rollcall.core.internal.engine.RunSettings;
import dev.rollcall.core.internal.run.RunContext;
import dev.rollcall.core.port.RecordOrigin;
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
 * unavailable is restarted (see {@link PipelineRunnerBuilder#restarts}); an error that waiting
 * cannot fix ends the run, and the methods that wait throw it. Threadsafe.
 */
public final class PipelineRunner implements AutoCloseable {

  private final LocalRun run;
  private final Duration drainWithin;

  private PipelineRunner(LocalRun run, Duration drainWithin) {
    this.run = run;
    this.drainWithin = drainWithin;
  }

  /** Starts with the defaults of {@link PipelineRunnerBuilder}. */
  public static PipelineRunner start(Pipeline pipeline, RecordOrigin origin) {
    return builder(pipeline).start(origin);
  }

  /** Configures a run. */
  public static PipelineRunnerBuilder builder(Pipeline pipeline) {
    return new PipelineRunnerBuilder(pipeline);
  }

  static PipelineRunner start(Pipeline pipeline, RecordOrigin origin, RunSettings settings) {
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

  /** As {@link #stop} within {@link PipelineRunnerBuilder#drainWithin}. */
  @Override
  public void close() {
    stop(drainWithin);
  }
}
