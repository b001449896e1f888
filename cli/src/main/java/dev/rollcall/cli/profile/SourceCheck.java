package dev.rollcall.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.check.Definition;
import dev.rollcall.cli.check.PlainReading;
import dev.rollcall.cli.check.StoreCheck;
import dev.rollcall.cli.check.StoredRows;
import dev.rollcall.cli.check.StoredTable;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.pipeline.HmacKey;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Row;
import dev.rollcall.examples.ProfileAnalytics;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterSnapshot;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.source.KafkaRecords;
import dev.rollcall.mongo.MongoAggregateReader;
import dev.rollcall.mongo.MongoAggregates;
import dev.rollcall.testkit.server.Servers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@link ProfileAnalytics} has stored, and how it compares with the topic. */
public final class SourceCheck {

  /** The table of Cassandra. */
  public static final String TABLE = "users_keyspace.user_table";

  /** A user who is of age by a number in the JSON. The phone, a pseudonym, is not compared. */
  public static final PlainReading READING = PlainReading.USERS.as(SourceCheck::ofAge);

  private static final int OF_AGE = 18;

  private final Pipeline pipeline;
  private final KafkaTopic topic;
  private final HmacKey key;

  /** Of this definition over this topic, with the key of its pseudonyms. */
  public SourceCheck(Pipeline pipeline, KafkaTopic topic, HmacKey key) {
    this.pipeline = pipeline;
    this.topic = topic;
    this.key = key;
  }

  /** What was found in the stores, and how it compares. */
  public record Findings(
      long cassandraRows,
      Map<String, List<Map<String, @Nullable Object>>> aggregates,
      List<DeadLetter> letters,
      List<Check> checks) {}

  /** Compares; the tables and the documents must stand still. */
  public Findings compare(
      CassandraTable table, Servers servers, MongoAggregates aggregates, DeadLetterTopic letters) {
    List<Map<String, @Nullable Object>> rows = StoredRows.cassandra(servers.cassandra(), TABLE);
    Map<String, List<Map<String, @Nullable Object>>> results = new LinkedHashMap<>();
    try (MongoAggregateReader reader = aggregates.read()) {
      for (Aggregation each : pipeline.aggregations()) {
        results.put(each.name(), reader.results(each.name()));
      }
    }
    Map<String, DeadLetter> found = new TreeMap<>();
    DeadLetterSnapshot.read(letters).letters().forEach(one -> found.put(one.id(), one.letter()));
    List<Check> checks =
        new StoreCheck(
                definition(key),
                records -> KafkaRecords.read(topic, records),
                SourceCheck::counted,
                READING)
            .compare(
                List.of(new StoredTable(TABLE, table, () -> rows)),
                aggregation -> results.getOrDefault(aggregation, List.of()),
                List.copyOf(found.values()),
                Set.of());
    return new Findings(rows.size(), results, List.copyOf(found.values()), checks);
  }

  /** The definition, with the key of its pseudonyms. */
  public static Definition definition(HmacKey key) {
    return (tables, figures, letters) ->
        ProfileAnalytics.pipeline(tables.get(0), figures, letters, key);
  }

  /** Who is of age is counted. */
  public static Optional<Row> counted(Row row) {
    return Optional.of(row).filter(it -> !it.isNull("age") && it.getLong("age") >= OF_AGE);
  }

  private static PlainReading.Plain ofAge(JsonNode user, PlainReading.Plain plain) {
    if (!(plain.columns().get("age") instanceof Integer age)) {
      return PlainReading.Plain.inDoubt(plain.key());
    }
    Map<String, @Nullable Object> columns = new LinkedHashMap<>(plain.columns());
    columns.remove("phone");
    return age < OF_AGE ? PlainReading.Plain.NOTHING : new PlainReading.Plain(plain.key(), columns);
  }
}
