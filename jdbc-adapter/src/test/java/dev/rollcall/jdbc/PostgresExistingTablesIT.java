package dev.rollcall.jdbc;

import static dev.rollcall.core.record.ColumnType.BOOLEAN;
import static dev.rollcall.core.record.ColumnType.FLOAT64;
import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.JSON;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;
import static dev.rollcall.core.record.ColumnType.UUID;
import static dev.rollcall.jdbc.AdoptedTable.column;
import static dev.rollcall.jdbc.AdoptedTable.required;
import static dev.rollcall.jdbc.AdoptedTable.row;
import static dev.rollcall.jdbc.AdoptedTable.schema;
import static dev.rollcall.jdbc.JdbcRowsTests.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables as other applications make them, on a real PostgreSQL: nothing is changed in silence. */
class PostgresExistingTablesIT {

  @RegisterExtension static final SchemaExtension SCHEMA = SchemaExtension.onPostgres();

  private static final Instant NOON = Instant.parse("2024-06-01T12:00:00.123Z");

  private static AdoptedTable table(String name, Schema schema, String columns) {
    return AdoptedTable.of(SCHEMA.get(), name, schema, columns, "");
  }

  private static List<String> texts(String sql) {
    return SCHEMA.get().query(sql).stream().map(String::valueOf).toList();
  }

  @Test
  void ofPrismaWithAnEnumAndMomentsWithoutAZone() {
    SCHEMA.get().execute("CREATE TYPE \"Role\" AS ENUM ('USER', 'ADMIN', 'it''s')");
    AdoptedTable table =
        table(
            "User",
            schema(
                column("id", STRING),
                required("email", STRING),
                column("role", STRING),
                Column.decimal("balance", 12, 2).required(true),
                required("createdAt", TIMESTAMP)),
            "id TEXT NOT NULL, email TEXT NOT NULL, role \"Role\" DEFAULT 'USER', balance"
                + " DECIMAL(65,30) NOT NULL, \"createdAt\" TIMESTAMP(3) NOT NULL DEFAULT"
                + " CURRENT_TIMESTAMP, CONSTRAINT \"User_pkey\" PRIMARY KEY (id)");

    assertThat(table.problem())
        .contains("'createdAt'")
        .contains("got timestamp in the table, expected timestamptz, or the zone of its moments")
        .contains("timestampsIn(zone)");
    Map<Integer, String> rejected =
        table
            .with(target -> target.timestampsIn(ZoneOffset.UTC))
            .write(
                row("a", "a@b", "ADMIN", new BigDecimal("1.50"), NOON),
                row("b", "b@b", "admin", new BigDecimal("1.50"), NOON),
                row("c", "c@b", null, new BigDecimal("1.50"), NOON),
                row("d", "d@b", "it's", new BigDecimal("1.50"), NOON));

    assertThat(rejected).containsOnlyKeys(1);
    assertThat(rejected.get(1))
        .contains("column 'role': got none of the table's labels, expected one of USER, ADMIN")
        .doesNotContain("admin");
    assertThat(texts("SELECT id || role FROM \"User\" WHERE role IS NOT NULL ORDER BY id"))
        .containsExactly("aADMIN", "dit's");
    assertThat(texts("SELECT CAST(\"createdAt\" AS text) FROM \"User\" WHERE id = 'a'"))
        .containsExactly("2024-06-01 12:00:00.123");
  }

  @Test
  void aLabelThatIsAddedIsNoReasonToRejectARow() {
    SCHEMA.get().execute("CREATE TYPE state AS ENUM ('new')");
    AdoptedTable table =
        table(
            "growing",
            schema(column("id", STRING), column("state", STRING)),
            "id text PRIMARY KEY, state state");
    try (RowSink sink = table.target().open(table.schema(), OWNER)) {
      SCHEMA.get().execute("ALTER TYPE state ADD VALUE 'paid'");

      assertThatThrownBy(() -> sink.write(List.of(AdoptedTable.version(table, "a", "paid"))))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("the table was changed");
    }
    assertThat(table.write(new Object[][] {row("a", "paid")})).isEmpty();
  }

