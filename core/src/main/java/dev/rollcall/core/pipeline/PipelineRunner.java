package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.RecordOrigin;
import dev.rollcall.core.port.RecordSource;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pipeline running in this JVM: records of the source's assigned partitions, each partition in
 * order through a {@link PartitionProcessor} of its own, offsets committed last. To scale, start
 * more of them, here or elsewhere, over a source that shares its partitions (a Kafka consumer
 * group).
 *
 * <pre>{@code
 * try (PipelineRunner run = PipelineRunner.start(pipeline, KafkaSource.topic("users").group("profiles"))) {
 *   run.awaitCaughtUp();
 * }
 * }</pre>
 *
 * <p>Work in flight is bounded; polling goes on while a sink is slow. A store that stays away is
 * waited for (see {@link PipelineRunnerBuilder#restarts}); an error that waiting cannot mend ends
 * the run, and the methods that wait throw it. Threadsafe.
 */
public final class PipelineRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PipelineRunner.class);

  /** A polling thread that has not come round for so long, draining apart, stands still. */
  private static final Duration STANDSTILL = Duration.ofMinutes(2);

  /** How long an interrupted flush has to end. */
  private static final Duration DROPPED_FLUSH = Duration.ofSeconds(5);

  private static final AtomicInteger RUNS = new AtomicInteger();

  private final RunContext context;
  private final RunSettings settings;
  private final RecordSource source;
  private final boolean ownsSource;
  private final PipelinePorts ports;
  private final ExecutorService pool;
  private final RunLoop loop;
  private final Thread poller;

  // guarded by this
  private RunStatus status;
  private RunStatus.State state = RunStatus.State.RUNNING;
  private @Nullable RuntimeException failure;
  private long turnedAt = System.nanoTime();
  private int waiting;
  private int roundsCaughtUp;
  private boolean clean;
  private Duration drainWithin;

  private PipelineRunner(
      RunContext context,
      Pipeline pipeline,
      PipelinePorts ports,
      RecordSource source,
      boolean ownsSource,
      RunSettings settings) {
    this.context = context;
    this.settings = settings;
    this.source = source;
    this.ownsSource = ownsSource;
    this.drainWithin = settings.drainWithin();
    this.ports = ports;
    String name = "rollcall-" + RUNS.incrementAndGet();
    AtomicInteger workers = new AtomicInteger();
    this.pool =
        Executors.newFixedThreadPool(
            settings.workers(),
            task -> {
              Thread thread =
                  new Thread(context.wrap(task), name + "-worker-" + workers.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.loop = new RunLoop(pipeline, ports, source, settings, pool);
    this.status = loop.status(RunStatus.State.STARTING);
    this.poller = new Thread(context.wrap(this::run), name + "-poll");
  }

  /** Starts with the defaults of {@link PipelineRunnerBuilder}. */
  public static PipelineRunner start(Pipeline pipeline, RecordOrigin origin) {
    return builder(pipeline).start(origin);
  }

  /** For other settings than the defaults. */
  public static PipelineRunnerBuilder builder(Pipeline pipeline) {
    return new PipelineRunnerBuilder(pipeline);
  }

  static PipelineRunner start(Pipeline pipeline, RecordOrigin origin, RunSettings settings) {
    RunContext context = RunContext.begin(pipeline.name());
    return context.call(() -> opened(context, pipeline, origin, settings));
  }

  private static PipelineRunner opened(
      RunContext context, Pipeline pipeline, RecordOrigin origin, RunSettings settings) {
    Opening<RecordSource> source = Opening.begin(origin.name(), origin::open);
    Opening<PipelinePorts> ports = Opening.begin(pipeline.name(), pipeline::open);
    try {
      PipelineRunner runner =
          new PipelineRunner(context, pipeline, ports.result(), source.result(), true, settings);
      LOG.info("the run has started: {}, in this JVM, from {}", pipeline, origin.name());
      return started(runner);
    } catch (RuntimeException | Error failure) {
      ports.abandon();
      source.abandon();
      throw failure;
    }
  }

  private static PipelineRunner started(PipelineRunner runner) {
    runner.poller.start();
    return runner;
  }

  /**
   * Processes what the source holds and returns what became of it; the first error that outlasts
   * its retries is thrown. Closes the ports it opened, not the source.
   */
  public static RunReport runUntilCaughtUp(Pipeline pipeline, RecordSource source) {
    RunSettings settings = RunSettings.DEFAULT.withoutRestarts();
    try (PipelineRunner runner =
        started(
            new PipelineRunner(
                RunContext.begin(pipeline.name()),
                pipeline,
                pipeline.open(),
                source,
                false,
                settings))) {
      return runner.awaitCaughtUp();
    }
  }

  /**
   * Waits until nothing is left in the source, of the partitions that are ours, and all of it is
   * durable and committed; the run goes on. Returns what became of everything since the start.
   *
   * @throws RuntimeException what ended the run, if it ended before
   */
  public synchronized RunReport awaitCaughtUp() {
    // the round that is going on may have looked at the source before this call
    int enough = roundsCaughtUp + 2;
    waiting++;
    try {
      while (roundsCaughtUp < enough && !isOver()) {
        pause();
      }
    } finally {
      waiting--;
    }
    if (isOver() && roundsCaughtUp < enough) {
      rethrow();
      throw new FatalException("the run was stopped before it was caught up");
    }
    return status.report().requireBalanced();
  }

  /**
   * Waits until the run ends, by {@link #stop} or an error.
   *
   * @throws RuntimeException the error
   */
  public synchronized RunReport awaitEnd() {
    while (!isOver()) {
      pause();
    }
    rethrow();
    return status.report().requireBalanced();
  }

  /** What its log lines carry as {@value RunContext#RUN_ID}. */
  public String runId() {
    return context.runId();
  }

  /** What it is doing; never blocks. */
  public synchronized RunStatus status() {
    long still = System.nanoTime() - turnedAt;
    boolean live = status.live() && still < STANDSTILL.plus(settings.drainWithin()).toNanos();
    return new RunStatus(
        status.state(),
        status.partitions(),
        status.lag(),
        status.inFlightRecords(),
        status.inFlightBytes(),
        live,
        live && status.ready(),
        status.report());
  }

  /**
   * Ends the run: nothing more is read, what is in flight is made durable and committed within the
   * deadline, and what is not done by then is dropped and comes again with the next run. Returns
   * when all is closed.
   *
   * <p>A {@link RunListener} that calls it is on the polling thread: it asks for the end and goes
   * on.
   *
   * @return whether nothing had to be dropped; false if the end was only asked for
   */
  public synchronized boolean stop(Duration deadline) {
    if (state == RunStatus.State.RUNNING) {
      state = RunStatus.State.STOPPING;
      drainWithin = deadline;
    }
    if (Thread.currentThread().equals(poller)) {
      return false;
    }
    while (!isOver()) {
      pause();
    }
    return clean;
  }

  /** As {@link #stop} within {@link PipelineRunnerBuilder#drainWithin}. */
  @Override
  public void close() {
    stop(settings.drainWithin());
  }

  private void run() {
    RuntimeException error = null;
    boolean drained = false;
    try {
      loop.begin();
      while (isRunning()) {
        loop.round(isAwaited());
        publish();
      }
      drained = loop.drain(drainWithin());
      loop.report().requireBalanced();
    } catch (RuntimeException e) {
      error = e;
    } catch (Error e) {
      error = new FatalException("the polling thread failed with " + e, e);
    }
    loop.dropAll();
    end(drained, closeAll(error));
  }

  private synchronized boolean isRunning() {
    return state == RunStatus.State.RUNNING;
  }

  private synchronized boolean isAwaited() {
    return waiting > 0;
  }

  private synchronized Duration drainWithin() {
    return drainWithin;
  }

  private void publish() {
    boolean isCaughtUp = loop.isCaughtUp();
    RunStatus now = loop.status(RunStatus.State.RUNNING);
    // first the listener: who waits for the run finds it told
    loop.tell(now);
    synchronized (this) {
      status = state == RunStatus.State.RUNNING ? now : loop.status(state);
      turnedAt = System.nanoTime();
      if (isCaughtUp) {
        roundsCaughtUp++;
        notifyAll();
      }
    }
  }

  /** Returns the first error, if there was none before. */
  private @Nullable RuntimeException closeAll(@Nullable RuntimeException before) {
    RuntimeException first = before;
    pool.shutdownNow();
    try {
      // a flush that was dropped should not find its stores closed
      if (!pool.awaitTermination(DROPPED_FLUSH.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("a flush that was dropped does not end; the stores are closed under it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (AutoCloseable each :
        ownsSource ? new AutoCloseable[] {source, ports} : new AutoCloseable[] {ports}) {
      try {
        each.close();
      } catch (Exception e) {
        LOG.warn("closing at the end of the run failed: {}", e.toString());
        first = first == null && e instanceof RuntimeException unchecked ? unchecked : first;
      }
    }
    return first;
  }

  private void end(boolean drained, @Nullable RuntimeException ending) {
    RunStatus last = loop.status(ending == null ? RunStatus.State.STOPPED : RunStatus.State.FAILED);
    if (ending != null) {
      LOG.error("the run has ended: {}; until then {}", ending.getMessage(), last.report());
    } else {
      LOG.info("the run has ended: {}", last.report());
    }
    loop.tell(last);
    synchronized (this) {
      failure = ending;
      clean = ending == null && drained;
      state = last.state();
      status = last;
      notifyAll();
    }
  }

  private boolean isOver() {
    return state == RunStatus.State.STOPPED || state == RunStatus.State.FAILED;
  }

  private void rethrow() {
    if (failure != null) {
      throw failure;
    }
  }

  /** Waits for news; called with the lock held. */
  private void pause() {
    if (Thread.currentThread().equals(poller)) {
      throw new IllegalStateException("a listener cannot wait for the run that calls it");
    }
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientException("interrupted while waiting for the run", e);
    }
  }
}
