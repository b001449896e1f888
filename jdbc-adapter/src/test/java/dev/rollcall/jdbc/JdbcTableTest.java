package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Schema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptions, without a server. */
class JdbcTableTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              Column.of("user_id", ColumnType.UUID),
              Column.of("name", ColumnType.STRING),
              Column.of("active", ColumnType.BOOLEAN),
              Column.of("ratio", ColumnType.FLOAT64),
              Column.decimal("balance", 12, 2),
              Column.of("seen_at", ColumnType.TIMESTAMP),
              Column.of("born_on", ColumnType.DATE),
              Column.of("details", ColumnType.JSON),
              Column.of("photo", ColumnType.BYTES)),
          "user_id");

  @Test
  void tablesOfOneNameInTwoDatabasesAreTwoByTheirQualifiedNames() {
    JdbcTable users = JdbcTable.named("users");

    assertThat(users.url("jdbc:postgresql://ada:s3cret@db1:5432/one?ssl=true").qualifiedName())
        .isEqualTo("postgresql:users@db1:5432/one");
    assertThat(users.url("jdbc:postgresql://db1:5432/two").user("ada").qualifiedName())
        .isEqualTo("postgresql:users@db1:5432/two");
    assertThat(users.url("jdbc:postgresql:s3cret").qualifiedName())
        .isEqualTo("postgresql:users@[hidden]");
  }

  @Test
  void theStatementForPostgresqlIsPrinted() {
    assertThat(JdbcTable.named("crm.users").url("jdbc:postgresql://h/d").plan(SCHEMA).ddl())
        .containsExactly(
            """
            CREATE TABLE IF NOT EXISTS "crm"."users" (
              "user_id" uuid NOT NULL,
              "name" text,
              "active" boolean,
              "ratio" double precision,
              "balance" numeric(12,2),
              "seen_at" timestamptz,
              "born_on" date,
              "details" json,
              "photo" bytea,
              "rollcall_definition" bigint NOT NULL,
              "rollcall_time_ms" bigint NOT NULL,
              "rollcall_record_ms" bigint NOT NULL,
              "rollcall_offset" bigint NOT NULL,
              "rollcall_ordinal" bigint NOT NULL,
              "rollcall_deleted" boolean NOT NULL,
              PRIMARY KEY ("user_id")
            );""",
            """
            CREATE TABLE IF NOT EXISTS "crm"."rollcall_definitions" (
              "target" text NOT NULL,
              "pipeline" text NOT NULL,
              "version" bigint NOT NULL,
              "since" timestamptz NOT NULL,
              "details" text NOT NULL,
              PRIMARY KEY ("target", "pipeline")
            );""");
  }

  @Test
  void theStatementForMysqlIsPrinted() {
    assertThat(JdbcTable.named("users").url("jdbc:mysql://h/d").plan(SCHEMA).ddl())
        .containsExactly(
            """
            CREATE TABLE IF NOT EXISTS `users` (
              `user_id` char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
              `name` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin,
              `active` boolean,
              `ratio` double,
              `balance` decimal(12,2),
              `seen_at` datetime(6),
              `born_on` date,
              `details` json,
              `photo` longblob,
              `rollcall_definition` bigint NOT NULL,
              `rollcall_time_ms` bigint NOT NULL,
              `rollcall_record_ms` bigint NOT NULL,
              `rollcall_offset` bigint NOT NULL,
              `rollcall_ordinal` bigint NOT NULL,
              `rollcall_deleted` boolean NOT NULL,
              PRIMARY KEY (`user_id`)
            ) ENGINE=InnoDB;""",
            """
            CREATE TABLE IF NOT EXISTS `rollcall_definitions` (
              `target` varchar(384) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
              `pipeline` varchar(384) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
              `version` bigint NOT NULL,
              `since` datetime(6) NOT NULL,
              `details` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL,
              PRIMARY KEY (`target`, `pipeline`)
            ) ENGINE=InnoDB;""");
  }

  @Test
  void theZoneOfMomentsIsPartOfTheDescriptionAndToldInThePlan() {
    JdbcTable table = JdbcTable.named("users").url("jdbc:mysql://h/d");
    ZoneId berlin = ZoneId.of("Europe/Berlin");

    assertThat(table.timestampsIn(berlin))
        .isNotEqualTo(table)
        .isNotEqualTo(table.timestampsIn(ZoneId.of("UTC")))
        .isEqualTo(table.timestampsIn(berlin));
    assertThat(table.timestampsIn(berlin).shared().autoCreate())
        .isEqualTo(table.autoCreate().shared().timestampsIn(berlin));
    assertThat(table.timestampsIn(berlin).plan(SCHEMA).notes())
        .anyMatch(note -> note.contains("columns of datetime are in Europe/Berlin"));
    assertThat(table.plan(SCHEMA).notes()).noneMatch(note -> note.contains("moments"));
    assertThatThrownBy(() -> table.timestampsIn(null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("timestampsIn");
  }

  @Test
  void thePlanTellsTheRightsToBothTablesAndTheMigrationOfAnEarlierOne() {
    SinkPlan plan = JdbcTable.named("crm.Users").url("jdbc:mysql://h/d").plan(SCHEMA);

    assertThat(plan.guarantee())
        .contains("by the definition's version, then record time, offset and ordinal");
    assertThat(plan.notes())
        .anyMatch(
            note ->
                note.contains("GRANT SELECT, INSERT, UPDATE ON `crm`.`Users` TO <user>;")
                    && note.contains("UPDATE ON `crm`.`rollcall_definitions` TO <user>;"))
        .anyMatch(
            note ->
                note.endsWith(
                    "ALTER TABLE `crm`.`Users` ADD COLUMN `rollcall_definition` bigint NOT NULL"
                        + " DEFAULT 1, ADD COLUMN `rollcall_record_ms` bigint NOT NULL DEFAULT 0, ADD COLUMN `rollcall_deleted` boolean NOT NULL DEFAULT"
                        + " false; ALTER TABLE `crm`.`Users` ALTER COLUMN `rollcall_definition`"
                        + " DROP DEFAULT, ALTER COLUMN `rollcall_record_ms` DROP DEFAULT, ALTER COLUMN `rollcall_deleted` DROP DEFAULT; INSERT"
                        + " INTO `crm`.`rollcall_definitions` (`target`, `pipeline`, `version`,"
                        + " `since`, `details`) SELECT IF(@@lower_case_table_names = 0, 'Users', 'users'),"
                        + " '<pipeline>', COALESCE(MAX(`rollcall_definition`), 1),"
                        + " UTC_TIMESTAMP(6), '' FROM `crm`.`Users`;"));
  }

  @Test
  void theTableOfDefinitionsIsNoTargetAndOneThatIsSharedIsAnother() {
    JdbcTable own = JdbcTable.named("crm.Rollcall_Definitions").url("jdbc:mysql://h/d");
    JdbcTable table = JdbcTable.named("users").url("jdbc:mysql://h/d");

    assertThatThrownBy(() -> own.plan(SCHEMA))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is Rollcall's own");
    assertThat(table.shared()).isNotEqualTo(table).isEqualTo(table.shared());
    assertThat(table.shared().autoCreate()).isEqualTo(table.autoCreate().shared());
  }

  @Test
  void aKeyOfSeveralColumnsIsThePrimaryKeyInItsOrderAndTextsShareTheIndexOfMysql() {
    Schema lines =
        Schema.of(
            List.of(
                Column.of("note", ColumnType.STRING),
                Column.of("line_no", ColumnType.INT64),
                Column.of("order_id", ColumnType.STRING),
                Column.of("shop", ColumnType.STRING)),
            "shop",
            "order_id",
            "line_no");
    SinkPlan mysql = JdbcTable.named("lines").url("jdbc:mysql://h/d").plan(lines);

    assertThat(mysql.ddl().get(0))
        .contains("`shop` varchar(383) CHARACTER SET utf8mb4")
        .contains("`order_id` varchar(383) ")
        .contains("`note` longtext ")
        .contains("PRIMARY KEY (`shop`, `order_id`, `line_no`)");
    assertThat(mysql.notes())
        .anyMatch(note -> note.contains("'shop' 383 characters, 'order_id' 383 characters"));
    assertThat(mysql.guarantee()).contains("upsert by shop, order_id, line_no");
    assertThat(JdbcTable.named("lines").url("jdbc:postgresql://h/d").plan(lines).ddl().get(0))
        .contains("PRIMARY KEY (\"shop\", \"order_id\", \"line_no\")");
  }

  @Test
  void aKeyThatNoIndexTakesIsRefusedInThePlanWithItsSum() {
    Schema wide =
        Schema.of(
            List.of(
                Column.decimal("a", 700, 0),
                Column.of("b", ColumnType.UUID),
                Column.of("c", ColumnType.STRING),
                Column.decimal("d", 65, 30)),
            "a",
            "b",
            "c",
            "d");

    assertThat(JdbcTable.named("t").url("jdbc:mysql://h/d").plan(wide).ddl().get(0))
        .contains("`c` varchar(48) ");
    Schema wider =
        Schema.of(
            List.of(
                Column.decimal("a", 750, 0),
                Column.of("b", ColumnType.UUID),
                Column.of("c", ColumnType.STRING)),
            "a",
            "b",
            "c");
    assertThatThrownBy(() -> JdbcTable.named("t").url("jdbc:mysql://h/d").plan(wider))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("at least 3112 bytes together (a 3012 + b 36 + c 64)")
        .hasMessageContaining("takes 3072")
        .hasMessageContaining("take fewer columns");
    JdbcTable.named("t").url("jdbc:postgresql://h/d").plan(wider);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 17, 33})
  void aKeyOfMoreColumnsThanAnIndexTakesIsRefusedInThePlan(int parts) {
    List<Column> columns =
        IntStream.range(0, parts).mapToObj(i -> Column.of("c" + i, ColumnType.INT64)).toList();
    Schema schema = Schema.of(columns, columns.stream().map(Column::name).toArray(String[]::new));

    assertThat(isRefused("jdbc:mysql://h/d", schema)).isEqualTo(parts > 16);
    assertThat(isRefused("jdbc:postgresql://h/d", schema)).isEqualTo(parts > 32);
  }

  private static boolean isRefused(String url, Schema schema) {
    try {
      JdbcTable.named("t").url(url).plan(schema);
      return false;
    } catch (ConfigurationException refused) {
      assertThat(refused).hasMessageContaining("take fewer");
      return true;
    }
  }

  @Test
  void theStatementOfAnAggregationIsPrinted() {
    Aggregation.Table table =
        new Aggregation.Table(
            "sales_by_day",
            List.of(
                Column.of("country", ColumnType.STRING),
                Column.of("window_start", ColumnType.TIMESTAMP)),
            List.of(Column.of("count", ColumnType.INT64), Column.decimal("revenue", 70, 2)));
    assertThat(JdbcAggregates.url("jdbc:mariadb://h/d").plan(List.of(table)).ddl())
        .containsExactly(
            """
            CREATE TABLE IF NOT EXISTS `sales_by_day` (
              `rollcall_key` varchar(768) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
              `country` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
              `window_start` datetime(6),
              `count` bigint,
              `revenue` varchar(73) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
              `rollcall_pipeline` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
              `rollcall_revision` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
              `rollcall_state` longblob NOT NULL,
              PRIMARY KEY (`rollcall_key`)
            ) ENGINE=InnoDB;""",
            """
            CREATE TABLE IF NOT EXISTS `rollcall_definitions` (
              `target` varchar(384) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
              `pipeline` varchar(384) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
              `version` bigint NOT NULL,
              `since` datetime(6) NOT NULL,
              `details` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
              PRIMARY KEY (`target`, `pipeline`)
            ) ENGINE=InnoDB;""");
    assertThat(JdbcAggregates.url("jdbc:postgresql://h/d").plan(List.of(table)).ddl().get(0))
        .contains("\"revenue\" numeric(70,2),")
        .contains("\"rollcall_state\" bytea NOT NULL,");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://host:1/db?user=ada&password=hunter2",
        "jdbc:mysql://ada:hunter2@host:1/db",
        "jdbc:mariadb://ada:hunt/er2@x@host:1/db;password=hunter2",
        "jdbc:oracle:thin:ada/hunter2@host",
        "postgres://ada:hunter2@host/db"
      })
  void noTextShowsALogin(String url) {
    JdbcTable table = JdbcTable.named("users").url(url).user("ada").password("hunter2");
    JdbcAggregates aggregates = JdbcAggregates.url(url).user("ada").password("hunter2");
    JdbcRuns runs = JdbcRuns.url(url).user("ada").password("hunter2");

    assertThat(List.of(table.toString(), aggregates.toString(), runs.toString()))
        .allSatisfy(text -> assertThat(text).doesNotContain("hunt", "er2", "ada"));
    if (Dialect.of(url).isEmpty()) {
      assertThatThrownBy(() -> table.plan(SCHEMA))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("jdbc:postgresql://")
          .hasMessageNotContaining("hunter2");
    }
  }

  @Test
  void allFaultsAreToldAtOnce() {
    Schema reserved =
        Schema.of(
            List.of(
                Column.of("key_json", ColumnType.JSON),
                Column.of("rollcall_offset", ColumnType.INT64)),
            "key_json");
    assertThatThrownBy(
            () ->
                JdbcTable.named("users; DROP")
                    .password("x")
                    .maxConnections(0)
                    .open(reserved, JdbcRowsTests.OWNER))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            refused ->
                assertThat(refused.problems())
                    .hasSize(6)
                    .anyMatch(f -> f.contains("users; DROP"))
                    .anyMatch(f -> f.contains("rollcall_offset"))
                    .anyMatch(f -> f.contains("JSON"))
                    .anyMatch(f -> f.contains("no url"))
                    .anyMatch(f -> f.contains("maxConnections"))
                    .anyMatch(f -> f.contains("no user")));
  }

  @Test
  void namesTellTheDatabaseAndNothingElseOfTheUrl() {
    assertThat(JdbcAggregates.url("jdbc:mysql://ada:hunter2@h:1/users_db?x=y").name())
        .isEqualTo("mysql:users_db");
    assertThat(JdbcAggregates.url("jdbc:postgresql:hunter2").name()).isEqualTo("postgresql");
    assertThat(JdbcTable.named("users").url("jdbc:mariadb://h/d").name())
        .isEqualTo("mariadb:users");
  }

  @Test
  void aNumberWhoseZerosWouldFillTheMemoryIsRefusedBeforeADriverWritesThem() {
    for (Dialect dialect : List.of(PostgresDialect.INSTANCE, MysqlDialect.MARIADB)) {
      assertThatThrownBy(
              () -> dialect.checked(Column.decimal("price", 12, 2), new BigDecimal("1E999999999")))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("column 'price'")
          .hasMessageContaining("expected at most 10");
    }
  }

  @Test
  void anAggregationCannotTakeRollcallsNames() {
    Aggregation.Table table =
        new Aggregation.Table(
            "x", List.of(Column.of("rollcall_key", ColumnType.STRING)), List.of());
    assertThatThrownBy(() -> JdbcAggregates.url("jdbc:mariadb://h/d").plan(List.of(table, table)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("declared twice")
        .hasMessageContaining("rollcall_key");
  }

  @Test
  void descriptionsGoThroughSerialization() throws Exception {
    JdbcTable table =
        JdbcTable.named("users")
            .url("jdbc:mysql://h/d")
            .user("u")
            .password("p")
            .autoCreate()
            .timestampsIn(ZoneId.of("Europe/Berlin"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(table);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(table).hasSameHashCodeAs(table);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:postgresql://127.0.0.1:1/db", "jdbc:mysql://127.0.0.1:1/db"})
  void openingChangesNeitherAPropertyNorALoggerOfTheApplication(String url) {
    Map<Object, Object> before = Map.copyOf(System.getProperties());

    assertThatThrownBy(() -> JdbcTable.named("users").url(url).open(SCHEMA, JdbcRowsTests.OWNER))
        .isInstanceOf(TransientException.class);

    assertThat(System.getProperties())
        .isEqualTo(before)
        .doesNotContainKey("mariadb.logging.disable");
    assertThat(Logger.getLogger("org.postgresql").getLevel()).isNull();
    assertThat(Logger.getLogger("org.mariadb").getLevel()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:postgresql://127.0.0.1:1/db", "jdbc:mysql://127.0.0.1:1/db"})
  void aServerThatIsNotThereIsATransientErrorAtOnce(String url) {
    assertThatThrownBy(
            () ->
                JdbcTable.named("users")
                    .url(url)
                    .user("ada")
                    .password("hunter2")
                    .open(SCHEMA, JdbcRowsTests.OWNER))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("127.0.0.1:1/db")
        .hasMessageContaining("is the server running?")
        .hasMessageNotContaining("hunter2");
  }
}
