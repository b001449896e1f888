package dev.rollcall.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.flatten.Coverage;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import dev.rollcall.jdbc.JdbcAggregates;
import dev.rollcall.jdbc.JdbcTable;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.replay.ConsumerGroupReset;
import dev.rollcall.kafka.source.KafkaSource;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.mongo.MongoAggregateReader;
import dev.rollcall.mongo.MongoAggregates;
import dev.rollcall.testkit.server.CassandraServer;
import dev.rollcall.testkit.server.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A type gets a column with {@code elseNull} between two runs of a pipeline with four aggregations:
 * under the same version every figure goes on, stored rows have null in it, and a replay fills them
 * and counts nothing twice.
 */
class AddedColumnIT {

  private static final int PARTITIONS = 3;
  private static final int HALF = 300;
  private static final long FIRST_TIME = 1_767_225_600_000L;
  private static final Duration WINDOW = Duration.ofHours(1);

  /** What a record holds; its price of 0 is filtered out, its stock may be no number. */
  private record Sale(int number, String shop, String seller, long price, @Nullable String stock) {

    private static Sale of(int number, Random random) {
      String stock =
          switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> "\"many\"";
            default -> String.valueOf(random.nextInt(100));
          };
      return new Sale(
          number,
          List.of("north", "south", "west").get(random.nextInt(3)),
          "seller" + random.nextInt(40),
          random.nextInt(500),
          stock);
    }

    String id() {
      return "s" + number;
    }

    long time() {
      return FIRST_TIME + Duration.ofMinutes(number).toMillis();
    }

    boolean isMisfit() {
      return "\"many\"".equals(stock);
    }

    @Nullable String storedStock() {
      return isMisfit() ? null : stock;
    }

