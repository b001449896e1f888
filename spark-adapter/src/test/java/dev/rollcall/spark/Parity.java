package dev.rollcall.spark;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineBuilder;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.core.user.Users;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.load.KafkaLoad;
import dev.rollcall.kafka.load.LoadRecord;
import dev.rollcall.kafka.source.KafkaSource;
import dev.rollcall.testkit.randomuser.UserGenerator;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The pipeline and the users that engines are compared by. */
final class Parity {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  private Parity() {}

  /** A pipeline with a filter and aggregations of every kind; the same for all stores. */
  static PipelineBuilder pipeline(
      RowTarget rows, AggregateTarget aggregates, DeadLetterTarget letters) {
    return Pipeline.named("parity")
        .records(Users.recordType())
        .where(row -> row.getLong("age") >= 18)
        .rows(rows)
        .aggregate(
            Aggregation.named("by_nationality")
                .groupBy("nationality", "gender")
                .count()
                .mean("age")
                .distinct("user_id")
                .quantiles("age", 0.5, 0.95))
        .aggregate(Aggregation.named("per_hour").tumbling(Duration.ofHours(1)).count().sum("age"))
        .aggregate(
            Aggregation.named("registered").tumbling(Duration.ofDays(365), "registered_at").count())
        .into(aggregates)
        .deadLetters(letters);
  }

  /** Appends users with the numbers from {@code from} on, and some records that are none. */
  static void load(KafkaTopic topic, String id, int from, int users, int bad) {
    UserGenerator generator = new UserGenerator(CLOCK);
    List<LoadRecord> records = new ArrayList<>();
    for (int i = 0; i < users; i++) {
      records.add(new LoadRecord("user-" + (from + i), generator.user("parity", from + i)));
    }
    for (int i = 0; i < bad; i++) {
      byte[] cut = "{\"login\":{\"uuid\":".getBytes(StandardCharsets.UTF_8);
      records.add((i + 1) * users / (bad + 1), new LoadRecord("bad-" + i, cut));
    }
    try (KafkaLoad load = KafkaLoad.open(topic, topic.name() + id)) {
      load.page(0, records);
      load.finish();
    }
  }

  /** All the topic holds, once, by the engine in this JVM. */
  static RunReport reference(Pipeline pipeline, KafkaTopic topic) {
    KafkaSource origin = KafkaSource.of(topic).group(UUID.randomUUID().toString());
    try (RecordSource source = origin.open()) {
      return PipelineRunner.runUntilCaughtUp(pipeline, source);
    }
  }

  /** The records of one partition below an offset, by a processor of its own. */
  static void takeFirst(int below, KafkaTopic topic, Pipeline pipeline) {
    KafkaSource origin = KafkaSource.of(topic).group(UUID.randomUUID().toString());
    CompiledPipeline compiled = CompiledPipeline.of(pipeline);
    try (RecordSource source = origin.open();
        PipelinePorts ports = PipelinePorts.open(compiled)) {
      source.subscribe(
          new RecordSource.Assignment() {
            @Override
            public void assigned(Collection<SourcePartition> partitions) {}

            @Override
            public void revoked(Collection<SourcePartition> partitions) {}

            @Override
            public void lost(Collection<SourcePartition> partitions) {}
          });
      List<SourceRecord> records = List.of();
      while (records.isEmpty()) {
        records = source.poll(Duration.ofSeconds(1));
      }
      PartitionProcessor processor =
          new PartitionProcessor(compiled, ports, records.get(0).partition());
      records.stream()
          .filter(record -> record.partition().equals(processor.partition()))
          .filter(record -> record.offset() < below)
          .forEach(processor::process);
      processor.flush();
    }
  }
}
