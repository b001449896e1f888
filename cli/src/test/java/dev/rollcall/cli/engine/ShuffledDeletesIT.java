package dev.rollcall.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.jdbc.JdbcTable;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.replay.ConsumerGroupReset;
import dev.rollcall.kafka.source.KafkaSource;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.mongo.MongoRows;
import dev.rollcall.spark.SparkPipelines;
import dev.rollcall.spark.SparkRun;
import dev.rollcall.testkit.server.CassandraServer;
import dev.rollcall.testkit.server.MariaDbServer;
import dev.rollcall.testkit.server.TestServers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * 20,000 upserts and deletes of 1,000 keys in an order that has nothing to do with their times,
 * written to every store, killed midway, and replayed from the start three times: always the newest
 * of each key is what is stored, and where that is a delete, nothing. MariaDB is among the stores
 * if it was built ({@code -Pmariadb}) or the environment names one.
 */
@Tag("long")
class ShuffledDeletesIT {

  private static final Logger LOG = LoggerFactory.getLogger(ShuffledDeletesIT.class);

  private static final int KEYS = 1_000;
  private static final int RECORDS = 20_000;
  private static final int PARTITIONS = 3;
  private static final long FIRST_TIME = 1_767_225_600_000L;

  private static final RecordType TYPE =
      RecordType.named("item")
          .key("id")
          .column("id", ColumnType.STRING)
          .column("state", ColumnType.STRING)
          .deletedWhere("deleted", "true")
          .tombstoneKey("id")
          .build();

  private final String name = "deletes_" + UUID.randomUUID().toString().replace("-", "");
  private final Kill kill = new Kill(name);
  private final KafkaTopic topic =
      KafkaTopic.named(name).bootstrapServers(TestServers.kafka().bootstrapServers());
  private final Map<String, String> expected = new TreeMap<>();

  @TempDir Path folder;

  @BeforeEach
  void load() throws Exception {
    KafkaTopics.create(topic, PARTITIONS);
    Random random = new Random(11);
    List<Integer> times = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      times.add(i);
    }
    Collections.shuffle(times, random);
    Map<String, Integer> newest = new HashMap<>();
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        String id = "k" + random.nextInt(KEYS);
        int kind = random.nextInt(6);
        String value =
            switch (kind) {
              case 0 -> null;
              case 1 -> "{\"id\":\"%s\",\"deleted\":true}".formatted(id);
              default -> "{\"id\":\"%s\",\"state\":\"s%d\"}".formatted(id, i);
            };
        // any partition: a key's records are not in one, and its times are not in their order
        producer.send(
            new ProducerRecord<>(
                name, random.nextInt(PARTITIONS), FIRST_TIME + times.get(i), id, value));
        if (newest.getOrDefault(id, -1) < times.get(i)) {
          newest.put(id, times.get(i));
          expected.remove(id);
          if (kind >= 2) {
            expected.put(id, "s" + i);
          }
        }
      }
    }
    assertThat(expected).hasSizeBetween(KEYS / 2, KEYS - 100);
  }

  @Test
  void inThisJvm() throws Exception {
    KafkaSource source = KafkaSource.of(topic).group(name);
    Pipeline pipeline = pipeline("jvm");
    everyRun(
        pipeline,
        replay -> {
          if (replay > 0) {
            ConsumerGroupReset.toBeginning(source).apply();
          }
          try (PipelineRunner run = PipelineRunner.start(pipeline, source)) {
            run.awaitCaughtUp();
          }
        });
  }

  @Test
  void onSpark() throws Exception {
    SparkSession spark = LocalSpark.start(folder);
    try {
      Pipeline pipeline = pipeline("spark");
      everyRun(
          pipeline,
          replay -> {
            try (SparkRun run =
                SparkPipelines.on(spark)
                    .option("maxOffsetsPerTrigger", "4000")
                    .checkpoint(folder.resolve("checkpoint" + replay).toString())
                    .startAvailableNow(pipeline, topic)) {
              run.awaitEnd();
            }
          });
    } finally {
      spark.stop();
    }
  }

  /** A run that is killed, one that goes on, and three replays. */
  private void everyRun(Pipeline pipeline, IntConsumer run) throws Exception {
    kill.at(8, () -> run.accept(0));
    for (int replay = 0; replay <= 3; replay++) {
      run.accept(replay);
      assertStored(pipeline.name().replace(name, ""), replay);
    }
  }

  private Pipeline pipeline(String engine) {
    CassandraServer cassandra = TestServers.cassandra();
    var pipeline = Pipeline.named(name + engine).records(TYPE);
    if (MariaDbServer.isAvailable()) {
      pipeline.rows(
          JdbcTable.named(name + engine).url(TestServers.mariadb().jdbcUrl()).autoCreate());
    } else {
      LOG.warn("without MariaDB: neither built (-Pmariadb) nor named by ROLLCALL_MYSQL");
    }
    return pipeline
        .rows(JdbcTable.named(name + engine).url(TestServers.postgres().jdbcUrl()).autoCreate())
        .rows(
            CassandraTable.in(name)
                .named("t" + engine)
                .contactPoint(cassandra.address())
                .localDatacenter(cassandra.localDatacenter())
                .autoCreate())
        .rows(
            MongoRows.database(name)
                .collection(engine)
                .connectionString(TestServers.mongo().connectionString()))
        .rows(kill.atWritesOf(InMemoryRows.named(name + engine)))
        .flushAt(500, 1 << 20)
        .build();
  }

  private void assertStored(String engine, int replay) throws SQLException {
    Map<String, String> memory = new TreeMap<>();
    InMemoryRows.named(name + engine)
        .rows()
        .forEach(row -> memory.put(row.getString("id"), row.getString("state")));
    assertThat(memory).as("memory, replay %d", replay).isEqualTo(expected);
    assertThat(inTable(TestServers.postgres().jdbcUrl(), engine))
        .as("PostgreSQL, replay %d", replay)
        .isEqualTo(expected);
    if (MariaDbServer.isAvailable()) {
      assertThat(inTable(TestServers.mariadb().jdbcUrl(), engine))
          .as("MariaDB, replay %d", replay)
          .isEqualTo(expected);
    }
    assertThat(inMongo(engine)).as("MongoDB's stand-in, replay %d", replay).isEqualTo(expected);
    assertThat(inCassandra(engine)).as("Cassandra, replay %d", replay).isEqualTo(expected);
  }

  private Map<String, String> inTable(String url, String engine) throws SQLException {
    return StoredRows.byKey(
        1,
        StoredRows.inSql(
            url, "SELECT id, state FROM %s WHERE NOT rollcall_deleted".formatted(name + engine)));
  }

  private Map<String, String> inMongo(String engine) {
    Map<String, String> stored = new TreeMap<>();
    try (MongoClient client = MongoClients.create(TestServers.mongo().connectionString())) {
      client
          .getDatabase(name)
          .getCollection(engine)
          .find(new org.bson.Document("rollcall.deleted", false))
          .forEach(row -> stored.put(row.getString("_id"), row.getString("state")));
    }
    return stored;
  }

  private Map<String, String> inCassandra(String engine) {
    return StoredRows.byKey(
        1, StoredRows.inCassandra("SELECT id, state FROM %s.t%s".formatted(name, engine)));
  }
}
