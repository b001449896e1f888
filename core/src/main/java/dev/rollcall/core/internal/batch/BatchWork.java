package dev.rollcall.core.internal.batch;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.FlushResult;
import dev.rollcall.core.internal.process.PartialAggregates;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.internal.run.RunContext;
import dev.rollcall.core.internal.run.RunFailure;
import dev.rollcall.core.pipeline.BatchRun;
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

/** Processes the parts of a batch, for every engine. Threadsafe. */
public final class BatchWork {

  private static final Logger LOG = LoggerFactory.getLogger(BatchWork.class);

  /** How long interrupted parts may take to end. */
  private static final Duration INTERRUPTED_WITHIN = Duration.ofSeconds(5);

  private BatchWork() {}

  /**
   * Takes one part through the pipeline. When this returns, its rows and dead letters are stored;
   * its aggregates are in the result. After a transient error the part is read again from its
   * start, as often as the pipeline's retry policy allows; only the attempt that succeeds counts.
   *
   * @throws RollcallException if it cannot be processed
   */
  public static BatchRun.Result process(CompiledPipeline pipeline, BatchRun.Part part) {
    return pipeline.retryPolicy().call(() -> attempt(pipeline, part));
  }

  private static BatchRun.Result attempt(CompiledPipeline pipeline, BatchRun.Part part) {
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
      // merging into memory is no store call; the run stores the documents
      Map<String, Duration> targets = new TreeMap<>(all.targets());
      pipeline.aggregateTarget().ifPresent(store -> targets.remove(store.name()));
      return new BatchRun.Result(
          part.partition(), all.report(), all.took(), targets, all.letters(), aggregates.states());
    } catch (TransientException e) {
      LOG.warn("{}: an attempt to process the part failed: {}", part.partition(), e.getMessage());
      throw e;
    }
  }

  /**
   * Processes parts in this JVM, {@code workers} at a time; the first failure interrupts the rest.
   *
   * @return the results in the order of the parts
   * @throws RollcallException the first failure
   */
  public static List<BatchRun.Result> processHere(
      CompiledPipeline pipeline, List<BatchRun.Part> parts, int workers) {
    Optional<RunContext> run = RunContext.current();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            workers,
            task -> {
              Thread thread = new Thread(run.map(context -> context.wrap(task)).orElse(task));
              // a part that hangs must not keep the JVM alive once another has failed the batch
              thread.setDaemon(true);
              return thread;
            });
    try {
      ExecutorCompletionService<BatchRun.Result> ended = new ExecutorCompletionService<>(pool);
      List<Future<BatchRun.Result>> results = new ArrayList<>();
      for (BatchRun.Part part : parts) {
        results.add(ended.submit(() -> process(pipeline, part)));
      }
      for (int i = 0; i < parts.size(); i++) {
        // whichever ends first: a slow part must not delay a failure
        ended.take().get();
      }
      List<BatchRun.Result> done = new ArrayList<>();
      for (Future<BatchRun.Result> result : results) {
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
      shutDown(pool);
    }
  }

  /** Interrupts the parts still running after a failure, and waits for them briefly. */
  private static void shutDown(ExecutorService pool) {
    pool.shutdownNow();
    try {
      if (!pool.awaitTermination(INTERRUPTED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("a part of a failed batch ignores its interrupt; its thread is abandoned");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
