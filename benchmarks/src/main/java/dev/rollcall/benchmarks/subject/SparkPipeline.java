package dev.rollcall.benchmarks.subject;

import dev.rollcall.benchmarks.peer.SparkJobs;
import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.spark.SparkPipelines;
import dev.rollcall.spark.SparkRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The pipeline of {@link ProfilePipeline} on Spark. */
public final class SparkPipeline {

  private SparkPipeline() {}

  /** Runs until the topic is read; returns the number of rows written. */
  public static long profiles(ForkInput input, String table) throws IOException {
    Pipeline pipeline = ProfilePipeline.of(input, table);
    Path checkpoint = Files.createTempDirectory("rollcall-bench-checkpoint");
    try (SparkRun run =
        SparkPipelines.on(SparkJobs.session(SparkJobs.ALL_CORES))
            .checkpoint(checkpoint.toString())
            .option("maxOffsetsPerTrigger", SparkJobs.OFFSETS_PER_BATCH)
            .startAvailableNow(
                pipeline, KafkaTopic.named(input.topic()).bootstrapServers(input.kafka()))) {
      run.awaitEnd();
      return run.report().written();
    } finally {
      SparkJobs.delete(checkpoint);
    }
  }
}
