package dev.rollcall.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.BranchBuilder;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import dev.rollcall.jdbc.JdbcTable;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.redrive.Redrive;
import dev.rollcall.kafka.redrive.RedriveResult;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.spark.sql.SparkSession;
import org.bson.BsonArray;
import org.bson.BsonValue;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders with shipments with lines, three tables of one read. A tenth of the orders is sent again
 * with fewer lines; runs are killed midway and run again; some lines are dead letters that a
 * repaired pipeline gets again. The lines that the views and tables show are those that an
 * independent count expects. {@code -Drollcall.orders=10000} sets how many orders; of more than a
 * thousand MongoDB's stand-in is left out, which looks through the whole collection for each row.
 */
@Tag("long")
class OrderLinesIT {

  private static final Logger LOG = LoggerFactory.getLogger(OrderLinesIT.class);

  private static final int ORDERS = Integer.getInteger("rollcall.orders", 300);
  private static final boolean WITH_STAND_IN = ORDERS <= 1_000;
  private static final int PARTITIONS = 3;
  private static final long FIRST_TIME = 1_767_225_600_000L;

  private static final RecordType ORDER =
      RecordType.named("order")
          .key("order_id")
          .column("order_id", ColumnType.INT64)
          .column("customer", ColumnType.STRING)
          .build();

  private static final RecordType SHIPMENT =
      RecordType.named("shipment")
          .items("shipments")
          .key("order_id", "shipment")
          .column("order_id", ColumnType.INT64)
          .from("$.order_id")
          .itemIndex("shipment")
          .column("carrier", ColumnType.STRING)
          .build();

  private final String name = "lines_" + UUID.randomUUID().toString().replace("-", "");
  private final Kill kill = new Kill(name);
  private final KafkaTopic topic =
      KafkaTopic.named(name).bootstrapServers(TestServers.kafka().bootstrapServers());
  private final DeadLetterTopic letters =
      DeadLetterTopic.named(name + "_letters")
          .bootstrapServers(TestServers.kafka().bootstrapServers())
          .autoCreate();

  /** What the newest version of each order holds. */
  private final Map<Long, String> orders = new TreeMap<>();

  private final Map<Long, Map<String, String>> shipments = new TreeMap<>();
  private final Map<Long, Map<String, String>> lines = new TreeMap<>();

  /** Lines whose quantity is a word, in the newest version of their order. */
  private final Map<Long, Map<String, String>> repaired = new TreeMap<>();

  @TempDir Path folder;

  private static RecordTypeBuilder line() {
    return RecordType.named("line")
        .items("shipments.lines")
        .key("order_id", "shipment", "line")
        .column("order_id", ColumnType.INT64)
        .from("$.order_id")
        .itemIndex("shipment", "shipments")
        .itemIndex("line")
        .column("carrier", ColumnType.STRING)
        .from("$.shipments[].carrier")
        .column("quantity", ColumnType.INT64);
  }

