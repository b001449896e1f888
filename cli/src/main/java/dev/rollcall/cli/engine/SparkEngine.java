package dev.rollcall.cli.engine;

import dev.rollcall.cli.console.Progress;
import dev.rollcall.core.pipeline.BatchRun;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.spark.SparkBatches;
import dev.rollcall.spark.SparkPipelines;
import dev.rollcall.spark.SparkRun;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.SparkSession;

/** The pipeline on Spark in this JVM, which starts in the background. */
final class SparkEngine implements Engine {

  private final Progress progress;
  private final Watch watch;
  private final CompletableFuture<SparkSession> session;

  SparkEngine(Path scratch, Progress progress, Watch watch) {
    this.progress = progress;
    this.watch = watch;
    this.session = CompletableFuture.supplyAsync(() -> LocalSpark.start(scratch));
  }

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public Watch watch() {
    return watch;
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
  public RunReport process(Pipeline pipeline, KafkaTopic topic, Position position, long records) {
    try (SparkRun run = spark(pipeline, position).startAvailableNow(pipeline, topic)) {
      watch.began(pipeline, run::status);
      shown(run, records);
      return run.awaitEnd();
    }
  }

  @Override
  public RunReport follow(Pipeline pipeline, KafkaTopic topic, Position position) {
    try (SparkRun run = spark(pipeline, position).start(pipeline, topic)) {
      watch.began(pipeline, run::status);
      Runtime.getRuntime().addShutdownHook(new Thread(run::close, "rollcall-stop"));
      shown(run, 0);
      return run.awaitEnd();
    }
  }

  @Override
  public BatchRun.Engine batches() {
    return SparkBatches.on(session.join());
  }

  private SparkPipelines spark(Pipeline pipeline, Position position) {
    return SparkPipelines.on(session.join())
        .listener(watch.over(pipeline))
        .checkpoint(position.checkpoint().toString())
        .option("maxOffsetsPerTrigger", "100000");
  }

  private void shown(SparkRun run, long records) {
    run.onProgress(
        read ->
            progress.step(
                "Processing with Spark",
                read,
                records,
                records == 0 ? "" : Progress.lag(records - read)));
  }

  @Override
  public void close() {
    session.thenAccept(SparkSession::stop).join();
  }
}