  @Test
  void notNullColumnsKeepOutDeletesAndNullsFromOthers() {
    AdoptedTable table =
        table(
            "strict",
            schema(column("id", STRING), required("name", STRING)),
            "id text PRIMARY KEY, name text NOT NULL, note text");
    assertThat(table.write(new Object[][] {row("a", "Ada")})).isEmpty();
    try (RowSink sink = table.target().open(table.schema(), OWNER)) {
      assertThatThrownBy(sink::requireDeletes)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("column 'name' takes no nulls");
      SCHEMA.get().execute("ALTER TABLE strict ALTER COLUMN name DROP NOT NULL");
    }
    Schema nullable = schema(column("id", STRING), column("name", STRING));
    AdoptedTable same = new AdoptedTable(SCHEMA.get(), "strict", nullable, target -> target);
    try (RowSink sink = same.target().open(nullable, OWNER)) {
      SCHEMA.get().execute("ALTER TABLE strict ALTER COLUMN name SET NOT NULL");

      assertThatThrownBy(() -> sink.write(List.of(AdoptedTable.version(same, "b", null))))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("the table was changed");
    }
  }

  @Test
  void ofDjangoWithAnIdentityBesideTheKeyAndNotNullColumns() {
    AdoptedTable table =
        table(
            "auth_user",
            schema(
                column("email", STRING),
                required("is_active", BOOLEAN),
                required("joined", TIMESTAMP),
                column("visits", INT64)),
            "id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, email varchar(20) NOT NULL"
                + " UNIQUE, is_active boolean NOT NULL, joined timestamptz NOT NULL, visits"
                + " smallint NOT NULL CHECK (visits >= 0)");

    assertThat(table.problem())
        .contains("column 'visits': got NOT NULL in the table")
        .contains("required()");
    SCHEMA.get().execute("ALTER TABLE auth_user ALTER COLUMN visits DROP NOT NULL");
    Map<Integer, String> rejected =
        table.write(
            row("a", true, NOON, 3L),
            row("b", true, NOON, 40_000L),
            row("c", true, NOON, -1L),
            row("d" + " ".repeat(20), true, NOON, 1L),
            row("e", false, NOON, null));

    assertThat(rejected).containsOnlyKeys(1, 2, 3);
    assertThat(rejected.get(1)).contains("column 'visits'");
    assertThat(rejected.get(2)).contains("constraint");
    assertThat(rejected.get(3))
        .contains("column 'email'")
        .contains("21 characters")
        .contains("varchar(20)");
    assertThat(texts("SELECT email FROM auth_user ORDER BY email")).containsExactly("a", "e");
  }

  @Test
  void ofRailsWithMomentsInTheZoneOfItsOffice() {
    AdoptedTable table =
        table(
                "visits",
                schema(
                    column("id", INT64), column("name", STRING), required("created_at", TIMESTAMP)),
                "id bigserial PRIMARY KEY, name character varying, created_at timestamp(6) without"
                    + " time zone NOT NULL")
            .with(target -> target.timestampsIn(ZoneId.of("Europe/Berlin")));

    Map<Integer, String> rejected =
        table.write(
            row(0L, "summer", Instant.parse("2024-07-01T12:00:00Z")),
            row(1L, "twice, first", Instant.parse("2024-10-27T00:30:00Z")),
            row(2L, "twice, second", Instant.parse("2024-10-27T01:30:00Z")),
            row(3L, "after", Instant.parse("2024-10-27T02:00:00Z")),
            row(4L, "before", Instant.parse("2024-10-26T23:59:59.999Z")));

    assertThat(rejected).containsOnlyKeys(1, 2);
    assertThat(rejected.get(1)).contains("column 'created_at'").contains("show twice");
    assertThat(texts("SELECT CAST(created_at AS text) FROM visits ORDER BY id"))
        .containsExactly("2024-07-01 14:00:00", "2024-10-27 03:00:00", "2024-10-27 01:59:59.999");
    assertThat(
            texts(
                "SELECT CAST(created_at AT TIME ZONE 'Europe/Berlin' = '2024-10-27T02:00Z' AS text) FROM visits WHERE id = 3"))
        .containsExactly("true");
  }

