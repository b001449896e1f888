package dev.rollcall.examples.demo;

import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.examples.command.Progress;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.spark.SparkPipelines;
import dev.rollcall.spark.SparkRun;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.SparkSession;

/** The pipeline on Spark in this JVM, which starts in the background. */
final class SparkDemo implements DemoEngine {

  private final DemoFolder folder;
  private final Progress progress;
  private final CompletableFuture<SparkSession> session;

  SparkDemo(DemoFolder folder, Progress progress) {
    this.folder = folder;
    this.progress = progress;
    this.session = CompletableFuture.supplyAsync(() -> LocalSpark.start(folder.path()));
  }

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public String how() {
    return "with Spark";
  }

  @Override
  public void awaitReady() {
    session.join();
  }

  @Override
  public RunReport process(Pipeline pipeline, KafkaTopic topic, long records) {
    try (SparkRun run =
        SparkPipelines.on(session.join())
            .checkpoint(folder.fresh("checkpoint").toString())
            .option("maxOffsetsPerTrigger", "100000")
            .startAvailableNow(pipeline, topic)) {
      run.onProgress(
          read ->
              progress.step("Processing with Spark", read, records, Progress.lag(records - read)));
      return run.awaitEnd();
    }
  }

  @Override
  public void close() {
    session.thenAccept(SparkSession::stop).join();
  }
}
