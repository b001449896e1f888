package dev.rollcall.cli.profile;

import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.cli.check.CassandraRows;
import dev.rollcall.cli.check.Check;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.HmacKey;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterSnapshot;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.source.KafkaRecords;
import dev.rollcall.mongo.MongoAggregateReader;
import dev.rollcall.mongo.MongoAggregates;
import dev.rollcall.testkit.server.Servers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the topic once more, by itself, and compares what the stores hold with what they should:
 * the rows with those of the same definition run in memory, column by column; the aggregates with a
 * plain recount of the source; the dead letters by id.
 */
public final class SourceCheck {

  private final Pipeline pipeline;
  private final KafkaTopic topic;
  private final HmacKey key;
  private final List<Check> checks = new ArrayList<>();

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
    String run = "check-" + UUID.randomUUID();
    InMemoryRows rows = InMemoryRows.named(run);
    InMemoryDeadLetters refused = InMemoryDeadLetters.named(run);
    Recount recount = new Recount();
    PlainRows plain = new PlainRows();
    replay(
        ProfileAnalytics.pipeline(rows, InMemoryAggregates.named(run), refused, key),
        record -> {
          recount.add(record);
          plain.add(record);
        });

    Map<String, Map<String, @Nullable Object>> stored =
        CassandraRows.read(servers.cassandra(), "users_keyspace", "user_table", "id");
    compareRows(rows.rows(), stored);
    PlainRows.Comparison byHand = plain.compare(stored);
    add(
        "Cassandra rows = five columns read off the JSON by hand",
        byHand.compared(),
        byHand.differences());
    Map<String, List<Map<String, @Nullable Object>>> results = new LinkedHashMap<>();
    try (MongoAggregateReader reader = aggregates.read()) {
      pipeline.aggregations().forEach(a -> results.put(a.name(), reader.results(a.name())));
    }
    checks.addAll(recount.compare(results));
    List<DeadLetter> found = letters(letters);
    compareLetters(refused, found);
    return new Findings(stored.size(), results, found, List.copyOf(checks));
  }

  /** The whole topic through the same definition, with everything in memory. */
  private void replay(Pipeline reference, Consumer<SourceRecord> also) {
    try (PipelinePorts ports = PipelinePorts.open(CompiledPipeline.of(reference))) {
      Map<SourcePartition, PartitionProcessor> processors = new HashMap<>();
      KafkaRecords.read(
          topic,
          (SourceRecord record) -> {
            PartitionProcessor processor =
                processors.computeIfAbsent(
                    record.partition(),
                    p -> new PartitionProcessor(CompiledPipeline.of(reference), ports, p));
            processor.process(record);
            if (processor.shouldFlush()) {
              processor.flush();
            }
            also.accept(record);
          });
      processors.values().forEach(PartitionProcessor::flush);
    }
  }

  private void compareRows(List<Row> expected, Map<String, Map<String, @Nullable Object>> stored) {
    List<String> differences = new ArrayList<>();
    Map<String, Map<String, @Nullable Object>> left = new HashMap<>(stored);
    long compared = 0;
    for (Row row : expected) {
      String id = String.valueOf(row.get("id"));
      Map<String, @Nullable Object> got = left.remove(id);
      if (got == null) {
        differences.add("row " + id + " is missing");
        continue;
      }
      for (String column : row.schema().names()) {
        compared++;
        String want = text(row.get(column));
        String have = text(got.get(column));
        if (!want.equals(have)) {
          // the values are a person's: only where they differ is said
          differences.add("row " + id + ", column '" + column + "'");
        }
      }
    }
    left.keySet().forEach(id -> differences.add("row " + id + " is not in the source"));
    add("Cassandra rows = newest row per key of the source, every column", compared, differences);
  }

  /** As Cassandra's own types compare: an int and a bigint of one value are equal. */
  private static String text(@Nullable Object value) {
    return value == null ? "(null)" : value.toString();
  }

  /** One of each id. */
  private static List<DeadLetter> letters(DeadLetterTopic letters) {
    Map<String, DeadLetter> found = new TreeMap<>();
    DeadLetterSnapshot.read(letters).letters().forEach(one -> found.put(one.id(), one.letter()));
    return List.copyOf(found.values());
  }

  private void compareLetters(InMemoryDeadLetters expected, List<DeadLetter> found) {
    TreeSet<String> want = new TreeSet<>();
    expected.letters().forEach(letter -> want.add(letter.id()));
    TreeSet<String> have = new TreeSet<>();
    found.forEach(letter -> have.add(letter.id()));
    List<String> differences = new ArrayList<>();
    want.stream()
        .filter(id -> !have.contains(id))
        .forEach(id -> differences.add(id + " is missing"));
    have.stream().filter(id -> !want.contains(id)).forEach(id -> differences.add(id + " is extra"));
    add("dead letters = elements of the source that cannot be used", want.size(), differences);
  }

  private void add(String name, long compared, List<String> differences) {
    checks.add(Check.of(name, compared, differences));
  }
}
