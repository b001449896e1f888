package dev.rollcall.core.internal.engine;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.internal.run.PortOpening;
import dev.rollcall.core.internal.run.RunContext;
import dev.rollcall.core.internal.run.RunFailure;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.pipeline.RunStatus;
import dev.rollcall.core.port.RecordSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run of a pipeline in this JVM and its threads.
 *
 * <p><b>Concurrency.</b> The polling thread owns the source and the {@link PollLoop}, and releases
 * everything at the end. One pool processes, one flushes ({@link RunPools}). The watcher, the only
 * thread that is not a daemon, keeps the JVM alive; it interrupts a polling thread that misses its
 * deadline, and abandons one that ignores the interrupt. Callers see {@link RunLife} alone.
 * Threadsafe.
 */
public final class LocalRun {

  private static final Logger LOG = LoggerFactory.getLogger(LocalRun.class);

  private static final AtomicInteger RUNS = new AtomicInteger();

  private final RunContext context;
  private final RunSettings settings;
  private final RunResources resources;
  private final PollLoop loop;
  private final RunLife life;
  private final Thread poller;
  private final Thread watcher;

  private LocalRun(
      RunContext context,
      CompiledPipeline pipeline,
      PipelinePorts ports,
      RecordSource source,
      boolean ownsSource,
      RunSettings settings) {
    this.context = context;
    this.settings = settings;
    String name = "rollcall-" + RUNS.incrementAndGet();
    RunPools pools = RunPools.of(context, settings.workers(), name);
    this.resources = new RunResources(pools, ports, ownsSource ? source : null, settings);
    this.loop = new PollLoop(pipeline, ports, source, settings, pools);
    this.life = new RunLife(settings, loop.status(RunStatus.State.STARTING));
    this.poller = new Thread(context.wrap(this::poll), name + "-poll");
    // one that hangs in foreign code must not keep the JVM alive; the watcher does that
    this.poller.setDaemon(true);
    this.watcher = new Thread(context.wrap(this::watch), name);
    this.watcher.setDaemon(false);
  }

  /** Opens the source and the ports at the same time, and starts. The run closes them. */
  public static LocalRun start(
      CompiledPipeline pipeline, RecordSource.Origin origin, RunSettings settings) {
    RunContext context = RunContext.begin(pipeline.name());
    return context.call(() -> open(context, pipeline, origin, settings));
  }

  private static LocalRun open(
      RunContext context,
      CompiledPipeline pipeline,
      RecordSource.Origin given,
      RunSettings settings) {
    RecordSource.Origin origin =
        given.without(
            pipeline.deadLetterTarget().map(target -> Set.of(target.name())).orElse(Set.of()));
    List<PortOpening<?>> openings = new ArrayList<>();
    try {
      PortOpening<RecordSource> source = PortOpening.begin(origin.name(), origin::open);
      openings.add(source);
      PortOpening<PipelinePorts> ports =
          PortOpening.begin(pipeline.name(), () -> PipelinePorts.open(pipeline));
      openings.add(ports);
      LocalRun run =
          new LocalRun(context, pipeline, ports.result(), source.result(), true, settings);
      LOG.info("the run has started: {}, in this JVM, from {}", pipeline, origin.name());
      run.watcher.start();
      return run;
    } catch (RuntimeException | Error failure) {
      PortOpening.abandon(openings);
      throw failure;
    }
  }

  /** Processes what an open source holds, and stops. Closes the ports, not the source. */
  public static RunReport untilCaughtUp(
      CompiledPipeline pipeline, RecordSource source, RunSettings settings) {
    RunContext context = RunContext.begin(pipeline.name());
    // the run closes the ports, too; here they are closed if it cannot start
    try (PipelinePorts ports = PipelinePorts.open(pipeline)) {
      LocalRun run = new LocalRun(context, pipeline, ports, source, false, settings);
      run.watcher.start();
      try {
        return run.awaitCaughtUp();
      } finally {
        run.stop(settings.drainWithin());
      }
    }
  }

  /** Waits until nothing is left in the source and everything is durable and committed. */
  public RunReport awaitCaughtUp() {
    requireForeignThread();
    return life.awaitCaughtUp();
  }

  /** Waits until the run has ended. */
  public RunReport awaitEnd() {
    requireForeignThread();
    return life.awaitEnd();
  }

