package dev.rollcall.examples;

import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.STRING;

import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.core.commerce.CommerceEvents;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.jdbc.JdbcAggregates;
import dev.rollcall.jdbc.JdbcTable;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.source.KafkaSource;

/**
 * Events of a shop: whole to Cassandra; a row each to PostgreSQL or MySQL, with sales, funnel and
 * revenue live.
 */
public final class CommerceAnalytics {

  /** The topic of the events. */
  public static final String TOPIC = "shop_events";

  /** Partitions of a day in Cassandra. */
  private static final int BUCKETS = 16;

  private CommerceAnalytics() {}

  /**
   * The table of whole events; say where with {@code contactPoint}. The pipelines of all databases
   * write it.
   */
  public static CassandraTable rawTable() {
    return CassandraTable.in("shop_ks")
        .named("raw_events")
        .partitionedBy("date", "bucket")
        .columnType("bucket", "int")
        .shared()
        .autoCreate();
  }

  /** The table of flat events; say where with {@code url}. */
  public static JdbcTable table() {
    return JdbcTable.named("events").autoCreate();
  }

  /**
   * The definition, over these stores.
   *
   * @param name of the pipeline: one per database, for each goes on where it was
   */
  public static Pipeline pipeline(
      String name,
      RowTarget raw,
      RowTarget events,
      AggregateTarget figures,
      DeadLetterTarget deadLetters) {
    return Pipeline.named(name)
        .records(CommerceEvents.recordTypeWithRaw())
        .derived("date", STRING, (row, time) -> String.valueOf(row.getDate("day")))
        .derived("bucket", INT64, (row, time) -> row.bucket("event_id", BUCKETS))
        .rows(raw, "date", "bucket", "event_id", "event_time", "event_type", "raw")
        .rows(events, CommerceEvents.recordType().schema().names().toArray(String[]::new))
        .aggregate(CommerceEvents.salesPerCategory())
        .aggregate(CommerceEvents.salesPerBrand())
        .aggregate(CommerceEvents.funnelPerDay())
        .aggregate(CommerceEvents.revenuePerMinute())
        .into(figures)
        .deadLetters(deadLetters)
        .build();
  }

  /** Runs it over servers on this machine, until what is in the topic is in the tables. */
  public static void main(String[] args) {
    String kafka = "localhost:9092";
    String shop = "jdbc:postgresql://localhost:5432/shop_db";
    Pipeline pipeline =
        pipeline(
            "commerce-analytics",
            rawTable().contactPoint("localhost:9042"),
            table().url(shop),
            JdbcAggregates.url(shop).autoCreate(),
            DeadLetterTopic.named(TOPIC + ".dead-letters").bootstrapServers(kafka).autoCreate());
    KafkaTopic topic = KafkaTopic.named(TOPIC).bootstrapServers(kafka);
    try (PipelineRunner run =
        PipelineRunner.start(pipeline, KafkaSource.of(topic).group("commerce-analytics"))) {
      System.out.println(run.awaitCaughtUp());
    }
  }
}
