package dev.rollcall.cli.engine;

import dev.rollcall.cli.console.Progress;
import dev.rollcall.core.pipeline.BatchRun;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunListener;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.source.KafkaSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The pipeline in this JVM, as a member of a consumer group. */
final class JvmEngine implements Engine {

  private static final Duration STOP = Duration.ofSeconds(20);

  /** Else who runs a killed command again waits Kafka's 45 s until its former member is gone. */
  private static final Map<String, String> SESSION = Map.of("session.timeout.ms", "10000");

  private final Progress progress;
  private final Watch watch;

  JvmEngine(Progress progress, Watch watch) {
    this.progress = progress;
    this.watch = watch;
  }

  @Override
  public String name() {
    return "jvm";
  }

  @Override
  public Watch watch() {
    return watch;
  }

  @Override
  public String how() {
    return "in this JVM";
  }

  @Override
  public RunReport process(Pipeline pipeline, KafkaTopic topic, Position position, long records) {
    try (PipelineRunner run = start(pipeline, topic, position, records)) {
      RunReport report = run.awaitCaughtUp();
      progress.say("Caught up: lag %d, all committed".formatted(run.status().lag()));
      return report;
    }
  }

  @Override
  public RunReport follow(Pipeline pipeline, KafkaTopic topic, Position position) {
    try (PipelineRunner run = start(pipeline, topic, position, 0)) {
      Thread stop = new Thread(() -> run.stop(STOP), "rollcall-stop");
      Runtime.getRuntime().addShutdownHook(stop);
      return run.awaitEnd();
    }
  }

  @Override
  public BatchRun.Engine batches() {
    return BatchRun.Engine.here(Runtime.getRuntime().availableProcessors());
  }

  private PipelineRunner start(
      Pipeline pipeline, KafkaTopic topic, Position position, long records) {
    AtomicLong done = new AtomicLong();
    RunListener shown =
        new RunListener() {
          @Override
          public void flushed(SourcePartition partition, RunReport report, Duration took) {
            long so = done.addAndGet(report.read());
            progress.step(
                "Processing in this JVM",
                so,
                records,
                records == 0 ? "" : Progress.lag(records - so));
          }
        };
    KafkaTopic read = topic.properties(SESSION).properties(topic.properties());
    KafkaSource source = KafkaSource.of(read).group(position.group());
    PipelineRunner run =
        PipelineRunner.builder(pipeline).listener(shown.and(watch.over(pipeline))).start(source);
    watch.began(pipeline, run::status);
    return run;
  }

  @Override
  public void close() {}
}
