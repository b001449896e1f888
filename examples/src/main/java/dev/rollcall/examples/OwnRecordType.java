package dev.rollcall.examples;

import static dev.rollcall.core.record.ColumnType.FLOAT64;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.record.EpochUnit;
import dev.rollcall.core.record.RecordType;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Readings of sensors, a type Rollcall has never heard of: declared, flattened, counted per hour.
 * The ports are in memory, so that it runs anywhere; a {@code CassandraTable} or {@code
 * MongoAggregates} goes in the same place.
 */
public final class OwnRecordType {

  private OwnRecordType() {}

  /** Runs it and prints what came of it. */
  public static void main(String[] args) {
    run(new PrintStream(System.out, true, StandardCharsets.UTF_8));
  }

  static RunReport run(PrintStream out) {
    // tag::pipeline[]
    RecordType reading =
        RecordType.named("reading")
            .key("reading_id")
            .column("reading_id", STRING)
            .from("id")
            .required()
            .column("sensor", STRING)
            .from("meta.sensor", "sensor")
            .column("celsius", FLOAT64)
            .from("value.celsius", "celsius")
            .required()
            .column("taken_at", TIMESTAMP)
            .from("time")
            .epoch(EpochUnit.SECONDS)
            .required()
            .secret("token")
            .build();
    InMemoryAggregates perHour = InMemoryAggregates.named("readings");
    Pipeline pipeline =
        Pipeline.named("readings")
            .records(reading)
            .rows(InMemoryRows.named("readings"))
            .aggregate(
                Aggregation.named("per_hour")
                    .groupBy("sensor")
                    .tumbling(Duration.ofHours(1), "taken_at")
                    .count()
                    .min("celsius")
                    .max("celsius")
                    .quantiles("celsius", 0.5))
            .into(perHour)
            .deadLetters(InMemoryDeadLetters.named("readings"))
            .build();
    // end::pipeline[]
    InMemorySource source =
        InMemorySource.named("readings", 1)
            .add(
                0, "{\"id\":1,\"sensor\":\"a\",\"celsius\":20.5,\"time\":\"2026-01-01T10:05:00Z\"}")
            .add(
                0,
                "{\"id\":2,\"meta\":{\"sensor\":\"a\"},\"value\":{\"celsius\":22},\"time\":\"2026-01-01T10:15:00Z\",\"token\":\"t\"}")
            .add(0, "{\"id\":3,\"sensor\":\"a\",\"celsius\":\"warm\",\"time\":\"2026-01-01\"}");
    RunReport report = PipelineRunner.runUntilCaughtUp(pipeline, source);
    out.println(report);
    perHour.results("per_hour").forEach(out::println);
    InMemoryDeadLetters.named("readings").letters().forEach(out::println);
    return report;
  }
}
