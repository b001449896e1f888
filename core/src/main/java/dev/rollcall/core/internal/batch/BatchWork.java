package dev.rollcall.core.internal.batch;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.FlushResult;
import dev.rollcall.core.internal.process.PartialAggregates;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.internal.run.RunContext;
import dev.rollcall.core.internal.run.RunFailure;
import dev.rollcall.core.pipeline.BatchEngine;
import dev.rollcall.core.port.BatchOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an engine does with the parts of a batch. Threadsafe. */
public final class BatchWork {

  private static final Logger LOG = LoggerFactory.getLogger(BatchWork.class);

  /** How long parts that were interrupted have to end. */
  private static final Duration HURRIED = Duration.ofSeconds(5);

  private BatchWork() {}

  /**
   * Takes one part through the pipeline: its rows and dead letters are stored when this returns,
   * its aggregates are returned.
   *
   * @throws RollcallException if it cannot be processed; process it again, or end the run
   */
  public static BatchEngine.Result process(CompiledPipeline pipeline, BatchOrigin.Part part) {
    PartialAggregates aggregates = new PartialAggregates();
    try (PipelinePorts ports = PipelinePorts.open(pipeline, aggregates)) {
      PartitionProcessor processor = new PartitionProcessor(pipeline, ports, part.partition());
      FlushResult[] flushed = {FlushResult.none(part.partition())};
      part.read(
          record -> {
            processor.process(record);
            if (processor.shouldFlush()) {
              flushed[0] = flushed[0].then(processor.flush());
            }
          });
      FlushResult all = flushed[0].then(processor.flush());
      // documents are only put together here; storing them is the run's work
      Map<String, Duration> targets = new TreeMap<>(all.targets());
      pipeline.aggregateTarget().ifPresent(store -> targets.remove(store.name()));
      return new BatchEngine.Result(
          part.partition(), all.report(), all.took(), targets, all.letters(), aggregates.states());
    }
  }

  public static List<BatchEngine.Result> processHere(
      CompiledPipeline pipeline, List<BatchOrigin.Part> parts, int workers) {
    Optional<RunContext> run = RunContext.current();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            workers,
            task -> {
              Thread thread = new Thread(run.map(context -> context.wrap(task)).orElse(task));
              // a part that hangs must not keep the JVM once another has ended the batch
              thread.setDaemon(true);
              return thread;
            });
    try {
      ExecutorCompletionService<BatchEngine.Result> ended = new ExecutorCompletionService<>(pool);
      List<Future<BatchEngine.Result>> results = new ArrayList<>();
      for (BatchOrigin.Part part : parts) {
        results.add(ended.submit(() -> process(pipeline, part)));
      }
      for (int i = 0; i < parts.size(); i++) {
        // whichever ends first: a failure is not kept waiting by a part that is slow
        ended.take().get();
      }
      List<BatchEngine.Result> done = new ArrayList<>();
      for (Future<BatchEngine.Result> result : results) {
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
              .formatted(pipeline.name(), RunFailure.text(cause)),
          cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FatalException(
          "interrupted during a batch of pipeline '" + pipeline.name() + "'", e);
    } finally {
      end(pool);
    }
  }

  /** What goes on after a failure is of no use; it has a moment to find that out. */
  private static void end(ExecutorService pool) {
    pool.shutdownNow();
    try {
      if (!pool.awaitTermination(HURRIED.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("a part of a batch that has failed does not end; it is left to itself");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
