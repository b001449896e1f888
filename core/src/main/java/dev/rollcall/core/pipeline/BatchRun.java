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
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes a bounded set of records as a whole, such as a day, and puts what comes of it in the
 * place of what an earlier run of the same batch left. So it may be run again, or cut off and run
 * again, as often as one likes: rows are upserts in which the newer record wins, aggregates are
 * replaced and not added to.
 *
 * <p>The aggregations must group by what tells this batch from others, such as its day, or batches
 * replace each other's documents. A group that an earlier run found and this one does not is left
 * as it was: records of a batch are added and corrected, not taken away.
 *
 * <p>Every run is in the run log, from its start; its number is the fence: a run that was taken for
 * dead while another computed the batch anew cannot put its documents in place. Immutable and
 * threadsafe.
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

  /** Of this pipeline, noted in this log, which stays open. */
  public static BatchRun of(Pipeline pipeline, RunLog log) {
    ConfigurationException.requireNonNull(pipeline, "batch run: pipeline");
    ConfigurationException.requireNonNull(log, "batch run: log");
    return new BatchRun(pipeline, log, new RunListener() {}, Clock.systemUTC());
  }

  /**
   * The same with a listener, which is told when all is stored what became of each part, and of the
   * end. A batch commits no offsets. Default: nobody.
   */
  public BatchRun listener(RunListener listener) {
    return new BatchRun(
        pipeline, log, ConfigurationException.requireNonNull(listener, "listener"), clock);
  }

  /**
   * One run.
   *
   * @param batch what the run log calls it, the same for each run of the batch: {@code
   *     daily-batch/2026-11-21}
   * @throws dev.rollcall.core.error.RollcallException if it failed, which the log says too; run it
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
      notifier.tellLast(each -> each.observed(status(RunStatus.State.FAILED, RunReport.EMPTY)));
      throw failure;
    }
    log.finished(runId, clock.instant(), figures(report));
    LOG.info("the run has ended: {}", report);
    report.coverage().remarks().forEach(remark -> LOG.info("{}", remark));
    RunReport all = report;
    notifier.tellLast(each -> each.observed(status(RunStatus.State.STOPPED, all)));
    return report;
  }

  private RunReport compute(
      long number, BatchOrigin origin, BatchEngine engine, ListenerNotifier notifier) {
    // opened here first: what does not fit is said, and tables are made, before any part is read
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
        tellStored(parts, Duration.ofNanos(System.nanoTime() - began), notifier);
      }
      parts.forEach(part -> tell(notifier, part::tell));
      return report;
    }
  }

  /** Documents are of the whole batch; they are told with its first part. */
  private void tellStored(
      List<BatchEngine.Result> parts, Duration took, ListenerNotifier notifier) {
    String target = pipeline.compiled().aggregateTarget().orElseThrow().name();
    parts.stream()
        .limit(1)
        .forEach(first -> tell(notifier, each -> each.stored(first.partition(), target, took)));
  }

  private static RunStatus status(RunStatus.State state, RunReport report) {
    return new RunStatus(state, Set.of(), 0, 0, 0, false, false, report);
  }

  private static void tell(ListenerNotifier notifier, Consumer<RunListener> news) {
    RuntimeException broken = notifier.tell(news);
    if (broken != null) {
      throw broken;
    }
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
