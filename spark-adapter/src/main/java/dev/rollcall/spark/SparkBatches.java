package dev.rollcall.spark;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.internal.batch.BatchWork;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.run.RunContext;
import dev.rollcall.core.pipeline.BatchRun;
import dev.rollcall.core.pipeline.Pipeline;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Runs each part of a batch as a Spark task. A part that is processed twice, because an executor
 * was lost or by speculation, counts once: its rows are the same, and the driver takes the
 * aggregates of one task only. Threadsafe.
 *
 * <pre>{@code
 * BatchRun.of(pipeline, log).run("daily/2026-11-21", origin, SparkBatches.on(spark));
 * }</pre>
 */
public final class SparkBatches implements BatchRun.Engine {

  private final SparkSession spark;

  private SparkBatches(SparkSession spark) {
    this.spark = spark;
  }

  /** Runs on this session. */
  public static SparkBatches on(SparkSession spark) {
    return new SparkBatches(spark);
  }

  @Override
  public List<BatchRun.Result> process(Pipeline pipeline, List<BatchRun.Part> parts) {
    if (parts.isEmpty()) {
      return List.of();
    }
    try {
      return JavaSparkContext.fromSparkContext(spark.sparkContext())
          .parallelize(parts, parts.size())
          .map(new PartTask(pipeline, RunContext.current().orElse(null)))
          .collect();
    } catch (Exception e) {
      // not only unchecked ones: Scala throws a failed job's error without declaring it
      RollcallException own = SparkErrors.own(e);
      throw own == null
          ? new FatalException(
              "a batch of pipeline '%s' failed on Spark: %s"
                  .formatted(pipeline.name(), e.getMessage()),
              e)
          : own;
    }
  }

  /** One task: one part. */
  private record PartTask(Pipeline pipeline, @Nullable RunContext run)
      implements Function<BatchRun.Part, BatchRun.Result> {
    @Override
    public BatchRun.Result call(BatchRun.Part part) {
      try {
        return run == null
            ? BatchWork.process(CompiledPipeline.of(pipeline), part)
            : run.call(() -> BatchWork.process(CompiledPipeline.of(pipeline), part));
      } catch (RuntimeException e) {
        throw TaskFailures.at(part.partition().toString(), e);
      }
    }
  }
}