  @Test
  void ofHibernateWithUuidsAndStatesThatAreChecked() {
    AdoptedTable table =
        table(
            "orders",
            schema(
                column("id", UUID),
                required("status", STRING),
                column("customer", STRING),
                column("rate", FLOAT64)),
            "id uuid NOT NULL PRIMARY KEY, status varchar(255) NOT NULL CHECK (status IN ('NEW',"
                + " 'PAID')), customer uuid, rate float4");
    assertThat(table.problem()).contains("'rate'").contains("24 bits");
    SCHEMA.get().execute("ALTER TABLE orders ALTER COLUMN rate TYPE float8");
    java.util.UUID id = java.util.UUID.fromString("00000000-0000-4000-8000-00000000000f");

    Map<Integer, String> rejected =
        table.write(
            row(id, "NEW", id.toString(), 0.1),
            row(java.util.UUID.randomUUID(), "OLD", null, 0.1),
            row(
                java.util.UUID.randomUUID(),
                "NEW",
                id.toString().toUpperCase(java.util.Locale.ROOT),
                0.1),
            row(java.util.UUID.randomUUID(), "NEW", "{" + id + "}", 0.1));

    assertThat(rejected).containsOnlyKeys(1, 2, 3);
    assertThat(rejected.get(1)).contains("constraint 'orders_status_check'");
    assertThat(rejected.get(2)).contains("column 'customer'").contains("UUID in lower case");
    assertThat(texts("SELECT customer FROM orders")).containsExactly(id.toString());
  }

  @Test
  void paddedTextsAreTakenBesideTheKeyAndKeepWhatTheyGet() {
    AdoptedTable table =
        table(
            "shops",
            schema(column("id", UUID), column("country", STRING), column("stock", INT64)),
            "id char(36) PRIMARY KEY, country char(3), stock numeric(5)");
    java.util.UUID id = java.util.UUID.randomUUID();

    Map<Integer, String> rejected =
        table.write(
            row(id, "DE", 99_999L),
            row(java.util.UUID.randomUUID(), "DE ", 1L),
            row(java.util.UUID.randomUUID(), "DEUT", 1L),
            row(java.util.UUID.randomUUID(), "FR", 100_000L),
            row(java.util.UUID.randomUUID(), "FR\t", 1L));

    assertThat(rejected).containsOnlyKeys(1, 2, 3);
    assertThat(rejected.get(1))
        .contains("'country'")
        .contains("ends in blanks")
        .contains("bpchar(3)");
    assertThat(rejected.get(2)).contains("'country'");
    assertThat(texts("SELECT CAST(country AS text) FROM shops WHERE id = '" + id + "'"))
        .containsExactly("DE");
    assertThat(
            table("padded_keys", schema(column("code", STRING)), "code char(3) PRIMARY KEY")
                .problem())
        .contains("got bpchar(3)")
        .contains("for one key");
    assertThat(table("short_ids", schema(column("id", UUID)), "id char(35) PRIMARY KEY").problem())
        .contains("expected uuid, or 36 characters");
  }

  @Test
  void domainsAreTakenForWhatTheyHold() {
    SCHEMA
        .get()
        .execute(
            "CREATE TYPE mood AS ENUM ('sad', 'ok')",
            "CREATE DOMAIN short_name AS varchar(5) CHECK (VALUE <> 'x')",
            "CREATE DOMAIN a_mood AS mood",
            "CREATE DOMAIN named AS text NOT NULL",
            "CREATE DOMAIN at_noon AS timestamp(3)");
    AdoptedTable table =
        table(
                "people",
                schema(
                    column("id", INT64),
                    column("name", STRING),
                    column("mood", STRING),
                    required("label", STRING),
                    column("at", TIMESTAMP)),
                "id integer PRIMARY KEY, name short_name, mood a_mood, label named, at at_noon")
            .with(target -> target.timestampsIn(ZoneOffset.UTC));

    Map<Integer, String> rejected =
        table.write(
            row(1L, "ab", "ok", "l", NOON),
            row(2L, "x", "ok", "l", NOON),
            row(3L, "abcde ", "ok", "l", NOON),
            row(4L, "ab", "angry", "l", NOON),
            row(1L << 40, "ab", "ok", "l", NOON),
            row(6L, null, null, "l", null));

    assertThat(rejected).containsOnlyKeys(1, 2, 3, 4);
    assertThat(rejected.get(2)).contains("6 characters");
    assertThat(texts("SELECT name || mood || at FROM people WHERE name IS NOT NULL"))
        .containsExactly("abok2024-06-01 12:00:00.123");
    assertThat(texts("SELECT id FROM people ORDER BY id")).containsExactly("1", "6");
  }

