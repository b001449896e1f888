package dev.rollcall.core.internal.engine;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.FlushResult;
import dev.rollcall.core.internal.run.ListenerNotifier;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.internal.run.RunFailure;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.pipeline.RunListener;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.pipeline.RunStatus;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The polling thread's loop; it alone touches the source. Each round polls, hands the records to
 * the workers of their partitions, commits what they made durable, restarts partitions whose
 * backoff is over, and pauses the source while too much is in flight. Rebalances arrive inside a
 * poll; an error there is kept, and the round throws it. Not threadsafe, except {@link #notifyEnd}.
 */
final class PollLoop implements RecordSource.Assignment {

  private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

  /** Upper bound of a poll, and so of the delay of a commit. */
  private static final Duration POLL = Duration.ofMillis(100);

  /** The same while a flush is awaited: a source that gives nothing must not hide its end. */
  private static final Duration SHORT_POLL = Duration.ofMillis(5);

  private final PipelinePorts ports;
  private final RecordSource source;
  private final RunSettings settings;
  private final RetryPolicy retry;
  private final ListenerNotifier listener;
  private final InFlightLimiter inFlight;
  private final AssignedPartitions partitions;
  private final PartitionBackoff backoff;
  private final OffsetCommitter committer;
  private final LogEndCheck logEnd;

  /** Partitions that are being revoked. */
  private Set<SourcePartition> leaving = Set.of();

  private RunReport report = RunReport.EMPTY;
  private @Nullable RuntimeException failure;
  private boolean assigned;
  private boolean paused;
  private boolean idle;
  private long polledAt;
  private long lag;

  PollLoop(
      CompiledPipeline pipeline,
      PipelinePorts ports,
      RecordSource source,
      RunSettings settings,
      RunPools pools) {
    this.ports = ports;
    this.source = source;
    this.settings = settings;
    this.retry = pipeline.retryPolicy();
    this.listener = new ListenerNotifier(settings.listener());
    this.inFlight = new InFlightLimiter(settings.inFlightRecords(), settings.inFlightBytes());
    this.partitions = new AssignedPartitions(pipeline, ports, inFlight, pools);
    this.backoff = new PartitionBackoff(settings.restarts());
    this.committer = new OffsetCommitter(source, retry);
    this.logEnd = new LogEndCheck(source, retry);
  }

  void begin() {
    source.subscribe(this);
  }

  /**
   * Runs one round.
   *
   * @param impatient flush as soon as the source is empty, as a caller waits for that
   * @throws RuntimeException what ends the run
   */
  void round(boolean impatient) {
    Duration poll = paused || impatient && idle ? SHORT_POLL : POLL;
    if (idle) {
      // a source that answers at once must not keep this thread busy
      awaitOutcome(poll.toNanos() - (System.nanoTime() - polledAt));
    }
    polledAt = System.nanoTime();
    List<SourceRecord> records = retry.call(() -> source.poll(poll));
    idle = records.isEmpty();
    partitions.dispatch(records);
    settle();
    restartDue();
    limitInFlight();
    lag = source.lag();
    partitions.askFlushOlderThan(settings.flushEvery());
    if (impatient && lag == 0) {
      partitions.askFlush();
    }
  }

  /** As of the last round, nothing is left to read, in flight or uncommitted. */
  boolean isCaughtUp() {
    // before the first assignment the lag is 0, too
    return assigned
        && failure == null
        && backoff.isEmpty()
        && partitions.areIdle()
        && committer.isEmpty()
        && lag == 0;
  }

  /** Makes what is in flight durable and commits it; true if all of it was in time. */
  boolean drain(Duration within) {
    boolean isIdle = flush(partitions.partitions(), within);
    notifyCommitted(committer.tryNow());
    rethrow();
    return isIdle && committer.isEmpty() && backoff.isEmpty();
  }

  /** Drops everything in flight. */
  void dropAll() {
    partitions.dropAll();
  }

  RunReport report() {
    return report;
  }

  RunStatus status(RunStatus.State state) {
    Set<SourcePartition> mine = new TreeSet<>(partitions.partitions());
    mine.addAll(backoff.partitions());
    boolean running = state == RunStatus.State.RUNNING;
    return new RunStatus(
        running && !assigned ? RunStatus.State.STARTING : state,
        mine,
        lag,
        inFlight.records(),
        inFlight.bytes(),
        state != RunStatus.State.STOPPED && state != RunStatus.State.FAILED,
        running && assigned,
        report);
  }

  private void awaitOutcome(long nanos) {
    try {
      PartitionWorker.Outcome outcome = partitions.awaitOutcome(nanos);
      if (outcome != null) {
        take(outcome);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Takes what the workers report, and commits what is durable. */
  private void settle() {
    takeOutcomes();
    if (failure == null) {
      notifyCommitted(committer.flush());
    } else {
      commitAtTheEnd();
    }
    rethrow();
  }

  /** Spares the next run a replay of what other partitions made durable before one failed. */
  private void commitAtTheEnd() {
    try {
      notifyCommitted(committer.tryNow());
    } catch (Throwable e) {
      LOG.warn("the last offsets were not committed and will be replayed: {}", RunFailure.text(e));
    }
  }

  private void takeOutcomes() {
    for (PartitionWorker.Outcome next = partitions.nextOutcome();
        next != null;
        next = partitions.nextOutcome()) {
      take(next);
    }
  }

  private void take(PartitionWorker.Outcome outcome) {
    if (outcome.worker().isDropped()) {
      return;
    }
    SourcePartition partition = outcome.worker().partition();
    FlushResult flushed = outcome.flushed();
    if (flushed == null) {
      partitions.drop(partition);
      failed(partition, Objects.requireNonNull(outcome.failure()));
      return;
    }
    try {
      logEnd.require(flushed);
    } catch (Throwable e) {
      keep(RunFailure.of("asking the source for its end", e));
      return;
    }
    report = report.plus(flushed.report());
    committer.durable(partition, flushed.nextOffset());
    backoff.succeeded(partition);
    flushed.forEachEvent(this::notify);
  }

  private void failed(SourcePartition partition, Throwable error) {
    if (!(error instanceof TransientException e)) {
      keep(RunFailure.of(partition + ": a worker", error));
    } else if (leaving.contains(partition)) {
      LOG.warn("{}: moves to another worker unflushed: {}", partition, e.getMessage());
    } else if (backoff.schedule(partition)) {
      LOG.warn("{}: restarts at its committed offset: {}", partition, e.getMessage());
      source.pause(List.of(partition));
      notify(each -> each.restarted(partition, e));
    } else {
      keep(e);
    }
  }

  private void restartDue() {
    for (SourcePartition partition : backoff.takeDue()) {
      retry.call(
          () -> {
            source.rewind(List.of(partition));
            return true;
          });
      partitions.start(partition);
      if (!paused) {
        source.resume(List.of(partition));
      }
    }
  }

  /** Flushes in time, so that reading can go on, and pauses the source if it cannot. */
  private void limitInFlight() {
    if (!paused && inFlight.isFull()) {
      paused = true;
      source.pause(partitions.partitions());
    } else if (paused && inFlight.hasRoom()) {
      paused = false;
      source.resume(partitions.partitions());
    }
    if (paused || inFlight.isFlushDue()) {
      partitions.askFlush();
    }
  }

  @Override
  public void assigned(Collection<SourcePartition> added) {
    assigned = true;
    try {
      ports.definitions().begin(added, source::isAtStart);
      added.forEach(partitions::start);
      if (paused) {
        source.pause(added);
      }
    } catch (Throwable e) {
      keep(RunFailure.of("taking over partitions", e));
    }
    notify(each -> each.assigned(added));
  }

  @Override
  public void revoked(Collection<SourcePartition> removed) {
    leaving = Set.copyOf(removed);
    try {
      partitions.leave(leaving);
      flush(leaving, settings.drainWithin());
      notifyCommitted(committer.tryNow());
    } catch (Throwable e) {
      keep(RunFailure.of("letting go of partitions", e));
    } finally {
      leaving = Set.of();
    }
    drop(removed);
    notify(each -> each.revoked(removed));
  }

  @Override
  public void lost(Collection<SourcePartition> removed) {
    drop(removed);
    notify(each -> each.lost(removed));
  }

  private void drop(Collection<SourcePartition> removed) {
    removed.forEach(partitions::drop);
    logEnd.forget(removed);
    backoff.forget(removed);
    committer.forget(removed);
  }

  /** Flushes these and takes their outcomes; true if everything was durable in time. */
  private boolean flush(Set<SourcePartition> some, Duration within) {
    boolean isIdle;
    try {
      isIdle = partitions.flush(some, within);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    takeOutcomes();
    return isIdle;
  }

  private static FatalException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new FatalException("the run was interrupted", e);
  }

  /** Keeps the first error. */
  private void keep(RuntimeException e) {
    failure = failure == null ? e : failure;
  }

  private void rethrow() {
    if (failure != null) {
      throw failure;
    }
  }

  /** The error that ends the run, thrown or not; null if there is none. */
  @Nullable RuntimeException failure() {
    return failure;
  }

  void notifyStatus(RunStatus status) {
    notify(each -> each.observed(status));
  }

  /** Notifies the listener of the run's end; on any thread. */
  void notifyEnd(RunStatus last) {
    listener.notifyOfEnd(each -> each.observed(last));
  }

  private void notifyCommitted(Map<SourcePartition, Long> committed) {
    if (!committed.isEmpty()) {
      notify(each -> each.committed(committed));
    }
  }

  private void notify(Consumer<RunListener> event) {
    try {
      listener.notify(event);
    } catch (FatalException e) {
      keep(e);
    }
  }
}
