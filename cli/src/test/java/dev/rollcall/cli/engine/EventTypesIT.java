package dev.rollcall.cli.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.jdbc.JdbcAggregates;
import dev.rollcall.jdbc.JdbcTable;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.KafkaTopicSet;
import dev.rollcall.kafka.deadletter.DeadLetterSnapshot;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.source.KafkaSource;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.mongo.MongoRows;
import dev.rollcall.spark.SparkPipelines;
import dev.rollcall.spark.SparkRun;
import dev.rollcall.testkit.server.CassandraServer;
import dev.rollcall.testkit.server.TestServers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events of several kinds in two topics: told apart by the topic, by a header, and by a field, also
 * within one message; to stores of four kinds. Killed midway and run again on each engine; rows,
 * sums, letters and accounts are those of an independent count.
 */
@Tag("long")
class EventTypesIT {

  private static final int MESSAGES = 3_000;

  private final String name = "events_" + UUID.randomUUID().toString().replace("-", "");
  private final Kill kill = new Kill(name);
  private final String orders = name + ".orders";
  private final String money = name + ".money";
  private final KafkaTopicSet topics =
      KafkaTopicSet.named(orders, money).bootstrapServers(TestServers.kafka().bootstrapServers());

  private final Map<String, String> created = new TreeMap<>();
  private final Map<String, String> cancelled = new TreeMap<>();
  private final Map<String, String> paid = new TreeMap<>();
  private final Map<String, String> refunded = new TreeMap<>();
  private final Map<String, Long> sums = new TreeMap<>();
  private long unknown;

  @TempDir Path folder;

  private static RecordType type(String name, String key, String value) {
    return RecordType.named(name)
        .key(key)
        .column(key, ColumnType.STRING)
        .column(value, ColumnType.INT64)
        .column("order_id", ColumnType.STRING)
        .build();
  }