  @Test
  void partitionsAreWrittenAndARowOfNoneIsRejected() {
    AdoptedTable table =
        AdoptedTable.of(
            SCHEMA.get(),
            "parts",
            schema(column("id", INT64), column("name", STRING)),
            "id bigint PRIMARY KEY, name text",
            "PARTITION BY RANGE (id)");
    SCHEMA.get().execute("CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10)");

    assertThat(table.write(row(1L, "a"), row(11L, "b"))).containsOnlyKeys(1);
    assertThat(texts("SELECT name FROM parts")).containsExactly("a");
  }

  @Test
  void whatTheDatabaseComputesIsRefusedWhereTheRowsNameIt() {
    assertThat(
            table(
                    "computed",
                    schema(column("id", INT64), column("twice", INT64)),
                    "id bigint PRIMARY KEY, twice bigint GENERATED ALWAYS AS (id * 2) STORED")
                .problem())
        .contains("column 'twice'")
        .contains("the database computes");
    assertThat(
            table(
                    "numbered",
                    schema(column("id", INT64), column("name", STRING)),
                    "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text")
                .problem())
        .contains("column 'id'")
        .contains("the database computes");
    assertThat(
            table(
                    "beside",
                    schema(column("id", INT64)),
                    "id bigint PRIMARY KEY, twice bigint GENERATED ALWAYS AS (id * 2) STORED")
                .write(new Object[][] {row(2L)}))
        .isEmpty();
    assertThat(texts("SELECT twice FROM beside")).containsExactly("4");
  }

  @Test
  void aKeyThatTakesDifferentTextsForOneIsRefused() {
    SCHEMA
        .get()
        .execute(
            "CREATE COLLATION folding (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
    Schema schema = schema(column("id", STRING));
    assertThat(table("folded", schema, "id text COLLATE folding PRIMARY KEY").problem())
        .contains("[(id COLLATE folding)], expected (id)");
    assertThat(
            table("deferred", schema, "id text PRIMARY KEY DEFERRABLE INITIALLY DEFERRED")
                .problem())
        .contains("[(id DEFERRABLE)], expected (id)");
    assertThat(
            table("lowered", schema, "id text NOT NULL, UNIQUE (id) INCLUDE (rollcall_offset)")
                .write(new Object[][] {row("a")}))
        .isEmpty();
    AdoptedTable expression = table("expressions", schema, "id text NOT NULL");
    SCHEMA.get().execute("CREATE UNIQUE INDEX ON expressions (lower(id))");
    assertThat(expression.problem()).contains("[(lower(id))], expected (id)");
  }

  @Test
  void aViewIsNoTable() {
    table("viewed", schema(column("id", STRING)), "id text PRIMARY KEY");
    SCHEMA.get().execute("CREATE VIEW a_view AS SELECT * FROM viewed");
    AdoptedTable view =
        new AdoptedTable(SCHEMA.get(), "a_view", schema(column("id", STRING)), target -> target);
    assertThat(view.problems())
        .anyMatch(problem -> problem.contains("no unique index") && problem.contains("a view"));
  }

  @Test
  void typesThatWouldRoundAreRefused() {
    Schema number = schema(column("id", STRING), Column.decimal("value", 12, 2));
    Stream.of("numeric(10,-2)", "numeric(10,1)", "money", "real", "double precision")
        .forEach(
            type ->
                assertThat(
                        table(
                                "r" + type.replaceAll("[^a-z0-9]", "_"),
                                number,
                                "id text PRIMARY KEY, value " + type)
                            .problem())
                    .as(type)
                    .contains("column 'value'"));
    assertThat(
            table(
                    "hundreds",
                    schema(column("id", STRING), column("value", INT64)),
                    "id text PRIMARY KEY, value numeric(10,-2)")
                .problem())
        .contains("column 'value'");
    assertThat(
            table(
                    "second",
                    schema(column("id", STRING), column("value", TIMESTAMP)),
                    "id text PRIMARY KEY, value timestamp(0)")
                .with(target -> target.timestampsIn(ZoneOffset.UTC))
                .problem())
        .contains("would be rounded");
    assertThat(
            table(
                    "array",
                    schema(column("id", STRING), column("value", JSON)),
                    "id text PRIMARY KEY, value text[]")
                .problem())
        .contains("got _text");
  }
}
