package dev.rollcall.faults.simulation.scale;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.engine.MergeQueue;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.AggregateMerges;
import dev.rollcall.core.internal.process.Flush;
import dev.rollcall.core.internal.process.MergeWaits;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.testkit.random.Draw;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Workers that share the partitions of a topic and count their records by group, with the real
 * processors and merges, all of them always busy: each partition is flushed a few times, and each
 * worker has as many writers as the engine has.
 */
final class ScaleRun {

  /** As the engine has, for each worker. */
  private static final int WRITERS = 8;

  private static final RecordType DOT =
      RecordType.named("dot")
          .key("id")
          .column("id", ColumnType.INT64)
          .column("colour", ColumnType.INT64)
          .column("hash", ColumnType.INT64)
          .build();

  private static final CompiledPipeline PIPELINE =
      CompiledPipeline.of(
          Pipeline.named("scale")
              .records(DOT)
              .aggregate(Aggregation.named("by_colour").groupBy("colour").count().sum("hash"))
              .into(InMemoryAggregates.named("scale"))
              .retry(RetryPolicy.NONE)
              .build());

  private static final MergeWaits AT_ONCE =
      new MergeWaits(new RetryPolicy(500, Duration.ZERO, Duration.ZERO), RetryPolicy.NONE);

  /**
   * What is run.
   *
   * @param flushes of each partition
   * @param records of each flush
   * @param together whether a worker merges what waits together; else each flush by itself
   * @param comparesNothing the planted bug: the last write of a document wins
   */
  record Shape(
      int partitions,
      int workers,
      int groups,
      int flushes,
      int records,
      boolean together,
      boolean comparesNothing) {}

  /**
   * What came of it.
   *
   * @param rounds of flushes of all partitions
   * @param writes documents sent, of which so many were refused
   * @param givenUp flushes that were made again after all attempts at a document
   * @param bytes of a document in the end, on average
   * @param millis of virtual time
   */
  record Measured(
      int documents,
      int rounds,
      long writes,
      long refused,
      long givenUp,
      long bytes,
      long millis,
      List<String> violations) {

    /** Writes of a document while each partition is flushed once. */
    double writesPerRound() {
      return (double) writes / documents / rounds;
    }
  }

  private final Shape shape;
  private final VirtualTime time = new VirtualTime();
  private final ScaleStore store;
  private final PipelinePorts ports;
  private final List<String> violations = new ArrayList<>();
  private long givenUp;

  private ScaleRun(Shape shape, long seed) {
    this.shape = shape;
    this.store = new ScaleStore(time, seed, shape.comparesNothing());
    this.ports = new PipelinePorts(PIPELINE, List.of(), store, null);
  }

  static Measured of(Shape shape, long seed) {
    return new ScaleRun(shape, seed).run();
  }

