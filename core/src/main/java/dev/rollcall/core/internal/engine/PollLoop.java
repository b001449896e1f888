package dev.rollcall.core.internal.engine;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.FlushResult;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.ListenerNotifier;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.internal.run.RunFailure;
import dev.rollcall.core.pipeline.RunListener;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.pipeline.RunStatus;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the polling thread of a run does: it alone touches the source. It hands records to the works
 * of their partitions, pauses the source while too much is in flight, commits what the works say is
 * durable, and begins partitions again that failed for a while. Rebalances reach it inside a poll;
 * what goes wrong there is kept and thrown by the round. Not threadsafe.
 */
public final class PollLoop implements RecordSource.Assignment {

  private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

  /** Upper bound of a poll, and so of what a commit waits for. */
  private static final Duration POLL = Duration.ofMillis(100);

  private final CompiledPipeline pipeline;
  private final PipelinePorts ports;
  private final RecordSource source;
  private final RunSettings settings;
  private final Executor pool;
  private final InFlightLimiter inFlight;
  private final BlockingQueue<PartitionWorker.Outcome> outcomes = new LinkedBlockingQueue<>();
  private final Map<SourcePartition, PartitionWorker> works = new TreeMap<>();
  private final PartitionBackoff restarts;
  private final OffsetCommitter commits;

  /** Where the log of a partition ended when last asked. */
  private final Map<SourcePartition, Long> ends = new TreeMap<>();

  private Set<SourcePartition> leaving = Set.of();
  private RunReport report = RunReport.EMPTY;
  private final ListenerNotifier listener;
  private @Nullable RuntimeException failure;
  private boolean assigned;
  private boolean paused;
  private boolean idle;
  private long polledAt;
  private long lag;

  public PollLoop(
      CompiledPipeline pipeline,
      PipelinePorts ports,
      RecordSource source,
      RunSettings settings,
      Executor pool) {
    this.pipeline = pipeline;
    this.ports = ports;
    this.source = source;
    this.settings = settings;
    this.pool = pool;
    this.listener = new ListenerNotifier(settings.listener());
    this.inFlight = new InFlightLimiter(settings.inFlightRecords(), settings.inFlightBytes());
    this.restarts = new PartitionBackoff(settings.restarts());
    this.commits = new OffsetCommitter(source, pipeline.retryPolicy());
  }

  public void begin() {
    source.subscribe(this);
  }

  /**
   * One round.
   *
   * @param impatient somebody waits for all to be durable: flush as soon as the source has no more
   * @throws RuntimeException what ends the run
   */
  public void round(boolean impatient) {
    if (idle) {
      // a source that answers at once must not keep this thread busy
      awaitOutcome(POLL.toNanos() - (System.nanoTime() - polledAt));
    }
    polledAt = System.nanoTime();
    List<SourceRecord> records = pipeline.retryPolicy().call(() -> source.poll(POLL));
    idle = records.isEmpty();
    dispatch(records);
    settle();
    beginAgain();
    holdBack();
    lag = source.lag();
    works.values().forEach(work -> work.askFlushOlderThan(settings.flushEvery()));
    if (impatient && lag == 0) {
      works.values().forEach(PartitionWorker::askFlush);
    }
  }

  /** As of the last round: nothing waits, nothing is in flight, all is committed. */
  public boolean isCaughtUp() {
    // before the first assignment there is no lag, and nothing is caught up
    return assigned
        && failure == null
        && restarts.isEmpty()
        && works.values().stream().allMatch(PartitionWorker::isIdle)
        && outcomes.isEmpty()
        && commits.isEmpty()
        && lag == 0;
  }

  /** Makes durable and commits what is in flight; true if all of it was in time. */
  public boolean drain(Duration within) {
    boolean isIdle = flush(works.values(), within);
    commit(commits.tryNow());
    rethrow();
    return isIdle && commits.isEmpty() && restarts.isEmpty();
  }

  /** Nothing of what is in flight counts any more. */
  public void dropAll() {
    works.values().forEach(PartitionWorker::drop);
    works.clear();
  }

  public RunReport report() {
    return report;
  }

