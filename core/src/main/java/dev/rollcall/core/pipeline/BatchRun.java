package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.batch.BatchDocuments;
import dev.rollcall.core.internal.run.ListenerNotifier;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.internal.run.RunContext;
import dev.rollcall.core.internal.run.RunFailure;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.BatchOrigin;
import dev.rollcall.core.port.RunLog;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
  public RunReport run(String batch, BatchOrigin origin, BatchEngine engine) {
    ConfigurationException.requireNonNull(batch, "batch run: batch");
    ConfigurationException.requireNonNull(origin, "batch run: origin");
    ConfigurationException.requireNonNull(engine, "batch run: engine");
    RunContext context = RunContext.begin(pipeline.name());
    return context.call(() -> run(context.runId(), batch, origin, engine));
  }

  private RunReport run(String runId, String batch, BatchOrigin origin, BatchEngine engine) {
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
    report.coverage().remarks().forEach(remark -> LOG.info("{}", remark));
    RunReport all = report;
    notifier.notifyOfEnd(each -> each.observed(status(RunStatus.State.STOPPED, all)));
    return report;
  }

  private RunReport compute(
      long number, BatchOrigin origin, BatchEngine engine, ListenerNotifier notifier) {
    // opened here first, to create tables and report what does not fit before any part is read
    try (PipelinePorts ports = PipelinePorts.open(pipeline.compiled())) {
      List<BatchEngine.Result> parts = engine.process(pipeline, origin.parts());
      RunReport report =
          parts.stream()
              .map(BatchEngine.Result::report)
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
  private void reportStored(
      List<BatchEngine.Result> parts, Duration took, ListenerNotifier notifier) {
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
    figures.put("filtered", report.filtered());
    figures.put("dead_lettered", report.deadLettered());
    return figures;
  }
}
