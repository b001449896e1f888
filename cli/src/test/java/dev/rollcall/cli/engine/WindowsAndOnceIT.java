package dev.rollcall.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.EpochUnit;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.jdbc.JdbcAggregates;
import dev.rollcall.jdbc.JdbcTable;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.replay.ConsumerGroupReset;
import dev.rollcall.kafka.source.KafkaSource;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.mongo.MongoAggregateReader;
import dev.rollcall.mongo.MongoAggregates;
import dev.rollcall.spark.SparkPipelines;
import dev.rollcall.spark.SparkRun;
import dev.rollcall.testkit.port.InterceptedPorts;
import dev.rollcall.testkit.server.CassandraServer;
import dev.rollcall.testkit.server.TestServers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Purchases of five days of Paris, of which one has 25 hours, each sent up to three times to any
 * partition: killed midway, gone on and replayed, the days count each purchase once, by the copy at
 * the smallest position, and the hopping hours count every copy four times.
 */
class WindowsAndOnceIT {

  private static final int PARTITIONS = 4;
  private static final int PURCHASES = 1_200;
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final Instant FIRST = Instant.parse("2026-10-22T22:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration QUARTER = Duration.ofMinutes(15);

  /** A copy of a purchase where it lies. */
  private record Copy(String id, String event, Instant at, int price, int partition, long offset) {}

  private final String name = "once_" + UUID.randomUUID().toString().substring(0, 8);
  private final Kill kill = new Kill(name);
  private final KafkaTopic topic =
      KafkaTopic.named(name).bootstrapServers(TestServers.kafka().bootstrapServers());
  private final List<Copy> copies = new ArrayList<>();

  @TempDir Path folder;

  @BeforeEach
  void load() throws Exception {
    KafkaTopics.create(topic, PARTITIONS);
    Random random = new Random(23);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = 0; i < PURCHASES * 2; i++) {
        String event = "e" + random.nextInt(PURCHASES);
        Instant at =
            FIRST.plus(Duration.ofMinutes(Math.floorMod(event.hashCode() * 7_919L, 5 * 24 * 60)));
        int partition = random.nextInt(PARTITIONS);
        Copy copy = new Copy("p" + i, event, at, random.nextInt(10_000), partition, -1);
        copies.add(copy);
        sent.add(producer.send(new ProducerRecord<>(name, partition, copy.id(), json(copy))));
      }
      for (int i = 0; i < sent.size(); i++) {
        Copy copy = copies.get(i);
        long offset = sent.get(i).get().offset();
        copies.set(
            i,
            new Copy(copy.id(), copy.event(), copy.at(), copy.price(), copy.partition(), offset));
      }
    }
  }

  private static String json(Copy copy) {
    return "{\"id\":\"%s\",\"event\":\"%s\",\"at\":%d,\"price\":%d}"
        .formatted(copy.id(), copy.event(), copy.at().toEpochMilli(), copy.price());
  }

  @Test
  void inThisJvm() throws Exception {
    for (Store store : stores("jvm")) {
      KafkaSource source = KafkaSource.of(topic).group(store.prefix());
      Pipeline pipeline = pipeline(store);
      everyRun(
          store,
          replay -> {
            if (replay > 0) {
              ConsumerGroupReset.toBeginning(source).apply();
            }
            try (PipelineRunner run = PipelineRunner.start(pipeline, source)) {
              return run.awaitCaughtUp();
            }
          });
    }
  }

  @Test
  void onSpark() throws Exception {
    SparkSession spark = LocalSpark.start(folder);
    try {
      for (Store store : stores("spark")) {
        Pipeline pipeline = pipeline(store);
        everyRun(
            store,
            replay -> {
              try (SparkRun run =
                  SparkPipelines.on(spark)
                      .option("maxOffsetsPerTrigger", "600")
                      .checkpoint(folder.resolve(store.prefix() + replay).toString())
                      .startAvailableNow(pipeline, topic)) {
                return run.awaitEnd();
              }
            });
      }
    } finally {
      spark.stop();
    }
  }

  /** Where figures are kept, and how they are read. */
  private record Store(String prefix, AggregateTarget target, Reading reading) {}

  private interface Reading {
    List<Map<String, @Nullable Object>> of(String aggregation) throws Exception;
  }

  private List<Store> stores(String engine) {
    MongoAggregates mongo =
        MongoAggregates.database(name).connectionString(TestServers.mongo().connectionString());
    return List.of(
        new Store(
            name + engine + "_sql",
            JdbcAggregates.url(TestServers.postgres().jdbcUrl()).autoCreate(),
            WindowsAndOnceIT::inPostgres),
        new Store(
            name + engine + "_mongo",
            mongo,
            aggregation -> {
              try (MongoAggregateReader reader = mongo.read()) {
                return reader.results(aggregation);
              }
            }));
  }

  private Pipeline pipeline(Store store) {
    RecordType purchase =
        RecordType.named("purchase")
            .key("id")
            .column("id", ColumnType.STRING)
            .column("event", ColumnType.STRING)
            .column("at", ColumnType.TIMESTAMP)
            .epoch(EpochUnit.MILLIS)
            .column("price", ColumnType.INT64)
            .build();
    CassandraServer cassandra = TestServers.cassandra();
    Kill kill = this.kill; // alone: Spark sends what a function holds
    return Pipeline.named(store.prefix())
        .records(purchase)
        .rows(JdbcTable.named(store.prefix()).url(TestServers.postgres().jdbcUrl()).autoCreate())
        .rows(
            CassandraTable.in(name)
                .named(store.prefix())
                .contactPoint(cassandra.address())
                .localDatacenter(cassandra.localDatacenter())
                .autoCreate())
        .aggregate(
            Aggregation.named(store.prefix() + "_daily")
                .tumbling(Period.ofDays(1), "at")
                .zone(PARIS)
                .count()
                .oncePer("event")
                .sum("price")
                .oncePer("event")
                .mean("price")
                .oncePer("event")
                .scale(2)
                .count()
                .as("copies")
                .ratio("share", "count", "copies")
                .scale(3))
        .aggregate(
            Aggregation.named(store.prefix() + "_hourly")
                .hopping(HOUR, QUARTER, "at")
                .count()
                .sum("price"))
        .aggregate(
            Aggregation.named(store.prefix() + "_all")
                .count()
                .oncePer("id")
                .sum("price")
                .oncePer("id")
                .count()
                .as("copies"))
        .into(
            InterceptedPorts.aggregates(
                store.target(),
                (writes, open) -> {
                  if (kill.isNow()) {
                    // what was written before counts; that it was, nobody hears
                    open.compareAndSet(writes.subList(0, writes.size() / 2));
                    throw new Kill.Killed();
                  }
                  return open.compareAndSet(writes);
                }))
        .flushAt(200, 1 << 20)
        .build();
  }

  /** A run that is killed, one that goes on, and a replay. */
  private void everyRun(Store store, IntFunction<RunReport> run) throws Exception {
    kill.at(9, () -> run.apply(0));
    run.apply(0);
    assertStored(store, "after it went on");

    RunReport replay = run.apply(1);
    assertStored(store, "after a replay");
    assertThat(replay.balances()).isTrue();
    assertThat(replay.aggregations().get(store.prefix() + "_hourly"))
        .isEqualTo(new RunReport.Applied(0, 4L * copies.size(), 4));
    assertThat(replay.aggregations().get(store.prefix() + "_daily"))
        .isEqualTo(new RunReport.Applied(0, copies.size()));
  }

  private void assertStored(Store store, String when) throws Exception {
    assertThat(inPostgres(store.prefix())).as("rows, %s", when).hasSize(copies.size());
    assertThat(inCassandra(store.prefix())).as("rows, %s", when).isEqualTo(copies.size());
    assertThat(figures(store, "_daily", "count", "sum_price", "mean_price", "copies", "share"))
        .as("days, %s, %s", store.prefix(), when)
        .isEqualTo(days());
    assertThat(figures(store, "_hourly", "count", "sum_price"))
        .as("hours, %s, %s", store.prefix(), when)
        .isEqualTo(hours());
    assertThat(figures(store, "_all", "count", "sum_price", "copies"))
        .as("all, %s, %s", store.prefix(), when)
        .containsExactly(Map.entry("null to null", "null null " + copies.size()));
  }

  private long inCassandra(String table) {
    return (Long)
        StoredRows.inCassandra("SELECT count(*) FROM %s.%s".formatted(name, table)).get(0).get(0);
  }

  private Map<String, String> days() {
    Map<String, List<Copy>> all = new TreeMap<>();
    Map<String, List<Copy>> counted = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    copies.stream()
        .sorted(Comparator.comparing(Copy::partition).thenComparing(Copy::offset))
        .forEach(
            copy -> {
              var date = copy.at().atZone(PARIS).toLocalDate();
              String day =
                  date.atStartOfDay(PARIS).toInstant()
                      + " to "
                      + date.plusDays(1).atStartOfDay(PARIS).toInstant();
              all.computeIfAbsent(day, any -> new ArrayList<>()).add(copy);
              if (seen.add(day + copy.event())) {
                counted.computeIfAbsent(day, any -> new ArrayList<>()).add(copy);
              }
            });
    assertThat(all)
        .as("a day of 25 hours")
        .containsKey("2026-10-24T22:00:00Z to 2026-10-25T23:00:00Z")
        .hasSize(5);
    Map<String, String> expected = new TreeMap<>();
    counted.forEach(
        (day, once) -> {
          BigDecimal count = BigDecimal.valueOf(once.size());
          BigDecimal sum = BigDecimal.valueOf(once.stream().mapToLong(Copy::price).sum());
          BigDecimal copiesOfDay = BigDecimal.valueOf(all.get(day).size());
          expected.put(
              day,
              "%s %s %s %s %s"
                  .formatted(
                      plain(count),
                      plain(sum),
                      plain(sum.divide(count, 2, RoundingMode.HALF_EVEN)),
                      plain(copiesOfDay),
                      plain(count.divide(copiesOfDay, 3, RoundingMode.HALF_EVEN))));
        });
    return expected;
  }

  private Map<String, String> hours() {
    Map<String, long[]> totals = new TreeMap<>();
    for (Copy copy : copies) {
      for (int quarter = 0; quarter < 4; quarter++) {
        long start = copy.at().toEpochMilli() / QUARTER.toMillis() - quarter;
        Instant from = Instant.ofEpochMilli(start * QUARTER.toMillis());
        long[] total = totals.computeIfAbsent(from + " to " + from.plus(HOUR), any -> new long[2]);
        total[0]++;
        total[1] += copy.price();
      }
    }
    Map<String, String> expected = new TreeMap<>();
    totals.forEach(
        (hour, total) ->
            expected.put(
                hour,
                plain(BigDecimal.valueOf(total[0])) + " " + plain(BigDecimal.valueOf(total[1]))));
    return expected;
  }

  private static Map<String, String> figures(Store store, String aggregation, String... measures)
      throws Exception {
    Map<String, String> figures = new TreeMap<>();
    for (Map<String, @Nullable Object> result : store.reading().of(store.prefix() + aggregation)) {
      List<String> values = new ArrayList<>();
      for (String measure : measures) {
        assertThat(result).containsKey(measure);
        Object value = result.get(measure);
        values.add(value == null ? "null" : plain(new BigDecimal(value.toString())));
      }
      figures.put(
          result.get("window_start") + " to " + result.get("window_end"), String.join(" ", values));
    }
    return figures;
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  private static List<Map<String, @Nullable Object>> inPostgres(String aggregation)
      throws SQLException {
    List<Map<String, @Nullable Object>> results = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(TestServers.postgres().jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM " + aggregation)) {
      while (rows.next()) {
        Map<String, @Nullable Object> result = new TreeMap<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          String column = rows.getMetaData().getColumnName(i);
          boolean isBound = column.startsWith("window_") && rows.getObject(i) != null;
          result.put(column, isBound ? rows.getTimestamp(i).toInstant() : rows.getObject(i));
        }
        results.add(result);
      }
    }
    return results;
  }
}