  @BeforeEach
  void load() throws Exception {
    for (String topic : List.of(orders, money)) {
      KafkaTopics.create(
          KafkaTopic.named(topic).bootstrapServers(TestServers.kafka().bootstrapServers()), 2);
    }
    Random random = new Random(13);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (int i = 0; i < MESSAGES; i++) {
        if (random.nextBoolean()) {
          producer.send(
              new ProducerRecord<>(orders, random.nextInt(2), null, "k", batch(i, random)));
        } else {
          producer.send(payment(i, random));
        }
      }
    }
  }

  /** A message with up to three events of orders, told apart by their field. */
  private String batch(int number, Random random) {
    List<String> events = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      String id = "e" + number + "-" + i;
      int value = random.nextInt(1_000);
      int kind = random.nextInt(50);
      if (kind == 0) {
        unknown++;
      } else {
        (kind < 30 ? created : cancelled).put(id, String.valueOf(value));
      }
      events.add(
          "{\"kind\": %s, \"id\": \"%s\", \"value\": %d}"
              .formatted(kind == 0 ? "\"parcel\"" : kind < 30 ? "\"created\"" : "7", id, value));
    }
    return events.size() == 1 ? events.get(0) : events.toString();
  }

  /** A message of a payment or refund, told apart by a header. */
  private ProducerRecord<String, String> payment(int number, Random random) {
    String id = "p" + number;
    String order = "o" + random.nextInt(20);
    int value = random.nextInt(1_000);
    int kind = random.nextInt(50);
    String header = kind == 0 ? "chargeback" : kind < 30 ? "paid" : "refund";
    if (kind == 0) {
      unknown++;
    } else if (kind < 30) {
      paid.put(id, String.valueOf(value));
      sums.merge(order, (long) value, Long::sum);
    } else {
      refunded.put(id, String.valueOf(value));
    }
    ProducerRecord<String, String> record =
        new ProducerRecord<>(
            money,
            random.nextInt(2),
            null,
            id,
            "{\"id\": \"%s\", \"value\": %d, \"order_id\": \"%s\"}".formatted(id, value, order));
    record.headers().add("kind", header.getBytes(UTF_8));
    return record;
  }

  private interface Run {
    RunReport accept() throws Exception;
  }

  @Test
  void inThisJvm() throws Exception {
    KafkaSource source = KafkaSource.of(topics).group(name);
    Pipeline pipeline = pipeline("jvm");
    everyRun(
        "jvm",
        () -> {
          try (PipelineRunner run = PipelineRunner.start(pipeline, source)) {
            return run.awaitCaughtUp();
          }
        });
  }

  @Test
  void onSpark() throws Exception {
    SparkSession spark = LocalSpark.start(folder);
    try {
      Pipeline pipeline = pipeline("spark");
      everyRun(
          "spark",
          () -> {
            try (SparkRun run =
                SparkPipelines.on(spark)
                    .option("maxOffsetsPerTrigger", String.valueOf(MESSAGES / 4))
                    .checkpoint(folder.resolve("checkpoint").toString())
                    .startAvailableNow(pipeline, topics)) {
              return run.awaitEnd();
            }
          });
    } finally {
      spark.stop();
    }
  }

  private void everyRun(String engine, Run run) throws Exception {
    kill.at(2, run::accept);
    RunReport report = run.accept();

    assertThat(report.balances()).isTrue();
    assertThat(report.branches()).containsOnlyKeys("created", "cancelled", "paid", "refunded");
    assertThat(report.branches().values()).allSatisfy(each -> assertThat(each.read()).isPositive());
    assertThat(inPostgres("SELECT id, value FROM %s%s".formatted(name, engine)))
        .as("created")
        .isEqualTo(created);
    assertThat(inMongo(engine)).as("cancelled").isEqualTo(cancelled);
    assertThat(
            StoredRows.byKey(
                1, StoredRows.inCassandra("SELECT id, value FROM %s.%s".formatted(name, engine))))
        .as("paid")
        .isEqualTo(paid);
    Map<String, String> memory = new TreeMap<>();
    InMemoryRows.named(name + engine)
        .rows()
        .forEach(row -> memory.put(row.getString("id"), String.valueOf(row.get("value"))));
    assertThat(memory).as("refunded").isEqualTo(refunded);
    Map<String, String> expectedSums = new TreeMap<>();
    sums.forEach((order, sum) -> expectedSums.put(order, sum.toString()));
    assertThat(inPostgres("SELECT order_id, amount FROM %s_paid_%s".formatted(name, engine)))
        .as("paid per order")
        .isEqualTo(expectedSums);
    assertThat(DeadLetterSnapshot.read(letters(engine)).letters())
        .hasSize((int) unknown)
        .allSatisfy(letter -> assertThat(letter.letter().reasonClass()).isEqualTo("unknown-kind"));
  }

  private DeadLetterTopic letters(String engine) {
    return DeadLetterTopic.named(name + ".letters-" + engine)
        .bootstrapServers(TestServers.kafka().bootstrapServers())
        .autoCreate();
  }

  private Pipeline pipeline(String engine) {
    CassandraServer cassandra = TestServers.cassandra();
    String postgres = TestServers.postgres().jdbcUrl();
    return Pipeline.named(name + engine)
        .branch(
            "created",
            b ->
                b.records(type("created", "id", "value"))
                    .fromTopic(orders)
                    .whereField("kind", "created")
                    .rows(JdbcTable.named(name + engine).url(postgres).autoCreate()))
        .branch(
            "cancelled",
            b ->
                b.records(type("cancelled", "id", "value"))
                    .fromTopic(orders)
                    .whereField("kind", "7")
                    .rows(
                        MongoRows.database(name)
                            .collection(engine)
                            .connectionString(TestServers.mongo().connectionString())))
        .branch(
            "paid",
            b ->
                b.records(type("paid", "id", "value"))
                    .fromTopic(money)
                    .whereHeader("kind", "paid")
                    .rows(
                        CassandraTable.in(name)
                            .named(engine)
                            .contactPoint(cassandra.address())
                            .localDatacenter(cassandra.localDatacenter())
                            .autoCreate())
                    .aggregate(
                        Aggregation.named(name + "_paid_" + engine)
                            .groupBy("order_id")
                            .sum("value")
                            .as("amount")))
        .branch(
            "refunded",
            b ->
                b.records(type("refunded", "id", "value"))
                    .fromTopic(money)
                    .whereHeader("kind", "refund")
                    .rows(kill.atWritesOf(InMemoryRows.named(name + engine))))
        .into(JdbcAggregates.url(postgres).autoCreate())
        .deadLetters(letters(engine))
        .flushAt(200, 1 << 20)
        .build();
  }

  private static Map<String, String> inPostgres(String query) throws SQLException {
    return StoredRows.byKey(1, StoredRows.inSql(TestServers.postgres().jdbcUrl(), query));
  }

  private Map<String, String> inMongo(String engine) {
    Map<String, String> stored = new TreeMap<>();
    try (MongoClient client = MongoClients.create(TestServers.mongo().connectionString())) {
      client
          .getDatabase(name)
          .getCollection(engine)
          .find()
          .forEach(row -> stored.put(row.getString("_id"), String.valueOf(row.get("value"))));
    }
    return stored;
  }
}
