package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.port.BatchPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What an engine does with the parts of a batch. Threadsafe. */
public final class BatchWork {

  private BatchWork() {}

  /**
   * Takes one part through the pipeline: its rows and dead letters are stored when this returns,
   * its aggregates are returned.
   *
   * @throws RollcallException if it cannot be processed; process it again, or end the run
   */
  public static BatchResult process(Pipeline pipeline, BatchPart part) {
    PartialAggregates aggregates = new PartialAggregates();
    try (PipelinePorts ports = PipelinePorts.open(pipeline, aggregates)) {
      PartitionProcessor processor = new PartitionProcessor(pipeline, ports, part.partition());
      Flushes flushes = new Flushes(processor);
      part.read(
          record -> {
            processor.process(record);
            if (processor.shouldFlush()) {
              flushes.next();
            }
          });
      flushes.next();
      // documents are only put together here; storing them is the run's work
      pipeline.aggregateTarget().ifPresent(store -> flushes.targets.remove(store.name()));
      return new BatchResult(
          part.partition(), flushes.report, flushes.took, flushes.targets, aggregates.states());
    }
  }

  /** The flushes of a part, summed up. */
  private static final class Flushes {
    private final PartitionProcessor processor;
    private final Map<String, Duration> targets = new TreeMap<>();
    private RunReport report = RunReport.EMPTY;
    private Duration took = Duration.ZERO;

    Flushes(PartitionProcessor processor) {
      this.processor = processor;
    }

    void next() {
      long began = System.nanoTime();
      report = report.plus(processor.flush());
      took = took.plusNanos(System.nanoTime() - began);
      processor
          .targetTimes()
          .forEach((target, spent) -> targets.merge(target, spent, Duration::plus));
    }
  }

  static List<BatchResult> processHere(Pipeline pipeline, List<BatchPart> parts, int workers) {
    Optional<RunContext> run = RunContext.current();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            workers, task -> new Thread(run.map(context -> context.wrap(task)).orElse(task)));
    try {
      List<Future<BatchResult>> results = new ArrayList<>();
      for (BatchPart part : parts) {
        results.add(pool.submit(() -> process(pipeline, part)));
      }
      List<BatchResult> done = new ArrayList<>();
      for (Future<BatchResult> result : results) {
        done.add(result.get());
      }
      return done;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof RollcallException own) {
        throw own;
      }
      throw new FatalException(
          "a batch of pipeline '%s' failed with %s"
              .formatted(pipeline.name(), cause.getClass().getName()),
          cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FatalException(
          "interrupted during a batch of pipeline '" + pipeline.name() + "'", e);
    } finally {
      pool.shutdownNow();
    }
  }
}
