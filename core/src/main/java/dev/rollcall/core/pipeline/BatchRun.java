package dev.rollcall.core.pipeline;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.batch.BatchDocuments;
import dev.rollcall.core.internal.batch.BatchWork;
import dev.rollcall.core.internal.run.ListenerNotifier;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.internal.run.RunContext;
import dev.rollcall.core.internal.run.RunFailure;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.RunLog;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes a bounded set of records as a whole, such as a day, and replaces the results of earlier
 * runs of the same batch. It may be run again, also after a crash, as often as needed: rows are
 * upserts in which the newer record wins, aggregates are replaced, not added to.
 *
 * <p>The aggregations must group by what distinguishes this batch from others, such as its day, or
 * batches replace each other's documents. A group that an earlier run found and this one does not
 * stays: a batch may gain or correct records, but not lose them.
 *
 * <p>The run log records every run from its start. The run's number is a fencing token: once a
 * newer run has replaced documents of the batch, an older one that still goes on cannot. Immutable
 * and threadsafe.
 */
public final class BatchRun {

  private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);

  private final Pipeline pipeline;
  private final RunLog log;
  private final RunListener listener;
  private final Clock clock;

  private BatchRun(Pipeline pipeline, RunLog log, RunListener listener, Clock clock) {
    this.pipeline = pipeline;
    this.log = log;
    this.listener = listener;
    this.clock = clock;
  }

  /** Runs this pipeline and records its runs in this log, which stays open. */
  public static BatchRun of(Pipeline pipeline, RunLog log) {
    ConfigurationException.requireNonNull(pipeline, "batch run: pipeline");
    ConfigurationException.requireNonNull(log, "batch run: log");
    return new BatchRun(pipeline, log, new RunListener() {}, Clock.systemUTC());
  }

  /**
   * Registers a listener, notified of each part once everything is stored, and of the end. A batch
   * commits no offsets. Default: none.
   */
  public BatchRun listener(RunListener runListener) {
    return new BatchRun(
        pipeline, log, ConfigurationException.requireNonNull(runListener, "listener"), clock);
  }

  /**
   * Runs the batch once.
   *
   * @param batch its name in the run log, the same for each run of the batch: {@code
   *     daily-batch/2026-11-21}
   * @throws dev.rollcall.core.error.RollcallException if it failed, as the log records; run it
   *     again
   */
  public RunReport run(String batch, Origin origin, Engine engine) {
    ConfigurationException.requireNonNull(batch, "batch run: batch");
    ConfigurationException.requireNonNull(origin, "batch run: origin");
    ConfigurationException.requireNonNull(engine, "batch run: engine");
    RunContext context = RunContext.begin(pipeline.name());
    return context.call(() -> run(context.runId(), batch, origin, engine));
  }

  private RunReport run(String runId, String batch, Origin origin, Engine engine) {
    long number = log.started(batch, runId, clock.instant());
    LOG.info("the run has started: {}, batch '{}', number {}", pipeline, batch, number);
    ListenerNotifier notifier = new ListenerNotifier(listener);
    RunReport report;
    try {
      report = compute(number, origin, engine, notifier);
    } catch (Throwable failure) {
      String reason = RunFailure.text(failure);
      LOG.error("the run has ended: {}", reason);
      noteFailure(runId, reason, failure);
      notifier.notifyOfEnd(each -> each.observed(status(RunStatus.State.FAILED, RunReport.EMPTY)));
      throw failure;
    }
    log.finished(runId, clock.instant(), figures(report));
    LOG.info("the run has ended: {}", report);
    report.remarks().forEach(remark -> LOG.info("{}", remark));
    RunReport all = report;
    notifier.notifyOfEnd(each -> each.observed(status(RunStatus.State.STOPPED, all)));
    return report;
  }

  private RunReport compute(long number, Origin origin, Engine engine, ListenerNotifier notifier) {
    // opened here first, to create tables and report what does not fit before any part is read
    try (PipelinePorts ports = PipelinePorts.openBatch(pipeline.compiled())) {
      List<Result> parts = engine.process(pipeline, origin.parts());
      RunReport report =
          parts.stream()
              .map(Result::report)
              .reduce(RunReport.EMPTY, RunReport::plus)
              .requireBalanced();
      AggregateStore store = ports.aggregates();
      if (store != null) {
        long began = System.nanoTime();
        new BatchDocuments(pipeline.compiled(), store, number).replace(parts);
        reportStored(parts, Duration.ofNanos(System.nanoTime() - began), notifier);
      }
      parts.forEach(part -> notifier.notify(part::report));
      return report;
    }
  }

  /** Reports the documents, which are of the whole batch, with its first part. */
  private void reportStored(List<Result> parts, Duration took, ListenerNotifier notifier) {
    String target = pipeline.compiled().aggregateTarget().orElseThrow().name();
    parts.stream()
        .limit(1)
        .forEach(first -> notifier.notify(each -> each.stored(first.partition(), target, took)));
  }

  private static RunStatus status(RunStatus.State state, RunReport report) {
    return new RunStatus(state, Set.of(), 0, 0, 0, false, false, report);
  }

  private void noteFailure(String runId, String reason, Throwable failure) {
    try {
      log.failed(runId, clock.instant(), reason);
    } catch (Throwable unnoted) {
      failure.addSuppressed(unnoted);
    }
  }

  private static Map<String, Long> figures(RunReport report) {
    Map<String, Long> figures = new TreeMap<>();
    figures.put("read", report.read());
    figures.put("written", report.written());
    if (report.outdated() > 0) {
      figures.put("outdated", report.outdated());
    }
    if (report.deleted() > 0) {
      figures.put("deleted", report.deleted());
    }
    figures.put("filtered", report.filtered());
    figures.put("dead_lettered", report.deadLettered());
    return figures;
  }

  /**
   * A serializable description of a bounded set of records without offsets of their own, such as
   * the rows that a store holds of one day: what a batch is computed from.
   */
  public interface Origin extends Serializable {

    /** Short, for messages: {@code cassandra:batch_keyspace.raw_users[2026-11-21]}. */
    String name();

    /**
     * The parts that hold each record once; may be read in parallel and in other processes.
     *
     * @throws dev.rollcall.core.error.ConfigurationException if the store has no such records
     * @throws dev.rollcall.core.error.TransientException if the store does not answer
     */
    List<Part> parts();
  }

  /**
   * A part of a batch.
   *
   * <p><b>Ordering.</b> Records come in the same order at each reading as long as the store's
   * content is the same; their offsets are their places in it, from 0.
   *
   * <p><b>Threading.</b> Immutable; several may be read at once.
   *
   * <p><b>Failure.</b> {@link dev.rollcall.core.error.TransientException}: read the part again,
   * from the start. {@link dev.rollcall.core.error.FatalException}: the run cannot go on.
   */
  public interface Part extends Serializable {

    /** Names the part in dead letters and messages; the same at each reading. */
    SourcePartition partition();

    /** Hands over every record, in order. */
    void read(Consumer<SourceRecord> action);
  }

  /** Processes the parts of a batch: in this JVM ({@link #here}) or on Spark. */
  @FunctionalInterface
  public interface Engine {

    /**
     * Takes every part through the pipeline with {@link BatchWork#process}. A part that was
     * processed more than once, after a transient error or because a worker was lost, is in the
     * results once.
     *
     * @throws dev.rollcall.core.error.RollcallException if one of them cannot be processed
     */
    List<Result> process(Pipeline pipeline, List<Part> parts);

    /**
     * Processes parts in this JVM.
     *
     * @param workers how many parts are processed at a time
     */
    static Engine here(int workers) {
      return (pipeline, parts) -> BatchWork.processHere(pipeline.compiled(), parts, workers);
    }
  }

  /**
   * What one part of a batch came to: its rows are stored, its share of the aggregates is here.
   * Serializable, for engines whose workers are other processes.
   */
  public static final class Result implements Serializable {

    private final SourcePartition partition;
    private final RunReport report;
    private final Duration took;
    private final Map<String, Duration> targets;
    private final List<DeadLetter> letters;
    private final Map<AggregateKey, byte[]> states;

    public Result(
        SourcePartition partition,
        RunReport report,
        Duration took,
        Map<String, Duration> targets,
        List<DeadLetter> letters,
        Map<AggregateKey, byte[]> states) {
      this.partition = partition;
      this.report = report;
      this.took = took;
      this.targets = Map.copyOf(targets);
      this.letters = List.copyOf(letters);
      this.states = Map.copyOf(states);
    }

    /** The accounts of the part. */
    public RunReport report() {
      return report;
    }

    /** The part, as the source of its records. */
    SourcePartition partition() {
      return partition;
    }

    /** Reports the time per target, the first letters, and what became durable. */
    void report(RunListener listener) {
      targets.forEach((target, spent) -> listener.stored(partition, target, spent));
      letters.forEach(listener::deadLettered);
      listener.flushed(partition, report, took);
    }

    /** The encoded documents of the part alone. */
    public Map<AggregateKey, byte[]> states() {
      return states;
    }
  }
}