    String json() {
      return "{\"id\":\"%s\",\"shop\":\"%s\",\"seller\":\"%s\",\"price\":%d%s}"
          .formatted(id(), shop, seller, price, stock == null ? "" : ",\"stock\":" + stock);
    }
  }

  private final String name = "added_" + UUID.randomUUID().toString().replace("-", "");
  private final KafkaTopic topic =
      KafkaTopic.named(name).bootstrapServers(TestServers.kafka().bootstrapServers());
  private final Random random = new Random(7);
  private final List<Sale> sent = new ArrayList<>();

  @BeforeEach
  void createTopic() {
    KafkaTopics.create(topic, PARTITIONS);
  }

  @Test
  void figuresInPostgresGoOn() throws Exception {
    everyRun(JdbcAggregates.url(TestServers.postgres().jdbcUrl()).autoCreate(), this::inPostgres);
  }

  @Test
  void figuresInMongoGoOn() throws Exception {
    MongoAggregates target =
        MongoAggregates.database(name).connectionString(TestServers.mongo().connectionString());
    everyRun(
        target,
        aggregation -> {
          try (MongoAggregateReader reader = target.read()) {
            return reader.results(aggregation);
          }
        });
  }

  /** The results of an aggregation. */
  private interface Reading {
    List<Map<String, @Nullable Object>> of(String aggregation) throws Exception;
  }

  private void everyRun(AggregateTarget aggregates, Reading stored) throws Exception {
    send();
    run(pipeline(type(false), aggregates, false));
    assertThat(figures(stored)).isEqualTo(expectedFigures());

    send();
    RunReport report = run(pipeline(type(true), aggregates, true));
    assertThat(report.read()).as("of the second half alone").isEqualTo(HALF);
    assertThat(report.aggregations().values())
        .as("nothing is counted anew")
        .hasSize(4)
        .allMatch(each -> each.applied() == report.written() && each.alreadyApplied() == 0);
    assertThat(report.deadLettered()).isZero();
    assertThat(misfits(report))
        .isPositive()
        .isEqualTo(sent.stream().skip(HALF).filter(Sale::isMisfit).count());
    assertThat(figures(stored)).isEqualTo(expectedFigures());
    assertRows(HALF);

    ConsumerGroupReset.toBeginning(source()).apply();
    RunReport replay = run(pipeline(type(true), aggregates, true));
    assertThat(replay.read()).isEqualTo(2 * HALF);
    assertThat(replay.aggregations().values())
        .allMatch(each -> each.applied() == 0 && each.alreadyApplied() == replay.written());
    assertThat(figures(stored)).as("after a replay").isEqualTo(expectedFigures());
    assertRows(0);
  }

  private void send() {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (int i = 0; i < HALF; i++) {
        Sale sale = Sale.of(sent.size(), random);
        sent.add(sale);
        producer.send(
            new ProducerRecord<>(
                name, random.nextInt(PARTITIONS), sale.time(), sale.id(), sale.json()));
      }
    }
  }

  private static RecordType type(boolean hasStock) {
    RecordTypeBuilder type = RecordType.named("sale").key("id").column("id", ColumnType.STRING);
    if (hasStock) {
      // in the midst: the order of columns decides nothing
      type = type.column("stock", ColumnType.INT64).elseNull();
    }
    return type.column("shop", ColumnType.STRING)
        .column("seller", ColumnType.STRING)
        .column("price", ColumnType.INT64)
        .build();
  }

  private Pipeline pipeline(RecordType type, AggregateTarget aggregates, boolean evolves) {
    CassandraServer server = TestServers.cassandra();
    JdbcTable table = JdbcTable.named(name).url(TestServers.postgres().jdbcUrl()).autoCreate();
    CassandraTable wide =
        CassandraTable.in(name)
            .named("sales")
            .contactPoint(server.address())
            .localDatacenter(server.localDatacenter())
            .autoCreate();
    return Pipeline.named(name)
        .records(type)
        .where(List.of("price"), row -> row.getLong("price") > 0)
        .rows(evolves ? table.evolve() : table)
        .rows(evolves ? wide.evolve() : wide)
        .aggregate(Aggregation.named(name + "_counts").groupBy("shop").count())
        .aggregate(Aggregation.named(name + "_sellers").groupBy("shop").distinct("seller"))
        .aggregate(Aggregation.named(name + "_prices").groupBy("shop").quantiles("price", 0.5, 0.9))
        .aggregate(Aggregation.named(name + "_hours").groupBy("shop").tumbling(WINDOW).sum("price"))
        .into(aggregates)
        .build();
  }

  private KafkaSource source() {
    return KafkaSource.of(topic).group(name);
  }

  private RunReport run(Pipeline pipeline) {
    try (PipelineRunner run = PipelineRunner.start(pipeline, source())) {
      return run.awaitCaughtUp();
    }
  }

  private static long misfits(RunReport report) {
    return report.coverage().columns().stream()
        .filter(column -> column.column().equals("stock"))
        .mapToLong(Coverage.ColumnCoverage::misfits)
        .sum();
  }

  private List<Sale> counted() {
    return sent.stream().filter(sale -> sale.price() > 0).toList();
  }

  /** By aggregation, group and measure, as text. */
  private Map<String, String> expectedFigures() {
    Map<String, List<Long>> prices = new TreeMap<>();
    Map<String, TreeSet<String>> sellers = new TreeMap<>();
    Map<String, Long> hours = new TreeMap<>();
    for (Sale sale : counted()) {
      prices.computeIfAbsent(sale.shop(), any -> new ArrayList<>()).add(sale.price());
      sellers.computeIfAbsent(sale.shop(), any -> new TreeSet<>()).add(sale.seller());
      hours.merge(sale.shop() + " " + sale.time() / WINDOW.toMillis(), sale.price(), Long::sum);
    }
    Map<String, String> expected = new TreeMap<>();
    prices.forEach(
        (shop, all) -> {
          all.sort(null);
          expected.put(shop + " count", String.valueOf(all.size()));
          expected.put(shop + " distinct_seller", String.valueOf(sellers.get(shop).size()));
          expected.put(shop + " p50_price", quantile(all, 0.5));
          expected.put(shop + " p90_price", quantile(all, 0.9));
        });
    hours.forEach((hour, sum) -> expected.put(hour + " sum_price", String.valueOf(sum)));
    return expected;
  }

  private static String quantile(List<Long> sorted, double q) {
    return String.valueOf((double) sorted.get((int) (q * (sorted.size() - 1))));
  }

  private Map<String, String> figures(Reading stored) throws Exception {
    Map<String, String> figures = new TreeMap<>();
    for (String aggregation : List.of("_counts", "_sellers", "_prices", "_hours")) {
      for (Map<String, @Nullable Object> result : stored.of(name + aggregation)) {
        String group = String.valueOf(result.get("shop"));
        if (result.get("window_start") instanceof java.time.Instant start) {
          group += " " + start.toEpochMilli() / WINDOW.toMillis();
        }
        for (String measure :
            List.of("count", "distinct_seller", "p50_price", "p90_price", "sum_price")) {
          if (result.containsKey(measure)) {
            figures.put(group + " " + measure, String.valueOf(result.get(measure)));
          }
        }
      }
    }
    return figures;
  }

  private List<Map<String, @Nullable Object>> inPostgres(String aggregation) throws SQLException {
    List<Map<String, @Nullable Object>> results = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(TestServers.postgres().jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM " + aggregation)) {
      while (rows.next()) {
        Map<String, @Nullable Object> result = new TreeMap<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          String column = rows.getMetaData().getColumnName(i);
          result.put(
              column,
              column.equals("window_start") ? rows.getTimestamp(i).toInstant() : rows.getObject(i));
        }
        results.add(result);
      }
    }
    return results;
  }

  /** Rows before this one have null in the new column. */
  private void assertRows(int firstWithStock) throws SQLException {
    Map<String, String> expected = new TreeMap<>();
    for (Sale sale : counted()) {
      expected.put(
          sale.id(),
          sale.price() + " " + (sale.number() < firstWithStock ? null : sale.storedStock()));
    }
    Map<String, String> stored = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection(TestServers.postgres().jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, price, stock FROM " + name)) {
      while (rows.next()) {
        stored.put(rows.getString(1), rows.getLong(2) + " " + rows.getObject(3));
      }
    }
    assertThat(stored).as("PostgreSQL").isEqualTo(expected);
    assertThat(inCassandra()).as("Cassandra").isEqualTo(expected);
  }

  private Map<String, String> inCassandra() {
    CassandraServer server = TestServers.cassandra();
    Map<String, String> stored = new TreeMap<>();
    try (CqlSession session =
        CqlSession.builder()
            .addContactPoint(server.contactPoint())
            .withLocalDatacenter(server.localDatacenter())
            .build()) {
      for (Row row : session.execute("SELECT id, price, stock FROM %s.sales".formatted(name))) {
        stored.put(row.getString(0), row.getLong(1) + " " + row.getObject(2));
      }
    }
    return stored;
  }
}
