package dev.rollcall.examples.demo;

import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunListener;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.examples.command.Progress;
import dev.rollcall.kafka.KafkaSource;
import dev.rollcall.kafka.KafkaTopic;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The pipeline in this JVM, as the one member of a consumer group of its own. */
final class JvmDemo implements DemoEngine {

  private final Progress progress;

  JvmDemo(Progress progress) {
    this.progress = progress;
  }

  @Override
  public String name() {
    return "jvm";
  }

  @Override
  public String how() {
    return "in this JVM";
  }

  @Override
  public RunReport process(Pipeline pipeline, KafkaTopic topic, long records) {
    AtomicLong read = new AtomicLong();
    RunListener shown =
        new RunListener() {
          @Override
          public void flushed(SourcePartition partition, RunReport report, Duration took) {
            long so = read.addAndGet(report.read());
            progress.step("Processing in this JVM", so, records, Progress.lag(records - so));
          }
        };
    // a group of its own reads the topic from its beginning: see ADR 4
    KafkaSource source = KafkaSource.of(topic).group("rollcall-demo-" + UUID.randomUUID());
    try (PipelineRunner run = PipelineRunner.builder(pipeline).listener(shown).start(source)) {
      RunReport report = run.awaitCaughtUp();
      progress.say("Caught up: lag %d, all committed".formatted(run.status().lag()));
      return report;
    }
  }

  @Override
  public void close() {}
}
