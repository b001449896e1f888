package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.internal.engine.PollLoop;
import dev.rollcall.core.internal.engine.RunLife;
import dev.rollcall.core.internal.engine.RunSettings;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.internal.run.PortClosing;
import dev.rollcall.core.internal.run.PortOpening;
import dev.rollcall.core.internal.run.RunContext;
import dev.rollcall.core.internal.run.RunFailure;
import dev.rollcall.core.port.RecordOrigin;
import dev.rollcall.core.port.RecordSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
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

  private static final AtomicInteger RUNS = new AtomicInteger();

  private final RunContext context;
  private final RunSettings settings;
  private final RecordSource source;
  private final boolean ownsSource;
  private final PipelinePorts ports;
  private final ExecutorService pool;
  private final PollLoop loop;
  private final RunLife life;
  private final Thread poller;
  private final Thread watcher;

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
    this.loop = new PollLoop(pipeline.compiled(), ports, source, settings, pool);
    this.life = new RunLife(settings, loop.status(RunStatus.State.STARTING));
    this.poller = new Thread(context.wrap(this::run), name + "-poll");
    // one that hangs in somebody's code must not keep the JVM; the watcher does while the run lasts
    this.poller.setDaemon(true);
    this.watcher = new Thread(context.wrap(this::watch), name);
    this.watcher.setDaemon(false);
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
    List<PortOpening<?>> begun = new ArrayList<>();
    try {
      PortOpening<RecordSource> source = PortOpening.begin(origin.name(), origin::open);
      begun.add(source);
      PortOpening<PipelinePorts> ports =
          PortOpening.begin(pipeline.name(), () -> PipelinePorts.open(pipeline.compiled()));
      begun.add(ports);
      PipelineRunner runner =
          new PipelineRunner(context, pipeline, ports.result(), source.result(), true, settings);
      LOG.info("the run has started: {}, in this JVM, from {}", pipeline, origin.name());
      return started(runner);
    } catch (RuntimeException | Error failure) {
      PortOpening.abandon(begun);
      throw failure;
    }
  }

  private static PipelineRunner started(PipelineRunner runner) {
    runner.watcher.start();
    return runner;
  }

  /**
   * Processes what the source holds and returns what became of it; the first error that outlasts
   * its retries is thrown. Closes the ports it opened, not the source.
   */
  public static RunReport runUntilCaughtUp(Pipeline pipeline, RecordSource source) {
    RunSettings settings = RunSettings.DEFAULT.withoutRestarts();
    RunContext context = RunContext.begin(pipeline.name());
    // closed by the run, and here too if the run cannot start
    try (PipelinePorts ports = PipelinePorts.open(pipeline.compiled());
        PipelineRunner runner =
            started(new PipelineRunner(context, pipeline, ports, source, false, settings))) {
      return runner.awaitCaughtUp();
    }
  }

  /**
   * Waits until nothing is left in the source, of the partitions that are ours, and all of it is
   * durable and committed; the run goes on. Returns what became of everything since the start.
   *
   * @throws RuntimeException what ended the run, if it ended before
   */
  public RunReport awaitCaughtUp() {
    requireAnotherThread();
    return life.awaitCaughtUp();
  }

  /**
   * Waits until the run ends, by {@link #stop} or an error.
   *
   * @throws RuntimeException the error
   */
  public RunReport awaitEnd() {
    requireAnotherThread();
    return life.awaitEnd();
  }

  /** What its log lines carry as {@value RunContext#RUN_ID}. */
  public String runId() {
    return context.runId();
  }

  /** Of the thread that keeps the JVM; the others of the run are named after it. */
  String threadName() {
    return watcher.getName();
  }

  /** What it is doing; never blocks. */
  public RunStatus status() {
    return life.status();
  }

  /**
   * Ends the run: nothing more is read, what is in flight is made durable and committed within the
   * deadline, and what is not done by then is dropped and comes again with the next run. Returns
   * when all is closed.
   *
   * <p>It always returns, at the latest 45 seconds after the deadline: whatever a source, a port or
   * a listener throws ends the run, and one that does not come back is interrupted and then left to
   * itself, with a message that names it.
   *
   * <p>A {@link RunListener} that calls it is on a thread of the run's own: it asks for the end and
   * goes on.
   *
   * @return whether nothing had to be dropped; false if the end was only asked for
   */
  public boolean stop(Duration deadline) {
    life.askStop(RunSettings.bounded(deadline));
    return !isTheRunsOwn(Thread.currentThread()) && life.awaitOver();
  }

  /** As {@link #stop} within {@link PipelineRunnerBuilder#drainWithin}. */
  @Override
  public void close() {
    stop(settings.drainWithin());
  }

  /** One that would wait for itself. */
  private boolean isTheRunsOwn(Thread thread) {
    return thread.equals(poller) || thread.equals(watcher);
  }

  private void requireAnotherThread() {
    if (isTheRunsOwn(Thread.currentThread())) {
      throw new IllegalStateException("a listener cannot wait for the run that calls it");
    }
  }

  /** What the polling thread does. */
  private void run() {
    RuntimeException error = null;
    boolean drained = false;
    try {
      loop.begin();
      while (life.isRunning()) {
        loop.round(life.isAwaited());
        publish();
      }
      drained = loop.drain(life.drainWithin());
      loop.report().requireBalanced();
    } catch (Throwable e) {
      error = life.explained(RunFailure.of("the polling thread", e));
    }
    finish(drained, error);
  }

  private void publish() {
    boolean isCaughtUp = loop.isCaughtUp();
    // first the listener: who waits for the run finds it told
    loop.tell(loop.status(RunStatus.State.RUNNING));
    life.turned(loop.status(life.state()), isCaughtUp);
  }

  /** Lets go of everything, and says that the run is over, whatever goes wrong with that. */
  private void finish(boolean drained, @Nullable RuntimeException error) {
    RuntimeException first = error;
    RunStatus last = life.last(RunStatus.State.FAILED);
    try {
      life.closing();
      // an interrupt was to end what this thread was at, not what it closes now
      Thread.interrupted();
      loop.dropAll();
      first = closeAll(error);
      last = loop.status(first == null ? RunStatus.State.STOPPED : RunStatus.State.FAILED);
      if (!life.isOver()) {
        log(last, first);
        loop.tellEnd(last);
      }
    } catch (Throwable e) {
      first = first == null ? RunFailure.of("ending the run", e) : first;
      last = life.last(RunStatus.State.FAILED);
    } finally {
      life.end(last, drained, first);
    }
  }

  /** Returns the first error, if there was none before. */
  private @Nullable RuntimeException closeAll(@Nullable RuntimeException before) {
    pool.shutdownNow();
    try {
      // a flush that was dropped should not find its stores closed
      if (!pool.awaitTermination(settings.hurriedWithin().toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("a flush that was dropped does not end; the stores are closed under it");
      }
    } catch (InterruptedException e) {
      LOG.warn("the stores are closed in a hurry");
    }
    List<RuntimeException> failures = new ArrayList<>();
    List<PortClosing> closings = ports.beginClose();
    if (ownsSource) {
      try {
        // by this thread: sources are used by one
        source.close();
      } catch (Throwable e) {
        failures.add(RunFailure.of("closing the source", e));
      }
    }
    failures.addAll(PortClosing.await(closings, settings.closedWithin()));
    RuntimeException first = before == null ? loop.failure() : before;
    for (RuntimeException each : failures) {
      LOG.warn("at the end of the run: {}", RunFailure.text(each));
      first = first == null ? each : first;
    }
    return first;
  }

  /** What the run's own thread does: it keeps the JVM, and ends the run if the poller cannot. */
  private void watch() {
    try {
      poller.start();
    } catch (Throwable e) {
      finish(false, RunFailure.of("starting the polling thread", e));
      return;
    }
    if (!life.watch(poller)) {
      giveUp();
    }
  }

  private void giveUp() {
    RuntimeException stuck =
        new FatalException(
            "the polling thread does not come back from %s; it is left to itself"
                .formatted(whereabouts(poller)));
    RunStatus last = life.last(RunStatus.State.FAILED);
    try {
      log(last, stuck);
      pool.shutdownNow();
      PortClosing.await(ports.beginClose(), settings.closedWithin());
    } finally {
      life.end(last, false, stuck);
      tellEndAside(last);
    }
  }

  /** A listener that does not come back from it must not keep the JVM, as this thread does. */
  private void tellEndAside(RunStatus last) {
    Thread teller = RunContext.daemon(watcher.getName() + "-tells", () -> loop.tellEnd(last));
    teller.start();
    try {
      // the JVM may end with this thread
      teller.join(settings.hurriedWithin().toMillis());
    } catch (InterruptedException e) {
      LOG.warn("the listener is left alone with the end of the run");
    }
  }

  /** Where a thread is, in somebody's code. */
  private static String whereabouts(Thread thread) {
    return Stream.of(thread.getStackTrace())
        .filter(frame -> !frame.getClassName().matches("(java|jdk|sun)\\..*"))
        .map(RunFailure::place)
        .findFirst()
        .orElse("a call");
  }

  private static void log(RunStatus last, @Nullable RuntimeException ending) {
    if (ending != null) {
      LOG.error("the run has ended: {}; until then {}", RunFailure.text(ending), last.report());
    } else {
      LOG.info("the run has ended: {}", last.report());
    }
    last.report().coverage().remarks().forEach(remark -> LOG.info("{}", remark));
  }
}
