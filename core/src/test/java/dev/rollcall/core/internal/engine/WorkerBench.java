package dev.rollcall.core.internal.engine;

import static dev.rollcall.core.pipeline.Guests.guest;

import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.AggregateMerges;
import dev.rollcall.core.internal.process.MergeWaits;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.pipeline.Guests;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A worker of one partition with the real processor. Its turns and flushes wait until the test lets
 * them run, so a flush that has not run yet is one that is under way. Record {@code n} is a guest
 * with the id {@code n}; every seventh is no JSON.
 */
final class WorkerBench {

  static final SourcePartition PARTITION = new SourcePartition("guests", 0);

  /** Tasks that wait. */
  static final class Steps implements Executor {
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
      waiting.add(task);
    }

    boolean isEmpty() {
      return waiting.isEmpty();
    }

    void run() {
      waiting.remove().run();
    }

    void runAll() {
      while (!waiting.isEmpty()) {
        run();
      }
    }
  }

  final Steps turns = new Steps();
  final Steps flushes = new Steps();
  final InFlightLimiter inFlight = new InFlightLimiter(1_000, 1 << 20);
  final BlockingQueue<PartitionWorker.Outcome> outcomes = new LinkedBlockingQueue<>();

  /** The ids that the sink was given, a list for each call. */
  final List<List<String>> written = new CopyOnWriteArrayList<>();

  /** By the name of the bench, as the pipeline's functions are copied. */
  private static final Map<String, AtomicInteger> PROCESSED = new ConcurrentHashMap<>();

  /** How many rows have been processed. */
  final AtomicInteger processed = new AtomicInteger();

  final Guests guests;
  final PartitionWorker worker;

  /** What the next write throws. */
  volatile @Nullable RuntimeException failure;

  private long next;

  WorkerBench(String name, int flushAt) {
    this(name, flushAt, null, null);
  }

  /** With executors of the test's own. */
  WorkerBench(String name, int flushAt, @Nullable Executor turning, @Nullable Executor flushing) {
    this.guests = new Guests(name, 1);
    PROCESSED.put(name, processed);
    Pipeline pipeline =
        guests
            .pipeline()
            .where(row -> PROCESSED.get(name).incrementAndGet() > 0)
            .flushAt(flushAt, 1 << 20)
            .build();
    CompiledPipeline compiled = CompiledPipeline.of(pipeline);
    PipelinePorts ports =
        new PipelinePorts(
            compiled,
            List.of(new Sink()),
            guests.aggregates.open(compiled.tables()),
            guests.letters.open());
    Executor writing = flushing == null ? flushes : flushing;
    this.worker =
        new PartitionWorker(
            new PartitionProcessor(compiled, ports, PARTITION),
            inFlight,
            turning == null ? turns : turning,
            writing,
            new MergeQueue(
                new AggregateMerges(compiled, ports.aggregates(), MergeWaits.DEFAULT), writing),
            outcomes);
  }

  /** Adds the next records, as one batch. */
  void add(int records) {
    List<SourceRecord> batch = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      batch.add(record(next++));
    }
    worker.add(batch);
  }

  static SourceRecord record(long offset) {
    String json = isBad(offset) ? "not json" : guest(String.valueOf(offset), "de", 1);
    return new SourceRecord(
        PARTITION,
        "guests",
        offset,
        Instant.ofEpochMilli(offset),
        null,
        json.getBytes(StandardCharsets.UTF_8));
  }

  static boolean isBad(long offset) {
    return offset % 7 == 6;
  }

  private final class Sink implements RowSink {
    @Override
    public Result write(List<VersionedRow> rows) {
      RuntimeException thrown = failure;
      if (thrown != null) {
        throw thrown;
      }
      written.add(rows.stream().map(row -> String.valueOf(row.row().getString("id"))).toList());
      return Result.WRITTEN;
    }

    @Override
    public void close() {}
  }
}