  private Measured run() {
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < shape.workers(); i++) {
      workers.add(new Worker());
    }
    for (int i = 0; i < shape.partitions(); i++) {
      Worker worker = workers.get(i % workers.size());
      worker.add(new Partition(worker, i));
    }
    for (Worker worker : workers) {
      for (int i = 0; i < WRITERS; i++) {
        time.begin(worker::write);
      }
    }
    if (!time.run()) {
      violations.add("hung");
    }
    compare();
    long bytes =
        store.documents.values().stream().mapToLong(document -> document.state().length).sum();
    int documents = Math.max(1, store.documents.size());
    return new Measured(
        documents,
        shape.flushes(),
        store.writes,
        store.refused,
        givenUp,
        bytes / documents,
        time.nowMicros() / 1_000,
        violations);
  }

  /** A process: some writers, and what they write. */
  private final class Worker {
    private final MergeQueue merges =
        new MergeQueue(new AggregateMerges(PIPELINE, store, AT_ONCE), Runnable::run);
    private final Queue<Partition> ready = new ArrayDeque<>();
    private final VirtualTime.Parked parked = new VirtualTime.Parked();
    private int left;

    void add(Partition partition) {
      ready.add(partition);
      left++;
    }

    /** One of its writers. */
    void write() {
      while (left > 0) {
        Partition partition = ready.poll();
        if (partition == null) {
          time.park(parked);
        } else {
          partition.next();
        }
      }
    }
  }

  private final class Partition implements MergeQueue.Waiting {
    private final Worker worker;
    private final SourcePartition name;
    private PartitionProcessor processor;
    private @Nullable Flush flush;
    private int flushed;

    Partition(Worker worker, int number) {
      this.worker = worker;
      this.name = new SourcePartition("dots", number);
      this.processor = processor();
    }

    private PartitionProcessor processor() {
      return new PartitionProcessor(PIPELINE, ports, name, AT_ONCE);
    }

    /** Flushes its next records. */
    void next() {
      try {
        int from = flushed * shape.records();
        for (int offset = from; offset < from + shape.records(); offset++) {
          processor.process(record(name, offset));
        }
        if (shape.together()) {
          flush = processor.begin(processor.seal());
          worker.merges.add(this);
        } else {
          processor.flush();
          flushed();
        }
      } catch (Throwable e) {
        failed(e);
      }
    }

    @Override
    public Flush flush() {
      return Objects.requireNonNull(flush);
    }

    @Override
    public boolean isLeaving() {
      return false;
    }

    @Override
    public boolean isDropped() {
      return false;
    }

    @Override
    public void merged(@Nullable Throwable failure) {
      if (failure == null) {
        processor.end(flush());
        flushed();
      } else {
        failed(failure);
      }
    }

    private void flushed() {
      flushed++;
      if (flushed < shape.flushes()) {
        worker.ready.add(this);
      } else {
        worker.left--;
      }
      time.wake(worker.parked);
    }

    /** Begins again where it was, if that is what an engine would do. */
    private void failed(Throwable e) {
      if (e instanceof TransientException) {
        givenUp++;
        processor = processor();
        worker.ready.add(this);
      } else {
        violations.add(name + ": " + e);
        worker.left--;
      }
      time.wake(worker.parked);
    }
  }

  private SourceRecord record(SourcePartition partition, int offset) {
    String json =
        "{\"id\":%d,\"colour\":%d,\"hash\":%d}"
            .formatted(
                offset, colour(partition.partition(), offset), hash(partition.partition(), offset));
    return new SourceRecord(
        partition, "dots", offset, Instant.EPOCH, null, json.getBytes(StandardCharsets.UTF_8));
  }

  private long colour(int partition, int offset) {
    return Math.floorMod(Draw.mix(partition * 1_000_003L + offset), (long) shape.groups());
  }

  private static long hash(int partition, int offset) {
    return Draw.mix(~(partition * 1_000_003L + offset)) >>> 24;
  }

  /** Counts again what the documents should hold. */
  private void compare() {
    Map<Object, String> expected = new TreeMap<>();
    Map<Long, long[]> totals = new HashMap<>();
    for (int partition = 0; partition < shape.partitions(); partition++) {
      for (int offset = 0; offset < shape.flushes() * shape.records(); offset++) {
        long[] total = totals.computeIfAbsent(colour(partition, offset), any -> new long[2]);
        total[0]++;
        total[1] += hash(partition, offset);
      }
    }
    totals.forEach((colour, total) -> expected.put(colour, total[0] + " of " + total[1]));
    Map<Object, String> stored = new TreeMap<>();
    for (AggregateStore.Write document : store.documents.values()) {
      Map<String, @Nullable Object> result = document.result();
      stored.put(
          Objects.requireNonNull(result.get("colour")),
          result.get("count") + " of " + result.get("sum_hash"));
    }
    if (!stored.equals(expected)) {
      long wrong =
          expected.entrySet().stream()
              .filter(each -> !each.getValue().equals(stored.get(each.getKey())))
              .count();
      violations.add(wrong + " of " + expected.size() + " documents are wrong");
    }
  }
}
