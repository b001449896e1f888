package dev.rollcall.faults.spark;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.user.Users;
import dev.rollcall.faults.spark.HaltingDriver.Point;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.load.KafkaLoad;
import dev.rollcall.kafka.load.LoadRecord;
import dev.rollcall.kafka.source.KafkaSource;
import dev.rollcall.testkit.port.InterceptedPorts;
import dev.rollcall.testkit.randomuser.UserGenerator;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The pipeline and the users that a halted driver is judged by. */
final class UserPipeline {

  /** The aggregation that has every element, {@value}. */
  static final String COUNTED = "by_nationality";

  static final List<String> AGGREGATIONS = List.of(COUNTED, "per_hour", "registered");

  /** Is called in a task each time a flush has come to such a point; it may halt. */
  interface Hook extends Serializable {
    void after(Point point);
  }

  private UserPipeline() {}

  /** With a filter and aggregations of every kind. */
  static Pipeline of(UserStores stores, Hook hook, int flushAt) {
    return Pipeline.named("parity")
        .records(Users.recordType())
        .where(row -> row.getLong("age") >= 18)
        .rows(
            InterceptedPorts.rows(
                stores.rows(),
                (rows, sink) -> {
                  RowSink.Result result = sink.write(rows);
                  hook.after(Point.ROWS_WRITTEN);
                  return result;
                }))
        .aggregate(
            Aggregation.named(COUNTED)
                .groupBy("nationality", "gender")
                .count()
                .mean("age")
                .distinct("user_id")
                .quantiles("age", 0.5, 0.95))
        .aggregate(Aggregation.named("per_hour").tumbling(Duration.ofHours(1)).count().sum("age"))
        .aggregate(
            Aggregation.named("registered").tumbling(Duration.ofDays(365), "registered_at").count())
        .into(
            InterceptedPorts.aggregates(
                stores.aggregates(),
                (writes, store) -> {
                  Set<AggregateKey> rejected = store.compareAndSet(writes);
                  if (rejected.isEmpty()
                      && writes.get(0).key().aggregation().equals("registered")) {
                    hook.after(Point.AGGREGATES_WRITTEN);
                  }
                  return rejected;
                }))
        .deadLetters(stores.letters())
        .flushAt(flushAt, 1 << 20)
        .build();
  }

  /** Appends users, and some records that are none. */
  static void load(KafkaTopic topic, int users, int bad) {
    UserGenerator generator =
        new UserGenerator(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
    List<LoadRecord> records = new ArrayList<>();
    for (int i = 0; i < users; i++) {
      records.add(new LoadRecord("user-" + i, generator.user("parity", i)));
    }
    for (int i = 0; i < bad; i++) {
      byte[] cut = "{\"login\":{\"uuid\":".getBytes(StandardCharsets.UTF_8);
      records.add((i + 1) * users / (bad + 1), new LoadRecord("bad-" + i, cut));
    }
    try (KafkaLoad load = KafkaLoad.open(topic, topic.name() + "load")) {
      load.page(0, records);
      load.finish();
    }
  }

  /** All the topic holds, once, by the engine in this JVM, which never halts. */
  static RunReport runHere(UserStores stores) {
    KafkaSource origin = KafkaSource.of(stores.source()).group(UUID.randomUUID().toString());
    try (RecordSource source = origin.open()) {
      return PipelineRunner.runUntilCaughtUp(of(stores, step -> {}, 10_000), source);
    }
  }
}