  public RunStatus status(RunStatus.State state) {
    Set<SourcePartition> mine = new TreeSet<>(works.keySet());
    mine.addAll(restarts.partitions());
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

  private void dispatch(List<SourceRecord> records) {
    Map<SourcePartition, List<SourceRecord>> batches = new LinkedHashMap<>();
    for (SourceRecord record : records) {
      batches.computeIfAbsent(record.partition(), any -> new ArrayList<>()).add(record);
    }
    batches.forEach(
        (partition, batch) -> {
          PartitionWorker work = works.get(partition);
          // a partition that is to begin again gets them again
          if (work != null) {
            work.add(batch);
          }
        });
  }

  private void awaitOutcome(long nanos) {
    try {
      PartitionWorker.Outcome outcome = outcomes.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      if (outcome != null) {
        take(outcome);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Takes note of what the works did, and commits what is durable. */
  private void settle() {
    takeAll();
    if (failure == null) {
      commit(commits.flush());
    } else {
      commitAtTheEnd();
    }
    rethrow();
  }

  /** What other partitions made durable need not be replayed because one has failed. */
  private void commitAtTheEnd() {
    try {
      commit(commits.tryNow());
    } catch (Throwable e) {
      LOG.warn("the last offsets were not committed and will be replayed: {}", RunFailure.text(e));
    }
  }

  private void takeAll() {
    for (PartitionWorker.Outcome each = outcomes.poll(); each != null; each = outcomes.poll()) {
      take(each);
    }
  }

  private void take(PartitionWorker.Outcome outcome) {
    PartitionWorker work = outcome.work();
    if (work.isDropped()) {
      return;
    }
    SourcePartition partition = work.partition();
    Throwable error = outcome.failure();
    FlushResult flushed = outcome.flushed();
    if (error != null || flushed == null) {
      work.drop();
      works.remove(partition);
      failed(partition, Objects.requireNonNull(error));
      return;
    }
    try {
      requireWithinLog(flushed);
    } catch (Throwable e) {
      keep(RunFailure.of("asking the source for its end", e));
      return;
    }
    report = report.plus(flushed.report());
    commits.durable(partition, flushed.nextOffset());
    restarts.succeeded(partition);
    flushed.forEachEvent(this::tell);
  }

  /** An offset that stores hold and the log does not have yet is of another log. */
  private void requireWithinLog(FlushResult flushed) {
    SourcePartition partition = flushed.partition();
    long applied = flushed.appliedOffset();
    if (applied < flushed.nextOffset() || applied < ends.getOrDefault(partition, -1L)) {
      return;
    }
    long end = pipeline.retryPolicy().call(() -> source.end(partition));
    ends.put(partition, end);
    if (applied >= end) {
      throw new FatalException(
          "source partition %s: the aggregates hold offset %d, but the log ends at %d: it was cut, restored or replaced; name the source anew (sourceId) and rebuild the aggregates by replay"
              .formatted(partition, applied, end));
    }
  }

  private void failed(SourcePartition partition, Throwable error) {
    if (!(error instanceof TransientException e)) {
      keep(RunFailure.of(partition + ": a worker", error));
    } else if (leaving.contains(partition)) {
      LOG.warn("{}: goes to another worker unflushed: {}", partition, e.getMessage());
    } else if (restarts.schedule(partition)) {
      LOG.warn("{}: begins again at its committed offset: {}", partition, e.getMessage());
      source.pause(List.of(partition));
      tell(told -> told.restarted(partition, e));
    } else {
      keep(e);
    }
  }

  private void beginAgain() {
    for (SourcePartition partition : restarts.takeDue()) {
      pipeline
          .retryPolicy()
          .call(
              () -> {
                source.rewind(List.of(partition));
                return true;
              });
      begin(partition);
      if (!paused) {
        source.resume(List.of(partition));
      }
    }
  }

  private void begin(SourcePartition partition) {
    works.computeIfAbsent(
        partition,
        mine ->
            new PartitionWorker(
                new PartitionProcessor(pipeline, ports, mine), inFlight, pool, outcomes));
  }

  /** Pauses the source while too much is in flight, and flushes so that it gets less. */
  private void holdBack() {
    if (!paused && inFlight.isFull()) {
      paused = true;
      source.pause(works.keySet());
    } else if (paused && inFlight.hasRoom()) {
      paused = false;
      source.resume(works.keySet());
    }
    if (paused) {
      works.values().forEach(PartitionWorker::askFlush);
    }
  }

  private void commit(Map<SourcePartition, Long> committed) {
    if (!committed.isEmpty()) {
      tell(told -> told.committed(committed));
    }
  }

  @Override
  public void assigned(Collection<SourcePartition> partitions) {
    assigned = true;
    try {
      partitions.forEach(this::begin);
      if (paused) {
        source.pause(partitions);
      }
    } catch (Throwable e) {
      keep(RunFailure.of("taking over partitions", e));
    }
    tell(told -> told.assigned(partitions));
  }

  @Override
  public void revoked(Collection<SourcePartition> partitions) {
    leaving = Set.copyOf(partitions);
    try {
      List<PartitionWorker> going =
          works.values().stream().filter(work -> leaving.contains(work.partition())).toList();
      flush(going, settings.drainWithin());
      commit(commits.tryNow());
    } catch (Throwable e) {
      keep(RunFailure.of("letting go of partitions", e));
    } finally {
      leaving = Set.of();
    }
    drop(partitions);
    tell(told -> told.revoked(partitions));
  }

  @Override
  public void lost(Collection<SourcePartition> partitions) {
    drop(partitions);
    tell(told -> told.lost(partitions));
  }

  private void drop(Collection<SourcePartition> partitions) {
    for (SourcePartition partition : partitions) {
      PartitionWorker work = works.remove(partition);
      if (work != null) {
        work.drop();
      }
      ends.remove(partition);
    }
    restarts.forget(partitions);
    commits.forget(partitions);
  }

  /** Flushes these and waits; true if all of it was durable in time. */
  private boolean flush(Collection<PartitionWorker> some, Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    boolean isIdle = true;
    List<PartitionWorker> these = List.copyOf(some);
    these.forEach(PartitionWorker::askFlush);
    try {
      for (PartitionWorker work : these) {
        isIdle &= work.awaitIdle(deadline);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    takeAll();
    return isIdle;
  }

  private static FatalException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new FatalException("the run was interrupted", e);
  }

  /** The first error counts. */
  private void keep(RuntimeException e) {
    failure = failure == null ? e : failure;
  }

  private void rethrow() {
    if (failure != null) {
      throw failure;
    }
  }

  /** What is to end the run and was not thrown yet. */
  public @Nullable RuntimeException failure() {
    return failure;
  }

  /** Tells the listener how the run stands. */
  public void tell(RunStatus status) {
    tell(told -> told.observed(status));
  }

  /** Tells the listener how the run has ended; by any thread. */
  public void tellEnd(RunStatus last) {
    listener.notifyOfEnd(told -> told.observed(last));
  }

  private void tell(Consumer<RunListener> news) {
    try {
      listener.notify(news);
    } catch (FatalException e) {
      keep(e);
    }
  }
}