  /** The id in the run's log lines. */
  public String runId() {
    return context.runId();
  }

  /** The name of the watcher; the names of the run's other threads begin with it. */
  public String threadName() {
    return watcher.getName();
  }

  /** The current status; never blocks. */
  public RunStatus status() {
    return life.status();
  }

  /**
   * Asks the run to stop, and waits for its end unless this is a thread of the run itself.
   *
   * @return whether nothing had to be dropped; false if the call did not wait
   */
  public boolean stop(Duration deadline) {
    life.askStop(RunSettings.bounded(deadline));
    return !isOwnThread() && life.awaitOver();
  }

  /** A listener runs on such a thread; waiting there would wait for itself. */
  private boolean isOwnThread() {
    Thread current = Thread.currentThread();
    return current.equals(poller) || current.equals(watcher);
  }

  private void requireForeignThread() {
    if (isOwnThread()) {
      throw new IllegalStateException("a listener cannot wait for the run that calls it");
    }
  }

  /** The work of the polling thread. */
  private void poll() {
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
    // the listener first: whoever waits for the run can rely on its having been called
    loop.notifyStatus(loop.status(RunStatus.State.RUNNING));
    life.roundEnded(loop.status(life.state()), isCaughtUp);
  }

  /** Releases everything and publishes the end of the run, whatever fails on the way. */
  private void finish(boolean drained, @Nullable RuntimeException error) {
    RuntimeException first = error;
    RunStatus last = life.last(RunStatus.State.FAILED);
    try {
      life.closing();
      // an interrupt was meant for what this thread was doing, not for what it closes now
      Thread.interrupted();
      loop.dropAll();
      first = release(error);
      last = loop.status(first == null ? RunStatus.State.STOPPED : RunStatus.State.FAILED);
      if (!life.isOver()) {
        logEnd(last, first);
        loop.notifyEnd(last);
      }
    } catch (Throwable e) {
      first = first == null ? RunFailure.of("ending the run", e) : first;
      last = life.last(RunStatus.State.FAILED);
    } finally {
      life.end(last, drained, first);
    }
  }

  /** Closes what the run holds; returns the first error of the run, or null. */
  private @Nullable RuntimeException release(@Nullable RuntimeException error) {
    List<RuntimeException> failures = resources.close();
    RuntimeException first = error == null ? loop.failure() : error;
    for (RuntimeException each : failures) {
      LOG.warn("at the end of the run: {}", RunFailure.text(each));
      first = first == null ? each : first;
    }
    return first;
  }

  /** The work of the watcher. */
  private void watch() {
    try {
      poller.start();
    } catch (Throwable e) {
      finish(false, RunFailure.of("starting the polling thread", e));
      return;
    }
    if (!life.watch(poller)) {
      abandonPoller();
    }
  }

  private void abandonPoller() {
    RuntimeException stuck =
        new FatalException(
            "the polling thread does not come back from %s; it is abandoned"
                .formatted(currentCall(poller)));
    RunStatus last = life.last(RunStatus.State.FAILED);
    try {
      logEnd(last, stuck);
      resources.closeUnderPoller();
    } finally {
      life.end(last, false, stuck);
      notifyEndAside(last);
    }
  }

  /** On a daemon thread, as a listener that hangs must not keep the JVM alive. */
  private void notifyEndAside(RunStatus last) {
    Thread notifier =
        RunContext.daemon(watcher.getName() + "-notifies", () -> loop.notifyEnd(last));
    notifier.start();
    try {
      // the JVM may end with this thread
      notifier.join(settings.interruptedWithin().toMillis());
    } catch (InterruptedException e) {
      LOG.warn("the listener may not have seen the end of the run");
    }
  }

  /** The innermost frame of a thread outside the JDK. */
  private static String currentCall(Thread thread) {
    return Stream.of(thread.getStackTrace())
        .filter(frame -> !frame.getClassName().matches("(java|jdk|sun)\\..*"))
        .map(RunFailure::place)
        .findFirst()
        .orElse("a call");
  }

  private static void logEnd(RunStatus last, @Nullable RuntimeException error) {
    if (error != null) {
      LOG.error("the run has ended: {}; until then {}", RunFailure.text(error), last.report());
    } else {
      LOG.info("the run has ended: {}", last.report());
    }
    last.report().remarks().forEach(remark -> LOG.info("{}", remark));
  }
}