  @BeforeEach
  void load() throws Exception {
    KafkaTopics.create(topic, PARTITIONS);
    Random random = new Random(12);
    List<Long> sent = new ArrayList<>();
    for (long order = 0; order < ORDERS; order++) {
      sent.add(order);
      if (order % 10 == 0) {
        sent.add(order);
      }
    }
    Collections.shuffle(sent, random);
    Map<Long, Integer> newest = new TreeMap<>();
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (long order : sent) {
        // the second one is the newer or the older, in whatever partition
        int time = random.nextInt(1 << 30);
        boolean isAgain = newest.containsKey(order);
        boolean isNewest = time > newest.getOrDefault(order, -1);
        if (isNewest) {
          newest.put(order, time);
        }
        producer.send(
            new ProducerRecord<>(
                name,
                random.nextInt(PARTITIONS),
                FIRST_TIME + time,
                "o" + order,
                order(order, isAgain ? 2 : 5, random, isNewest)));
      }
    }
  }

  /** An order with up to so many shipments of up to 10 lines, as it is expected if it is newest. */
  private String order(long order, int most, Random random, boolean isNewest) {
    Map<String, String> shipmentsOf = new TreeMap<>();
    Map<String, String> linesOf = new TreeMap<>();
    Map<String, String> repairedOf = new TreeMap<>();
    List<String> written = new ArrayList<>();
    int count = random.nextInt(most + 1);
    for (int shipment = 0; shipment < count; shipment++) {
      String carrier = "c" + random.nextInt(9);
      shipmentsOf.put(order + "/" + shipment, carrier);
      List<String> quantities = new ArrayList<>();
      int size = random.nextInt(11);
      for (int line = 0; line < size; line++) {
        boolean isWord = random.nextInt(500) == 0;
        int quantity = random.nextInt(100);
        quantities.add("{\"quantity\": %s}".formatted(isWord ? "\"many\"" : quantity));
        String key = order + "/" + shipment + "/" + line;
        if (isWord) {
          repairedOf.put(key, carrier + " null");
        } else {
          linesOf.put(key, carrier + " " + quantity);
        }
      }
      written.add(
          "{\"lines\": [%s], \"carrier\": \"%s\"}"
              .formatted(String.join(", ", quantities), carrier));
    }
    String customer = "u" + random.nextInt(1_000);
    if (isNewest) {
      orders.put(order, customer);
      shipments.put(order, shipmentsOf);
      lines.put(order, linesOf);
      repaired.put(order, repairedOf);
    }
    return "{\"shipments\": [%s], \"order_id\": %d, \"customer\": \"%s\"}"
        .formatted(String.join(", ", written), order, customer);
  }

  private interface Run {
    void accept(Pipeline pipeline) throws Exception;
  }

  @Test
  void inThisJvm() throws Exception {
    KafkaSource source = KafkaSource.of(topic).group(name);
    everyRun(
        "jvm",
        pipeline -> {
          try (PipelineRunner run = PipelineRunner.start(pipeline, source)) {
            run.awaitCaughtUp();
          }
        });
  }

  @Test
  void onSpark() throws Exception {
    SparkSession spark = LocalSpark.start(folder);
    try {
      everyRun(
          "spark",
          pipeline -> {
            try (SparkRun run =
                SparkPipelines.on(spark)
                    .option("maxOffsetsPerTrigger", String.valueOf(ORDERS / 4))
                    .checkpoint(folder.resolve("checkpoint").toString())
                    .startAvailableNow(pipeline, topic)) {
              run.awaitEnd();
            }
          });
    } finally {
      spark.stop();
    }
  }

  /** A run that is killed, one that goes on, and one with a repaired type and the letters again. */
  private void everyRun(String engine, Run run) throws Exception {
    Pipeline pipeline = pipeline(engine, line().build());
    kill.at(4, () -> run.accept(pipeline));
    run.accept(pipeline);
    assertStored(engine, pipeline, flat(lines));

    Pipeline repairing = pipeline(engine, line().nullTexts("many").build());
    List<RedriveResult> sent = Redrive.of(letters, repairing).run(letter -> true);
    assertThat(sent)
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.outcome()).isEqualTo(RedriveResult.Outcome.SENT));
    run.accept(repairing);
    Map<String, String> all = flat(lines);
    all.putAll(flat(repaired));
    assertThat(all).hasSizeGreaterThan(flat(lines).size());
    assertStored(engine, repairing, all);
  }

  private static Map<String, String> flat(Map<Long, Map<String, String>> byOrder) {
    Map<String, String> all = new TreeMap<>();
    byOrder.values().forEach(all::putAll);
    return all;
  }

  private Pipeline pipeline(String engine, RecordType line) {
    if (!WITH_STAND_IN) {
      LOG.warn("without MongoDB's stand-in: it is too slow for {} orders", ORDERS);
    }
    return Pipeline.named(name + engine)
        .branch(
            "orders",
            b ->
                tables(b.records(ORDER), engine, "orders")
                    .rows(cassandra(engine, "orders"))
                    .rows(memory(engine, "orders")))
        .branch(
            "shipments",
            b ->
                tables(b.records(SHIPMENT), engine, "shipments")
                    .rows(cassandra(engine, "shipments").partitionedBy("order_id"))
                    .rows(memory(engine, "shipments"))
                    .partOf("orders"))
        .branch(
            "lines",
            b ->
                tables(b.records(line), engine, "lines")
                    .rows(cassandra(engine, "lines").partitionedBy("order_id"))
                    .rows(kill.atWritesOf(memory(engine, "lines")))
                    .partOf("orders"))
        .deadLetters(letters)
        .flushAt(1_000, 1 << 20)
        .build();
  }

  private BranchBuilder tables(BranchBuilder branch, String engine, String what) {
    if (WITH_STAND_IN) {
      branch.rows(collection(engine, what));
    }
    return branch.rows(table(engine, what));
  }

  private InMemoryRows memory(String engine, String what) {
    return InMemoryRows.named(name + engine + what);
  }

  private JdbcTable table(String engine, String what) {
    return JdbcTable.named(name + engine + what).url(TestServers.postgres().jdbcUrl()).autoCreate();
  }

  private MongoRows collection(String engine, String what) {
    return MongoRows.database(name)
        .collection(engine + what)
        .connectionString(TestServers.mongo().connectionString());
  }

  private CassandraTable cassandra(String engine, String what) {
    CassandraServer server = TestServers.cassandra();
    return CassandraTable.in(name)
        .named(engine + what)
        .contactPoint(server.address())
        .localDatacenter(server.localDatacenter())
        .autoCreate();
  }

  private void assertStored(String engine, Pipeline pipeline, Map<String, String> expectedLines)
      throws SQLException {
    Map<String, String> expectedOrders = new TreeMap<>();
    orders.forEach((order, customer) -> expectedOrders.put(order.toString(), customer));
    assertThat(inMemory(engine, "orders")).as("orders in memory").isEqualTo(expectedOrders);
    Map<String, Map<String, String>> parts =
        Map.of("shipments", flat(shipments), "lines", expectedLines);
    for (String part : parts.keySet()) {
      Map<String, String> expected = parts.get(part);
      assertThat(inMemory(engine, part)).as(part + " in memory").isEqualTo(expected);
      assertThat(inView(pipeline, engine, part)).as(part + " in PostgreSQL").isEqualTo(expected);
      if (WITH_STAND_IN) {
        assertThat(inMongo(pipeline, engine, part))
            .as(part + " in MongoDB's stand-in")
            .isEqualTo(expected);
      }
      assertThat(inCassandra(engine, part)).as(part + " in Cassandra").isEqualTo(expected);
    }
  }

  private static int keys(String part) {
    return part.equals("orders") ? 1 : part.equals("shipments") ? 2 : 3;
  }

  private Map<String, String> inMemory(String engine, String part) {
    return StoredRows.byKey(
        keys(part),
        memory(engine, part).rows().stream()
            .map(
                row -> {
                  List<Object> values = new ArrayList<>();
                  for (int i = 0; i < row.schema().size(); i++) {
                    values.add(row.get(i));
                  }
                  return values;
                })
            .toList());
  }

  /** The words of the plan behind these. */
  private static String planned(Pipeline pipeline, String target, String words) {
    return pipeline.plan().targets().stream()
        .filter(each -> each.plan().target().endsWith(target))
        .flatMap(each -> each.plan().notes().stream())
        .filter(note -> note.contains(words))
        .map(note -> note.substring(note.indexOf(words) + words.length()))
        .findFirst()
        .orElseThrow();
  }

  /** By the view that the plan shows. */
  private Map<String, String> inView(Pipeline pipeline, String engine, String part)
      throws SQLException {
    String table = name + engine + part;
    return StoredRows.byKey(
        keys(part),
        StoredRows.inSql(
            TestServers.postgres().jdbcUrl(),
            "DROP VIEW IF EXISTS " + table + "_live",
            planned(pipeline, table, "by a view: "),
            "SELECT * FROM " + table + "_live"));
  }

  /** By the aggregation behind the view that the plan shows; the stand-in has no views. */
  private Map<String, String> inMongo(Pipeline pipeline, String engine, String part) {
    String collection = engine + part;
    String stages = planned(pipeline, name + "." + collection, "'" + collection + "', ");
    List<Document> pipelineOfView = new ArrayList<>();
    for (BsonValue stage : BsonArray.parse(stages.substring(0, stages.lastIndexOf(')')))) {
      pipelineOfView.add(Document.parse(stage.asDocument().toJson()));
    }
    List<List<Object>> rows = new ArrayList<>();
    try (MongoClient client = MongoClients.create(TestServers.mongo().connectionString())) {
      client
          .getDatabase(name)
          .getCollection(collection)
          .aggregate(pipelineOfView)
          .forEach(
              row -> {
                List<Object> values = new ArrayList<>(row.get("_id", Document.class).values());
                row.forEach(
                    (field, value) -> {
                      if (!field.equals("_id") && !field.equals("rollcall")) {
                        values.add(value);
                      }
                    });
                rows.add(values);
              });
    }
    return StoredRows.byKey(keys(part), rows);
  }

  private Map<String, String> inCassandra(String engine, String part) {
    String columns =
        part.equals("shipments")
            ? "order_id, shipment, carrier"
            : "order_id, shipment, line, carrier, quantity";
    return StoredRows.byKey(
        keys(part),
        StoredRows.inCassandra("SELECT %s FROM %s.%s%s".formatted(columns, name, engine, part)));
  }
}
