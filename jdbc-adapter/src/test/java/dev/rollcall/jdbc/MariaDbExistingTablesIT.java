package dev.rollcall.jdbc;

import static dev.rollcall.core.record.ColumnType.BOOLEAN;
import static dev.rollcall.core.record.ColumnType.FLOAT64;
import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;
import static dev.rollcall.core.record.ColumnType.UUID;
import static dev.rollcall.jdbc.AdoptedTable.column;
import static dev.rollcall.jdbc.AdoptedTable.required;
import static dev.rollcall.jdbc.AdoptedTable.row;
import static dev.rollcall.jdbc.AdoptedTable.schema;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Schema;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables as other applications make them, on a real MariaDB: nothing is changed in silence. */
@EnabledWithMariaDb
class MariaDbExistingTablesIT {

  @RegisterExtension static final SchemaExtension SCHEMA = SchemaExtension.onMariaDb();

  private static final Instant NOON = Instant.parse("2024-06-01T12:00:00.123Z");

  private static AdoptedTable table(String name, Schema schema, String columns) {
    return AdoptedTable.of(SCHEMA.get(), name, schema, columns, "");
  }

  private static List<String> texts(String sql) {
    return SCHEMA.get().query(sql).stream().map(String::valueOf).toList();
  }

  @Test
  void ofPrismaWithAnEnum() {
    AdoptedTable table =
        table(
            "User",
            schema(
                column("id", INT64),
                required("email", STRING),
                column("role", STRING),
                required("createdAt", TIMESTAMP)),
            "id INTEGER NOT NULL AUTO_INCREMENT, email VARCHAR(20) NOT NULL, role ENUM('USER',"
                + " 'ADMIN', '', '7', 'it''s, so') NULL DEFAULT 'USER', createdAt DATETIME(3) NOT"
                + " NULL DEFAULT CURRENT_TIMESTAMP(3), PRIMARY KEY (id)");

    Map<Integer, String> rejected =
        table.write(
            row(0L, "a@b", "ADMIN", NOON),
            row(1L, "b@b", "admin", NOON),
            row(2L, "c@b", null, NOON),
            row(3L, "d@b", "it's, so", NOON),
            row(4L, "e@b", "2", NOON),
            row(5L, "f@b", "ADMIN ", NOON),
            row(6L, "g@b", "", NOON),
            row(7L, "h" + " ".repeat(20), "", NOON),
            row(8L, "i@b", "7", NOON),
            row(1L << 31, "j@b", "7", NOON));

    assertThat(rejected).containsOnlyKeys(1, 4, 5, 7, 9);
    assertThat(rejected.get(1))
        .contains("column 'role': got none of the table's labels, expected one of USER, ADMIN, ");
    assertThat(rejected.get(7)).contains("column 'email'").contains("21 characters");
    assertThat(texts("SELECT CONCAT(id, COALESCE(role, '-')) FROM User ORDER BY id"))
        .containsExactly("0ADMIN", "2-", "3it's, so", "6", "87");
    assertThat(texts("SELECT CAST(createdAt AS char) FROM User WHERE id = 0"))
        .containsExactly("2024-06-01 12:00:00.123");
  }

  @Test
  void ofDjangoWithMomentsOfEitherType() {
    AdoptedTable table =
        table(
                "visits",
                schema(
                    column("id", INT64),
                    required("active", BOOLEAN),
                    column("local", TIMESTAMP),
                    column("absolute", TIMESTAMP)),
                "id bigint PRIMARY KEY, active bool NOT NULL, local datetime(6), absolute"
                    + " timestamp(3) NULL")
            .with(target -> target.timestampsIn(ZoneId.of("Europe/Berlin")));

    Map<Integer, String> rejected =
        table.write(
            row(0L, true, NOON, NOON),
            row(1L, true, Instant.parse("2024-10-27T00:30:00Z"), null),
            row(2L, true, null, Instant.parse("1969-12-31T23:59:59Z")),
            row(3L, true, null, Instant.parse("2999-12-31T23:59:59Z")),
            row(4L, true, null, Instant.EPOCH),
            row(5L, true, null, Instant.parse("2024-10-27T00:30:00Z")),
            row(6L, true, null, null));

    assertThat(rejected).containsOnlyKeys(1, 2, 3, 4);
    assertThat(rejected.get(1)).contains("'local'").contains("show twice");
    assertThat(rejected.get(2)).contains("'absolute'");
    assertThat(texts("SELECT CAST(local AS char) FROM visits WHERE id = 0"))
        .containsExactly("2024-06-01 14:00:00.123000");
    assertThat(texts("SELECT UNIX_TIMESTAMP(absolute) FROM visits WHERE id IN (0, 5) ORDER BY id"))
        .containsExactly("1717243200.123", "1729989000.000");
    assertThat(texts("SELECT id FROM visits WHERE absolute IS NULL")).containsExactly("6");
  }

