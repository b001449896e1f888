package dev.rollcall.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Schema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CassandraTableTest {

  private static final Schema SCHEMA =
      Schema.of(
          Stream.concat(
                  Stream.of(Column.of("id", ColumnType.UUID), Column.of("Order", ColumnType.INT64)),
                  Arrays.stream(ColumnType.values()).map(CassandraTableTest::column))
              .toList(),
          "id");

  /** The columns of the key stand in another order than the key. */
  private static final Schema LINES =
      Schema.of(
          List.of(
              Column.of("part", ColumnType.STRING),
              Column.of("line_no", ColumnType.INT64),
              Column.of("day", ColumnType.DATE),
              Column.of("order_id", ColumnType.UUID)),
          "order_id",
          "line_no",
          "part");

  private static final CassandraTable TABLE =
      CassandraTable.in("users_keyspace").named("user_table");

  @Test
  void tablesOfOneNameInTwoClustersAreTwoByTheirQualifiedNames() {
    CassandraTable users = CassandraTable.in("people").named("users");

    assertThat(users.qualifiedName()).isEqualTo("cassandra:people.users@127.0.0.1:9042");
    assertThat(
            users
                .contactPoint("db1")
                .contactPoint("[::1]:9043")
                .credentials("the-user", "the-password")
                .qualifiedName())
        .isEqualTo("cassandra:people.users@db1:9042,::1:9043");
    assertThat(users.driverConfig(Path.of("driver.conf")).qualifiedName())
        .isEqualTo("cassandra:people.users@driver.conf");
  }

  @Test
  void theNameIsShortAndTellsTheTable() {
    assertThat(TABLE.name()).isEqualTo("cassandra:users_keyspace.user_table");
  }

  @Test
  void aPlanHasTheStatementsThatMakeTheTable() {
    SinkPlan plan = TABLE.autoCreate().columnType("a_int64", "int").plan(SCHEMA);

    assertThat(plan.target()).isEqualTo(TABLE.name());
    assertThat(plan.ddl())
        .containsExactly(
            "CREATE KEYSPACE IF NOT EXISTS users_keyspace WITH replication ="
                + " {'class': 'NetworkTopologyStrategy', 'replication_factor': 1};",
            """
            CREATE TABLE IF NOT EXISTS users_keyspace.user_table (
              id uuid,
              "Order" bigint,
              a_boolean boolean,
              a_int64 int,
              a_float64 double,
              a_decimal decimal,
              a_string text,
              a_timestamp timestamp,
              a_date date,
              a_uuid uuid,
              a_json text,
              a_bytes blob,
              PRIMARY KEY (id)
            );""",
            """
            CREATE TABLE IF NOT EXISTS users_keyspace.rollcall_definitions (
              target text,
              pipeline text,
              version int,
              since timestamp,
              details text,
              PRIMARY KEY ((target), pipeline)
            );""");
  }

  @Test
  void partitionColumnsStandBeforeTheKey() {
    SinkPlan plan = TABLE.partitionedBy("a_date", "a_int64").autoCreate().plan(SCHEMA);

    assertThat(plan.ddl().get(1)).contains("PRIMARY KEY ((a_date, a_int64), id)");
    assertThat(plan.guarantee()).contains("upsert by a_date, a_int64, ");
    assertThat(plan.notes()).anyMatch(note -> note.contains("what never changes of a row"));
    assertThatThrownBy(() -> TABLE.partitionedBy("a_dat", "id", "a_date", "a_date").plan(SCHEMA))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("partitionedBy: no column 'a_dat'; did you mean 'a_date'?")
        .hasMessageContaining("partitionedBy: 'a_date' is named twice");
  }

  @Test
  void theWholeKeyIsThePartitionKeyAndWhatPartitionedByLeavesClustersInItsOrder() {
    assertThat(primaryKey(TABLE)).isEqualTo("PRIMARY KEY ((order_id, line_no, part))");
    assertThat(primaryKey(TABLE.partitionedBy("order_id")))
        .isEqualTo("PRIMARY KEY ((order_id), line_no, part)");
    assertThat(primaryKey(TABLE.partitionedBy("part", "order_id")))
        .isEqualTo("PRIMARY KEY ((part, order_id), line_no)");
    assertThat(primaryKey(TABLE.partitionedBy("day")))
        .isEqualTo("PRIMARY KEY ((day), order_id, line_no, part)");
    assertThat(primaryKey(TABLE.partitionedBy("day", "line_no")))
        .isEqualTo("PRIMARY KEY ((day, line_no), order_id, part)");
    assertThat(primaryKey(TABLE.partitionedBy("part", "line_no", "order_id")))
        .isEqualTo("PRIMARY KEY ((part, line_no, order_id))");
  }

  @Test
  void aPlanSaysWhatAPartitionHoldsAndHowLongAKeyMayBe() {
    SinkPlan whole = TABLE.plan(LINES);
    assertThat(whole.guarantee()).contains("upsert by order_id, line_no, part that");
    assertThat(whole.notes())
        .anyMatch(
            note ->
                note.contains(
                    "65,535 bytes of order_id, line_no, part together, with 3 more for each"));
    assertThat(TABLE.partitionedBy("order_id").plan(LINES).notes())
        .contains("A partition of Cassandra holds the rows that agree in order_id.");
    assertThat(TABLE.partitionedBy("day").plan(LINES).notes())
        .anyMatch(note -> note.contains("agree in day. Make them of what never changes"));
  }

  private static String primaryKey(CassandraTable table) {
    return table
        .plan(LINES)
        .ddl()
        .get(1)
        .lines()
        .filter(l -> l.contains("PRIMARY"))
        .findFirst()
        .orElseThrow()
        .strip();
  }

  @Test
  void aPlanStatesTheGuaranteeAndWhatItLeavesOpen() {
    SinkPlan plan = TABLE.autoCreate().plan(SCHEMA);

    assertThat(plan.guarantee())
        .isEqualTo(
            "exactly-once effect: a row is an upsert by id that bears its record's time as write"
                + " timestamp, so a replay writes the same cells again and an older row never covers"
                + " a newer one; written means acknowledged at LOCAL_QUORUM");
    assertThat(plan.notes())
        .hasSize(8)
        .anyMatch(note -> note.startsWith("The write timestamp is the record's time in ms · 1000"))
        .anyMatch(note -> note.contains("that is wrong if a multiple of 1000 lies between"))
        .anyMatch(note -> note.contains("gc_grace_seconds"))
        .anyMatch(note -> note.contains("default_time_to_live"))
        .anyMatch(
            note ->
                note.startsWith("One version of one definition writes this table")
                    && note.contains(
                        "users_keyspace.rollcall_definitions, on which the user needs"
                            + " SELECT and MODIFY"))
        .anyMatch(note -> note.contains("replication factor of 1: one copy, lost with its node"));
  }

  @Test
  void aPlanSaysWhatOptionsChange() {
    SinkPlan plan = TABLE.mergeByColumn().ttl(Duration.ofDays(30)).consistency("ONE").plan(SCHEMA);

    assertThat(plan.guarantee()).endsWith(", column by column; written means acknowledged at ONE");
    assertThat(plan.notes())
        .anyMatch(note -> note.startsWith("Nulls are left out"))
        .anyMatch(note -> note.startsWith("A row expires PT720H after the time of its version"))
        .anyMatch(note -> note.contains("autoCreate() would make them"));
  }

  @Test
  void aPlanSaysThatSeveralPipelinesMayWriteASharedTable() {
    assertThat(TABLE.shared().plan(SCHEMA).notes())
        .anyMatch(note -> note.startsWith("Several pipelines may write this table"));
  }

  @Test
  void theTableOfDefinitionsIsNoTarget() {
    assertThatThrownBy(() -> CassandraTable.in("k").named("rollcall_definitions").plan(SCHEMA))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("name: got 'rollcall_definitions', which is Rollcall's own");
  }

  @Test
  void theInsertNamesEveryColumn() {
    Schema schema =
        Schema.of(
            List.of(Column.of("id", ColumnType.UUID), Column.of("select", ColumnType.STRING)),
            "id");
    TableOptions options = TableOptions.DEFAULT;

    assertThat(new TableCql("k", "t", options).insert(schema))
        .isEqualTo("INSERT INTO k.t (id, \"select\") VALUES (?, ?) USING TIMESTAMP ?");
    assertThat(new TableCql("k", "t", options.withTtl(Duration.ofDays(1))).insert(schema))
        .isEqualTo("INSERT INTO k.t (id, \"select\") VALUES (?, ?) USING TIMESTAMP ? AND TTL ?");
  }

  @Test
  void allFaultsAreReportedAtOnce() {
    CassandraTable faulty =
        CassandraTable.in("no-dashes")
            .named("")
            .columnType("a_int46", "int")
            .columnType("a_float64", "float")
            .columnType("a_timestamp", "counter")
            .consistency("LOCAL_QUORUMS")
            .replicationFactor(0)
            .ttl(Duration.ofMillis(1))
            .contactPoint("host:port")
            .contactPoint("host:99999")
            .maxInFlight(1_025)
            .driverConfig(Map.of("datastax-java-driver.basic.request.timeout", "1 s"));

    assertThatThrownBy(() -> faulty.plan(SCHEMA))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            error ->
                assertThat(error.problems())
                    .containsExactlyInAnyOrder(
                        "name: got 'no-dashes', expected 1 to 48 letters, digits and underscores",
                        "name: got '', expected 1 to 48 letters, digits and underscores",
                        "columnType: no column 'a_int46'; did you mean 'a_int64'?",
                        "columnType: column 'a_float64' (FLOAT64): got 'float', expected one of"
                            + " double, text",
                        "columnType: column 'a_timestamp' (TIMESTAMP): got 'counter', expected one"
                            + " of timestamp, text, date",
                        "consistency: got 'LOCAL_QUORUMS', expected one of ONE, TWO, THREE, QUORUM,"
                            + " ALL, LOCAL_ONE, LOCAL_QUORUM, EACH_QUORUM; did you mean"
                            + " 'LOCAL_QUORUM'?",
                        "replicationFactor: got 0, expected at least 1",
                        "ttl: got PT0.001S, expected a second to 20 years",
                        "contact point: got 'host:port', expected host or host:port",
                        "contact point: got 'host:99999', expected host or host:port",
                        "maxInFlight: got 1025, expected 1 to 1024: one connection of the driver"
                            + " carries no more",
                        "driver option: got 'datastax-java-driver.basic.request.timeout', expected"
                            + " a path below datastax-java-driver such as basic.request.timeout"));
    assertThatThrownBy(() -> faulty.open(SCHEMA, TestKeyspace.OWNER))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void aKeyMayNotLoseAnything() {
    Schema schema = Schema.of(List.of(Column.of("at", ColumnType.TIMESTAMP)), "at");

    assertThatThrownBy(() -> TABLE.columnType("at", "date").plan(schema))
        .hasMessageContaining("got 'date', expected one of timestamp, text");
  }

  @Test
  void noTextShowsCredentialsOrTheValuesOfDriverOptions() {
    CassandraTable table =
        TABLE
            .contactPoint("db.example.org:9142")
            .credentials("the-user", "the-password")
            .driverConfig(Map.of("advanced.ssl-engine-factory.keystore-password", "the-secret"));

    assertThat(table.toString())
        .contains("credentials=[hidden]", "keystore-password=[hidden]", "db.example.org:9142")
        .doesNotContain("the-user", "the-password", "the-secret");
    assertThat(table.plan(SCHEMA).toString()).doesNotContain("the-user", "the-password");
  }

  @Test
  void aDescriptionIsTheSameAfterSerialization() throws Exception {
    CassandraTable table =
        TABLE
            .autoCreate()
            .shared()
            .columnType("a_int64", "int")
            .ttl(Duration.ofDays(1))
            .credentials("u", "p")
            .driverConfig(Path.of("driver.conf"))
            .driverConfig(Map.of("basic.request.timeout", "5 seconds"));

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(table);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(table).hasSameHashCodeAs(table);
    }
    assertThat(table).isNotEqualTo(TABLE);
  }

  @Test
  void changesMakeAnotherDescription() {
    String before = TABLE.toString();

    TABLE.autoCreate().mergeByColumn().shared().contactPoint("other").maxInFlight(1);

    assertThat(TABLE).hasToString(before);
  }

  @Test
  void aClusterThatCannotBeReachedIsTransient() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    CassandraTable table = TABLE.contactPoint("127.0.0.1:" + port).localDatacenter("dc1");

    assertThatThrownBy(() -> table.open(SCHEMA, TestKeyspace.OWNER))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageContaining("every node that was asked failed");
  }

  @Test
  void settingsTheDriverCannotReadAreAConfigurationError() {
    CassandraTable noPolicy =
        TABLE.driverConfig(Map.of("basic.load-balancing-policy.class", "NoSuchPolicy"));
    CassandraTable noFile = TABLE.driverConfig(Path.of("there", "is", "no.conf"));

    assertThatThrownBy(() -> noPolicy.open(SCHEMA, TestKeyspace.OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the driver refuses its settings")
        .hasMessageContaining("NoSuchPolicy");
    assertThatThrownBy(() -> noFile.open(SCHEMA, TestKeyspace.OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no.conf");
  }

  private static Column column(ColumnType type) {
    String name = "a_" + type.name().toLowerCase(Locale.ROOT);
    return type == ColumnType.DECIMAL ? Column.decimal(name, 12, 2) : Column.of(name, type);
  }

  @Test
  void numbersAreWrittenTheSameWhereverItRuns() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(TABLE.plan(LINES).notes()).anySatisfy(note -> assertThat(note).contains("65,535"));
      ByteBuffer cell = ByteBuffer.allocate(KeySizes.MOST_BYTES + 1);
      assertThatThrownBy(
              () ->
                  new KeySizes(List.of(0), List.of(), List.of("id")).check(new ByteBuffer[] {cell}))
          .hasMessageContaining("got 65,536 bytes, expected at most 65,535");
    } finally {
      Locale.setDefault(before);
    }
  }
}
