package dev.rollcall.core.internal.engine;

import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.AggregateMerges;
import dev.rollcall.core.internal.process.MergeWaits;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.process.RecordReaders;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The partitions a run is working on, one {@link PartitionWorker} each, and what they have to
 * report. A partition that failed is missing until it restarts. Used by the polling thread only.
 */
final class AssignedPartitions {

  private final CompiledPipeline pipeline;
  private final PipelinePorts ports;
  private final InFlightLimiter inFlight;
  private final RunPools pools;
  private final MergeQueue merges;
  private final RecordReaders readers = RecordReaders.shared();
  private final BlockingQueue<PartitionWorker.Outcome> outcomes = new LinkedBlockingQueue<>();
  private final Map<SourcePartition, PartitionWorker> workers = new TreeMap<>();

  /**
   * Those that were not idle when they were last looked at. Only these are asked in each round: of
   * many partitions, few have records in flight at a time.
   */
  private final Set<PartitionWorker> busy = new LinkedHashSet<>();

  AssignedPartitions(
      CompiledPipeline pipeline, PipelinePorts ports, InFlightLimiter inFlight, RunPools pools) {
    this.pipeline = pipeline;
    this.ports = ports;
    this.inFlight = inFlight;
    this.pools = pools;
    this.merges =
        new MergeQueue(
            new AggregateMerges(pipeline, ports.aggregates(), MergeWaits.DEFAULT), pools.writing());
  }

  Set<SourcePartition> partitions() {
    return workers.keySet();
  }

  /** Starts a partition with a new processor, unless it has one. */
  void start(SourcePartition partition) {
    workers.computeIfAbsent(
        partition,
        mine ->
            new PartitionWorker(
                new PartitionProcessor(pipeline, ports, mine, readers),
                inFlight,
                pools.processing(),
                pools.writing(),
                merges,
                outcomes));
  }

  /** Hands records to their workers; those of a partition awaiting restart are read again then. */
  void dispatch(List<SourceRecord> records) {
    Map<SourcePartition, List<SourceRecord>> batches = new LinkedHashMap<>();
    for (SourceRecord record : records) {
      batches.computeIfAbsent(record.partition(), any -> new ArrayList<>()).add(record);
    }
    batches.forEach(
        (partition, batch) -> {
          PartitionWorker worker = workers.get(partition);
          if (worker != null) {
            busy.add(worker);
            worker.add(batch);
          }
        });
  }

  /** Asks every worker for a flush of what it holds. */
  void askFlush() {
    busy.forEach(PartitionWorker::askFlush);
  }

  /** Asks the workers whose oldest row is older than {@code age}. */
  void askFlushOlderThan(Duration age) {
    busy.removeIf(PartitionWorker::isIdle);
    busy.forEach(worker -> worker.askFlushOlderThan(age));
  }

  /** These partitions are about to go to other workers. */
  void leave(Collection<SourcePartition> partitions) {
    workers.values().stream()
        .filter(each -> partitions.contains(each.partition()))
        .forEach(PartitionWorker::leave);
  }

  /** Flushes these partitions and waits; true if everything was durable in time. */
  boolean flush(Collection<SourcePartition> partitions, Duration within)
      throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    List<PartitionWorker> flushing =
        workers.values().stream().filter(each -> partitions.contains(each.partition())).toList();
    flushing.forEach(PartitionWorker::askFlush);
    boolean isIdle = true;
    for (PartitionWorker worker : flushing) {
      isIdle &= worker.awaitIdle(deadline);
    }
    return isIdle;
  }

  /** Everything handed over is durable, and its outcomes are taken. */
  boolean areIdle() {
    return busy.stream().allMatch(PartitionWorker::isIdle) && outcomes.isEmpty();
  }

  /** The next outcome, or null if there is none yet. */
  PartitionWorker.@Nullable Outcome nextOutcome() {
    return outcomes.poll();
  }

  /** The next outcome, or null if none arrives in time. */
  PartitionWorker.@Nullable Outcome awaitOutcome(long nanos) throws InterruptedException {
    return outcomes.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
  }

  /** Stops working on a partition; what is in flight of it no longer counts. */
  void drop(SourcePartition partition) {
    PartitionWorker worker = workers.remove(partition);
    if (worker != null) {
      busy.remove(worker);
      worker.drop();
    }
  }

  void dropAll() {
    List.copyOf(workers.keySet()).forEach(this::drop);
  }
}