  @Test
  void ofRailsWithTextsThatAreCut() {
    AdoptedTable table =
        table(
            "users",
            schema(
                column("id", UUID),
                column("country", STRING),
                column("name", STRING),
                column("note", STRING),
                column("stock", INT64)),
            "id char(36) PRIMARY KEY, country char(3) CHARACTER SET utf8mb4, name varchar(5)"
                + " CHARACTER SET utf8mb4, note tinytext CHARACTER SET utf8mb4, stock decimal(5)");
    java.util.UUID id = java.util.UUID.randomUUID();
    String emoji = "\uD83D\uDE00".repeat(5);

    Map<Integer, String> rejected =
        table.write(
            row(id, "DE", emoji, "n".repeat(255), 99_999L),
            row(java.util.UUID.randomUUID(), "DE ", null, null, null),
            row(java.util.UUID.randomUUID(), "DEUT", null, null, null),
            row(java.util.UUID.randomUUID(), null, "abcde ", null, null),
            row(java.util.UUID.randomUUID(), null, "abcdef", null, null),
            row(java.util.UUID.randomUUID(), null, null, "n".repeat(255) + " ", null),
            row(java.util.UUID.randomUUID(), null, null, null, 100_000L));

    assertThat(rejected).containsOnlyKeys(1, 2, 3, 4, 5, 6);
    assertThat(rejected.get(1)).contains("'country'").contains("ends in blanks");
    assertThat(rejected.get(5)).contains("'note'").contains("256 characters");
    assertThat(texts("SELECT CONCAT(country, name, stock) FROM users"))
        .containsExactly("DE" + emoji + "99999");
  }

  @Test
  void uuidsAreTakenForTextsThatAreSome() {
    AdoptedTable table =
        table(
            "orders",
            schema(column("id", STRING), column("parent", UUID)),
            "id uuid PRIMARY KEY, parent uuid");
    String id = "00000000-0000-4000-8000-00000000000f";

    Map<Integer, String> rejected =
        table.write(
            row(id, java.util.UUID.fromString(id)),
            row(id.toUpperCase(java.util.Locale.ROOT), null),
            row(id.replace("-", ""), null));

    assertThat(rejected).containsOnlyKeys(1, 2);
    assertThat(texts("SELECT CAST(id AS char) FROM orders")).containsExactly(id);
    assertThat(table("django_ids", schema(column("id", UUID)), "id char(32) PRIMARY KEY").problem())
        .contains("got char(32)")
        .contains("char(36)");
  }

  @Test
  void partitionsAreWrittenAndARowOfNoneIsRejected() {
    AdoptedTable table =
        AdoptedTable.of(
            SCHEMA.get(),
            "parts",
            schema(column("id", INT64), column("name", STRING)),
            "id bigint PRIMARY KEY, name text CHARACTER SET utf8mb4",
            "PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10))");

    Map<Integer, String> rejected = table.write(row(1L, "a"), row(11L, "b"));
    assertThat(rejected).containsOnlyKeys(1);
    assertThat(rejected.get(1)).contains("partition");
    assertThat(texts("SELECT name FROM parts")).containsExactly("a");
  }

  @Test
  void whatTheDatabaseComputesIsRefusedWhereTheRowsNameIt() {
    Stream.of("STORED", "VIRTUAL")
        .forEach(
            kind ->
                assertThat(
                        table(
                                "computed_" + kind,
                                schema(column("id", INT64), column("twice", INT64)),
                                "id bigint PRIMARY KEY, twice bigint GENERATED ALWAYS AS (id * 2) "
                                    + kind)
                            .problem())
                    .contains("column 'twice'")
                    .contains("the database computes"));
    assertThat(
            table(
                    "beside",
                    schema(column("id", INT64)),
                    "id bigint PRIMARY KEY, twice bigint GENERATED ALWAYS AS (id * 2) STORED, at"
                        + " datetime NOT NULL DEFAULT CURRENT_TIMESTAMP")
                .write(new Object[][] {row(2L)}))
        .isEmpty();
    assertThat(texts("SELECT twice FROM beside")).containsExactly("4");
  }

  @Test
  void aKeyThatTakesDifferentTextsForOneIsRefused() {
    Schema schema = schema(column("id", STRING));
    String text = " CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin";
    assertThat(
            table("beginnings", schema, "id varchar(20)" + text + ", PRIMARY KEY (id(4))")
                .problem())
        .contains("[(id(4))], expected (id)");
    assertThat(table("padded", schema, "id char(20)" + text + " PRIMARY KEY").problem())
        .contains("got char(20)")
        .contains("for one key");
    assertThat(
            table("labels", schema, "id enum('a', 'b') PRIMARY KEY")
                .write(row("a"), row("A"), row("a "), row("b")))
        .containsOnlyKeys(1, 2);
  }

  @Test
  void aViewIsNoTable() {
    table("viewed", schema(column("id", INT64)), "id bigint PRIMARY KEY");
    SCHEMA.get().execute("CREATE VIEW a_view AS SELECT * FROM viewed");
    AdoptedTable view =
        new AdoptedTable(SCHEMA.get(), "a_view", schema(column("id", INT64)), target -> target);
    assertThat(view.problem()).contains("no unique index").contains("a view");
  }

  @Test
  void typesThatWouldChangeAValueAreRefused() {
    Map.of(
            column("value", FLOAT64), List.of("float", "double(10,2)", "decimal(10,2)"),
            column("value", INT64), List.of("float", "double", "year", "bit(8)"),
            column("value", STRING),
                List.of(
                    "set('a','b')",
                    "binary(4)",
                    "varchar(9) CHARACTER SET latin1",
                    "enum('a\\\\b')"),
            column("value", TIMESTAMP), List.of("datetime", "timestamp(0) NULL", "date"),
            Column.decimal("value", 12, 2), List.of("decimal(12,1)", "double", "bigint"))
        .forEach(
            (column, types) ->
                types.forEach(
                    type ->
                        assertThat(
                                table(
                                        "r_" + column.type() + type.replaceAll("[^a-z0-9]", "_"),
                                        schema(column("id", INT64), column),
                                        "id bigint PRIMARY KEY, value " + type)
                                    .problem())
                            .as("%s in %s", column, type)
                            .contains("column 'value'")));
  }
}
