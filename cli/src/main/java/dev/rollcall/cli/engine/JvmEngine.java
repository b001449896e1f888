package dev.rollcall.cli.engine;

import dev.rollcall.cli.console.Progress;
import dev.rollcall.core.pipeline.BatchRun;
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
final class JvmEngine extends Engine {

  private static final Duration STOP = Duration.ofSeconds(20);

  /** Else who runs a killed command again waits Kafka's 45 s until its former member is gone. */
  private static final Map<String, String> SESSION = Map.of("session.timeout.ms", "10000");

  JvmEngine(Progress progress, Watch watch) {
    super(Engine.Kind.JVM, progress, watch);
  }

  @Override
  public RunReport run(Work work) {
    KafkaTopic topic = work.topic().properties(SESSION).properties(work.topic().properties());
    AtomicLong read = new AtomicLong();
    RunListener shown =
        new RunListener() {
          @Override
          public void flushed(SourcePartition partition, RunReport report, Duration took) {
            show(work, read.addAndGet(report.read()));
          }
        };
    try (PipelineRunner run =
        PipelineRunner.builder(work.pipeline())
            .listener(shown.and(watch().over(work.pipeline())))
            .start(KafkaSource.of(topic).group(work.position().group()))) {
      watch().began(work.pipeline(), run::status);
      if (work.follow()) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> run.stop(STOP), "rollcall-stop"));
        return run.awaitEnd();
      }
      RunReport report = run.awaitCaughtUp();
      progress.say("Caught up: lag %d, all committed".formatted(run.status().lag()));
      return report;
    }
  }

  @Override
  public BatchRun.Engine batches() {
    return BatchRun.Engine.here(Runtime.getRuntime().availableProcessors());
  }
}
