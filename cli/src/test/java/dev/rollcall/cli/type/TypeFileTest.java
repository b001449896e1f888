package dev.rollcall.cli.type;

import static dev.rollcall.core.record.ColumnType.BOOLEAN;
import static dev.rollcall.core.record.ColumnType.DATE;
import static dev.rollcall.core.record.ColumnType.FLOAT64;
import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.JSON;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;
import static dev.rollcall.core.record.ColumnType.UUID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.EpochUnit;
import dev.rollcall.core.record.RecordType;
import java.io.IOException;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypeFileTest {

  @TempDir private Path folder;

  @Test
  void everyWordSaysWhatItSaysInJava() throws IOException {
    RecordType read =
        read(
            """
            name: order
            key: [order_id, shop]
            rowVersion: updated_at
            revision: 2
            envelope: [results, data.orders]
            error: error
            alsoUnder: payload.after
            secret: [password, login.salt]
            nullTexts: ["NULL", "N/A"]
            deletedWhere:
              - {path: deleted, value: true}
              - {path: payload.op, value: d, keyBelow: payload.before}
            columns:
              order_id: {type: UUID, from: id}
              shop: STRING
              total: {type: "DECIMAL(12,2)", decimalText: true, rounded: HALF_UP, nullTexts: ["-"]}
              raw_total: {type: "DECIMAL( 20 , 4 )", base64: 4}
              paid:
                type: BOOLEAN
                booleans: {true: [yes, "1"], false: [no, "0"]}
              status: {type: STRING, oneOf: [new, paid], required: "a known status"}
              email: {type: STRING, personal: true, emptyIsNull: true}
              legacy: {hidden: true, type: INT64, elseNull: true}
              updated_at: {epoch: {MILLIS: updated}, type: TIMESTAMP, from: [updated, changed]}
              ordered_at:
                type: TIMESTAMP
                epoch: SECONDS
                notBefore: 2000-01-01
                notAfter: 2100-01-01T00:00:00Z
                notAfterRecord: P1D
                required: true
              born: {type: DATE, from: dob, pattern: [d.M.yyyy, M/d/yyyy], zone: Europe/Berlin}
              registered: {type: TIMESTAMP, epochBeside: {unit: SECONDS, path: registered, other: dob}}
              weight: FLOAT64
              place: {type: STRING, from: "{street.number} {street.name}"}
              net: {type: INT64, from: prices.'list.net'}
              raw: {type: JSON, from: $, personal: false}
            """);

    RecordType declared =
        RecordType.named("order")
            .key("order_id", "shop")
            .rowVersion("updated_at")
            .revision(2)
            .envelope("results")
            .envelope("data.orders")
            .error("error")
            .alsoUnder("payload.after")
            .secret("password", "login.salt")
            .nullTextsOfAll("NULL", "N/A")
            .deletedWhere("deleted", "true")
            .deletedWhere("payload.op", "d", "payload.before")
            .column("order_id", UUID)
            .from("id")
            .column("shop", STRING)
            .decimal("total", 12, 2)
            .decimalText()
            .rounded(RoundingMode.HALF_UP)
            .nullTexts("-")
            .decimal("raw_total", 20, 4)
            .base64(4)
            .column("paid", BOOLEAN)
            .booleans(List.of("yes", "1"), List.of("no", "0"))
            .column("status", STRING)
            .oneOf("new", "paid")
            .required("a known status")
            .column("email", STRING)
            .emptyIsNull()
            .personal()
            .hidden("legacy", INT64)
            .elseNull()
            .column("updated_at", TIMESTAMP)
            .from("updated", "changed")
            .epoch(EpochUnit.MILLIS, "updated")
            .column("ordered_at", TIMESTAMP)
            .epoch(EpochUnit.SECONDS)
            .notBefore(Instant.parse("2000-01-01T00:00:00Z"))
            .notAfter(Instant.parse("2100-01-01T00:00:00Z"))
            .notAfterRecord(Duration.ofDays(1))
            .required()
            .column("born", DATE)
            .from("dob")
            .pattern("d.M.yyyy", "M/d/yyyy")
            .zone(ZoneId.of("Europe/Berlin"))
            .column("registered", TIMESTAMP)
            .epochBeside(EpochUnit.SECONDS, "registered", "dob")
            .column("weight", FLOAT64)
            .column("place", STRING)
            .from("{street.number} {street.name}")
            .column("net", INT64)
            .from("prices.'list.net'")
            .column("raw", JSON)
            .from("$")
            .build();
    assertThat(read).usingRecursiveComparison().isEqualTo(declared);
  }

  @Test
  void tombstonesNameTheirKey() throws IOException {
    String columns = "\ncolumns: {id: STRING, shop: STRING}\n";
    RecordType text = read("name: a\nkey: id\ntombstoneKey: id" + columns);
    RecordType json =
        read("name: a\nkey: [id, shop]\ntombstoneKey: {id: [id, k.id], shop: s}" + columns);

    assertThat(text)
        .usingRecursiveComparison()
        .isEqualTo(
            RecordType.named("a")
                .key("id")
                .tombstoneKey("id")
                .column("id", STRING)
                .column("shop", STRING)
                .build());
    assertThat(json)
        .usingRecursiveComparison()
        .isEqualTo(
            RecordType.named("a")
                .key("id", "shop")
                .tombstoneKey("id", "id", "k.id")
                .tombstoneKey("shop", "s")
                .column("id", STRING)
                .column("shop", STRING)
                .build());
  }

  @Test
  void itemsAndTheirPlacesAreDeclared() throws IOException {
    RecordType read =
        read(
            """
            name: lines
            key: [id, shipment, line]
            itemsOrNull: shipments.lines
            columns:
              id: {type: INT64, from: $.id}
              carrier: {type: STRING, from: "$.shipments[].carrier"}
              shipment: {itemIndex: shipments}
              line: {itemIndex: true}
              page: {type: INT64, from: "params[key=page].value"}
            """);

    assertThat(read)
        .usingRecursiveComparison()
        .isEqualTo(
            RecordType.named("lines")
                .key("id", "shipment", "line")
                .itemsOrNull("shipments.lines")
                .column("id", INT64)
                .from("$.id")
                .column("carrier", STRING)
                .from("$.shipments[].carrier")
                .itemIndex("shipment", "shipments")
                .itemIndex("line")
                .column("page", INT64)
                .from("params[key=page].value")
                .build());
    assertThatThrownBy(
            () -> read("name: a\nkey: n\ncolumns: {n: {itemIndex: true, type: STRING}}\n"))
        .hasMessageContaining("an itemIndex is INT64, and needs no type");
  }

  @Test
  void everyMistakeIsToldAtOnceWithItsPlace() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    name: order
                    keys: order_id
                    envelope: {a: b}
                    deletedWhere: deleted
                    columns:
                      order_id: INT46
                      total: {type: "DECIMAL(12)"}
                      paid: {type: BOOLEAN, booleans: [yes, no]}
                      at:
                        type: TIMESTAMP
                        epoc: SECONDS
                        epoch: SECOND
                        required:
                      age: {otherwise: 5, type: INT64}
                      age: INT64
                      none: {from: x}
                      tax: {typ: INT64}
                      net: {type: int64, form: y}
                      weight: {type: FLOAT64, hidden: maybe}
                    revision: 0
                    """))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .containsExactlyInAnyOrder(
                        "keys (line 2, column 1): is unknown; did you mean 'key'?",
                        "envelope (line 3, column 11): got a mapping, expected a path",
                        "deletedWhere (line 4, column 15): expected {path: deleted, value: \"true\"}, and keyBelow if it has one",
                        "columns.order_id (line 6, column 13): got 'INT46', expected one of BOOLEAN, INT64, FLOAT64, DECIMAL(12,2), STRING, TIMESTAMP, DATE, UUID, JSON, BYTES; did you mean 'INT64'?",
                        "columns.total.type (line 7, column 17): got 'DECIMAL(12)', expected digits in all and behind the point: \"DECIMAL(12,2)\", in quotes within braces",
                        "columns.paid.booleans (line 8, column 35): expected {true: [\"1\"], false: [\"0\"]}",
                        "columns.at.epoc (line 11, column 5): is unknown; did you mean 'epoch'?",
                        "columns.at.epoch (line 12, column 12): got 'SECOND', expected DAYS, SECONDS, MILLIS, MICROS or NANOS",
                        "columns.at.required (line 13, column 14): got nothing, expected true, or a text that says what is expected",
                        "columns.age.otherwise (line 14, column 9): takes a function, which a file cannot hold; declare the type in Java",
                        "columns.age (line 15, column 3): is there twice; the first is in line 14",
                        "columns.none (line 16, column 3): has no 'type', expected one of BOOLEAN, INT64, FLOAT64, DECIMAL(12,2), STRING, TIMESTAMP, DATE, UUID, JSON, BYTES",
                        "columns.tax.typ (line 17, column 9): is unknown; did you mean 'type'?",
                        "columns.net.form (line 18, column 22): is unknown; did you mean 'from'?",
                        "columns.net.type (line 18, column 15): got 'int64', expected one of BOOLEAN, INT64, FLOAT64, DECIMAL(12,2), STRING, TIMESTAMP, DATE, UUID, JSON, BYTES; did you mean 'INT64'?",
                        "revision (line 20, column 1): revision: got 0, expected at least 1",
                        "columns.weight.hidden (line 19, column 35): got 'maybe', expected true or false"));
  }

  @Test
  void whatTheBuilderRefusesHasItsPlaceToo() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    name: order
                    key: [id, shopp]
                    error: a.b
                    rowVersion: at
                    columns:
                      id: STRING
                      shop: {type: STRING, from: "a[0].b"}
                      at: {type: INT64, epoch: SECONDS}
                      "bad name": STRING
                    """))
        .hasMessageContainingAll(
            "key (line 2, column 1): key column 'shopp' is not declared; did you mean 'shop'?",
            "error (line 3, column 1): error 'a.b': got a path",
            "columns.shop (line 7, column 3): column 'shop': path 'a[0].b'",
            "columns.at (line 8, column 3): column 'at': epoch needs the type TIMESTAMP or DATE",
            "columns.bad name (line 9, column 3): column name: got 'bad name'",
            "rowVersion: column 'at': got INT64");
  }

  @Test
  void aFileThatIsNoTypeIsRefused() {
    assertThatThrownBy(() -> read("")).hasMessageContaining("is empty, expected a record type");
    assertThatThrownBy(() -> read("- a\n"))
        .hasMessageContaining(
            "the file (line 1, column 1): got a list, expected 'key: value' lines");
    assertThatThrownBy(() -> read("name: [\n"))
        .hasMessageContaining("is no YAML: line 2, column 1");
    assertThatThrownBy(() -> read("name: a\n---\nname: b\n"))
        .hasMessageContaining("is no YAML: line 2, column 1");
    assertThatThrownBy(() -> read("name: !!java.net.URL [x]\n"))
        .hasMessageContaining("Global tag is not allowed");
    assertThatThrownBy(() -> TypeFile.read("--type", folder.resolve("none.yaml")))
        .hasMessageContaining("--type: there is no file");
  }

  /** Each list holds the one before many times: two to the power of thirty texts. */
  @Test
  void aFileThatGrowsWhenReadIsRefusedWithItsPlace() throws IOException {
    StringBuilder bomb = new StringBuilder("name: a\na0: &a0 [x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append(
          "a%d: &a%d [*a%d, *a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1, i - 1));
    }
    assertThatThrownBy(() -> read(bomb.toString()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "is no YAML: line 15, column 24: expected at most 50 aliases of lists");
    assertThatThrownBy(() -> read("name: a\nkey: " + "[".repeat(5_000)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is no YAML: line 2, column 55: expected at most 50 levels");
    assertThatThrownBy(() -> read("name: a\nkey: \u0001"))
        .hasMessageContaining("is no YAML: line 2, column 6: got the character U+0001");
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "name: a\nkey: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> TypeFile.read("--type", latin))
        .hasMessageContainingAll("is not UTF-8: line 2, column 9: got a byte", "iconv");
  }

  private RecordType read(String yaml) throws IOException {
    return TypeFile.read("--type", Files.writeString(folder.resolve("type.yaml"), yaml));
  }
}
