package dev.rollcall.cli.engine;

import dev.rollcall.cli.console.Progress;
import dev.rollcall.core.pipeline.BatchRun;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.spark.SparkBatches;
import dev.rollcall.spark.SparkPipelines;
import dev.rollcall.spark.SparkRun;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.SparkSession;

/** The pipeline on Spark in this JVM, which starts in the background. */
final class SparkEngine extends Engine {

  private final CompletableFuture<SparkSession> session;

  SparkEngine(Path scratch, Progress progress, Watch watch) {
    super(Engine.Kind.SPARK, progress, watch);
    this.session = CompletableFuture.supplyAsync(() -> LocalSpark.start(scratch));
  }

  @Override
  public void awaitReady() {
    session.join();
  }

  @Override
  public RunReport run(Work work) {
    SparkPipelines spark =
        SparkPipelines.on(session.join())
            .listener(watch().over(work.pipeline()))
            .checkpoint(work.position().checkpoint().toString())
            .option("maxOffsetsPerTrigger", "100000");
    try (SparkRun run =
        work.follow()
            ? spark.start(work.pipeline(), work.topic())
            : spark.startAvailableNow(work.pipeline(), work.topic())) {
      watch().began(work.pipeline(), run::status);
      if (work.follow()) {
        Runtime.getRuntime().addShutdownHook(new Thread(run::close, "rollcall-stop"));
      }
      run.onProgress(read -> show(work, read));
      return run.awaitEnd();
    }
  }

  @Override
  public BatchRun.Engine batches() {
    return SparkBatches.on(session.join());
  }

  @Override
  public void close() {
    session.thenAccept(SparkSession::stop).join();
  }
}
