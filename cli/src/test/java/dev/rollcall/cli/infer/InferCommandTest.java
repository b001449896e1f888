package dev.rollcall.cli.infer;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.rollcall.cli.CommandRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferCommandTest {

  private static final Path ORDERS = Path.of("src", "test", "resources", "infer", "orders.ndjson");

  @TempDir private Path folder;

  @Test
  void ordersBecomeATypeAsAPersonWouldWriteIt() throws IOException {
    CommandRun run = CommandRun.of("infer", ORDERS.toString());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().replace(ORDERS.toString(), "orders.ndjson"))
        .isEqualTo(Files.readString(ORDERS.resolveSibling("orders.yaml")));
    assertThat(CommandRun.of("infer", ORDERS.toString()).out()).isEqualTo(run.out());
    assertThat(run.summary())
        .isEqualTo("the type reads the samples: 12 elements = 12 rows + 0 dead letters");
  }

  @Test
  void theItemsOfAnArrayBecomeRows() throws IOException {
    CommandRun run = CommandRun.of("infer", "--items", "lines", ORDERS.toString());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("key: [order_id, lines_index]", "items: lines", "lines_index: {itemIndex: true}")
        .contains("order_id: {type: INT64, from: \"$.orderId\"}", "qty: INT64");
    CommandRun rows = flattened(run.out(), ORDERS);
    assertThat(rows.rows()).hasSize(18);
    assertThat(rows.rows().get(1).get("lines_index").asInt()).isZero();
  }

  @Test
  void itemsOfItemsHaveTheFieldsOfWhatTheyStandIn() throws IOException {
    Path file =
        file(
            "shops.json",
            """
            [{"id": 1, "shipments": [{"carrier": "A", "lines": [{"sku": "x"}, {"sku": "y"}]},
                                     {"carrier": "B", "lines": [{"sku": "z"}]}]},
             {"id": 2, "shipments": []}]""");

    CommandRun run = CommandRun.of("infer", "--items", "shipments.lines", file.toString());

    assertThat(run.out())
        .contains("key: [id, shipments_index, lines_index]")
        .contains("shipments_index: {itemIndex: shipments}")
        .contains("carrier: {type: STRING, from: \"$.shipments[].carrier\"}");
    assertThat(flattened(run.out(), file).out())
        .isEqualTo(
            """
            {"id":1,"shipments_index":0,"carrier":"A","lines_index":0,"sku":"x"}
            {"id":1,"shipments_index":0,"carrier":"A","lines_index":1,"sku":"y"}
            {"id":1,"shipments_index":1,"carrier":"B","lines_index":0,"sku":"z"}
            """);
    assertThat(CommandRun.of("infer", "--items", "shipments", file.toString()).out())
        .contains("a row for each with --items shipments.lines");
    CommandRun none = CommandRun.of("infer", "--items", "shipmens", file.toString());
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("--items: got 'shipmens'", "there is no 'shipmens'");
  }

  @Test
  void noValueOfASecretOrOfAPersonIsWritten() {
    String samples =
        lines(
            i ->
                """
                {"id": %d, "first_name": "Quentinius", "mail": "q%d@secret.example", "token": "t0k3n",
                 "age": 4%d, "ssn": "900-12-345%d", "born": "1977-03-1%d", "pay": 77123.4%d,
                 "note": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig", "x": {"y": "$2a$10$abcdefghijklm"},
                 "hooks": [{"key": "AKIAABCDEFGHIJKLMN0%d"}], "pages": {"q%d@secret.example": 1},
                 "contacts": [{"email": "zz@secret.example"}], "type": "Quentinius"}
                """
                    .formatted(i, i, i, i, i, i, i, i));

    CommandRun run = stdin(samples);

    assertThat(run.out())
        .contains("secret: [token, note, x.y, key]", "contacts: {type: JSON, personal: true}");
    for (String personal : new String[] {"first_name", "mail", "ssn", "born", "pages"}) {
      assertThat(run.out()).containsPattern("\n  " + personal + ": \\{.*personal: true");
    }
    assertThat(run.out() + run.err())
        .doesNotContain(
            "Quentinius",
            "secret.example",
            "t0k3n",
            "900-12",
            "1977",
            "77123",
            "eyJ",
            "$2a",
            "AKIA",
            "40 to");
  }

  @Test
  void noRangeTellsOfAPersonWithinARecord() {
    assertThat(stdin("{\"id\":1,\"customer\":{\"income\":77123,\"age\":41}}").out())
        .contains("customer_income: {type: INT64", "customer_age: {type: INT64")
        .doesNotContain("77123", "41");
  }

  @Test
  void unitsAndFormsOfTimesAreTold() {
    String type =
        stdin(
                lines(
                    i ->
                        """
                        {"id": %d, "created": 170000000%d, "seen_ms": 170000000000%d, "us_time": 170000000000000%d,
                         "day": 2023010%d, "dated": "1%d.2.2023", "us": "2/1%d/2023 3:04 PM", "due": "3/%d/2023",
                         "iso": "2023-01-02T03:04:05+02:00", "local": "2023-01-02 03:04:05", "nr": 170000000%d,
                         "mixed": %s, "log": "14/Nov/2023:22:13:2%d +0100"}
                        """
                            .formatted(
                                i,
                                i,
                                i,
                                i,
                                i + 1,
                                i + 3,
                                i + 3,
                                i + 1,
                                i,
                                i == 1 ? "\"soon\"" : "\"2023-01-02\"",
                                i)))
            .out();

    assertThat(type)
        .contains("created: {type: TIMESTAMP, epoch: SECONDS}")
        .contains("# seconds since 1970: 2023-11-14")
        .contains("seen_ms: {type: TIMESTAMP, epoch: MILLIS}")
        .contains("us_time: {type: TIMESTAMP, epoch: MICROS}")
        .contains("day: {type: DATE, pattern: yyyyMMdd}")
        .contains("dated: {type: DATE, pattern: \"d.M.yyyy\"}")
        .contains("us: {type: TIMESTAMP, pattern: \"M/d/yyyy h:mm a\"}")
        .containsPattern(
            "due: STRING +# day or month first cannot be told: type: DATE, pattern: d/M/yyyy or M/d/yyyy")
        .containsPattern("local: TIMESTAMP +# names no zone: read as UTC, else say zone:")
        .containsPattern("iso: TIMESTAMP\n")
        .containsPattern("nr: INT64 +# 1700")
        .containsPattern("mixed: STRING +# 4 of 5 are ISO 8601 times; as TIMESTAMP with elseNull")
        .contains("log: {type: TIMESTAMP, pattern: \"d/MMM/yyyy:HH:mm:ss Z\"}");
  }

  @Test
  void numbersThatAreNoneStayTexts() {
    String type =
        stdin(
                lines(
                    i ->
                        """
                        {"id": "%d", "zip": 1234%d, "sku": "000%d", "big": 1234567890123456789%d, "big_id": "9007199254740993%d",
                         "exact": 900719925474099%d, "price": 1%d, "amount": "%d.50", "ratio": 0.%d234567, "huge": 1e%d, "active": %d,
                         "flag": "%s", "qty": %d, "n": "%s", "empty": ""}
                        """
                            .formatted(
                                i,
                                i,
                                i,
                                i,
                                i,
                                i,
                                i,
                                i,
                                i,
                                i,
                                i % 2,
                                i % 2 == 0 ? "Y" : "N",
                                i % 2,
                                i == 2 ? "n/a" : "" + i)))
            .out();

    assertThat(type)
        .containsPattern("  id: STRING +# digits, but written as texts")
        .containsPattern("zip: \\{type: STRING, personal: true} +# digits, but no number")
        .containsPattern("sku: STRING +# digits with zeros in front")
        .contains("big: DECIMAL(22,0)")
        .containsPattern("big_id: STRING")
        .containsPattern("exact: INT64")
        .containsPattern("price: DECIMAL\\(12,2\\) +# 10 to 14; whole in the samples")
        .contains("amount: {type: \"DECIMAL(12,2)\", decimalText: true}")
        .contains("ratio: FLOAT64", "huge: FLOAT64")
        .contains("active: {type: BOOLEAN, booleans: {true: \"1\", false: \"0\"}}")
        .contains("flag: {type: BOOLEAN, booleans: {true: \"Y\", false: \"N\"}}")
        .containsPattern("qty: INT64 +# only 0 and 1: perhaps a BOOLEAN")
        .contains("\"n\": {type: INT64, nullTexts: \"n/a\"}")
        .containsPattern("empty: \\{type: STRING, emptyIsNull: true} +# never has a value");
  }

  @Test
  void mixedValuesAndOddNamesAreReadAll() throws IOException {
    Path file =
        file(
            "odd.ndjson",
            """
            {"id": 1, "a": 1, "b": {"x": 1}, "c": [1], "g": {}, "user.name": "A", "User Name": "B", "1st": 4, "日本": "f"}
            {"id": 2, "a": "one", "b": "text", "c": "no", "g": {"q": 1}, "a$b": 1, "@id": "k", "a'b": 2, "x[0]": 3, "": 5}
            {"id": 3, "a": null, "b": null, "c": null, "g": [1, {"q": 2}], "q\\"t": 4, "rollcall_x": 1, "a\\nb": 1}
            """);

    CommandRun run = CommandRun.of("infer", file.toString());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("user_name: {type: STRING, from: \"'user.name'\"", "user_name_2: {", "_1st: {")
        .contains("b: STRING", "b_x: {type: INT64, from: b.x}", "c: JSON", "g: JSON");
    assertThat(flattened(run.out(), file).code()).isZero();
  }

  @Test
  void theKeyIsSeveralColumnsOrTheWholeRecordIfNoneIsUnique() {
    String pairs = stdin("{\"a\":1,\"b\":1}\n{\"a\":1,\"b\":2}\n{\"a\":2,\"b\":1}\n").out();
    String copies = stdin("{\"a_id\":1}\n{\"a_id\":1}\n{\"a_id\":2}\n").out();
    String none = stdin("{\"a\":1}\n{\"b\":1}\n").out();

    assertThat(pairs).contains("key: [a, b]  # no column is unique; together they tell 3");
    assertThat(copies).contains("key: a_id  # NOT unique: 1 of 3 records");
    assertThat(none).contains("key: record", "record: {type: JSON, from: \"$\"}");
  }

  @Test
  void whereDaysStandIsToldByAnotherColumn() {
    String type =
        CommandRun.with(
                "Order ID,Order Date,Ship Date\n1,11/8/2016,11/13/2016\n2,6/12/2016,\n",
                Map.of(),
                "infer",
                "--input",
                "csv",
                "-")
            .out();

    assertThat(type)
        .containsPattern(
            "order_date: \\{type: DATE, from: \"Order Date\", pattern: \"M/d/yyyy\"} +# month first, as in ship_date")
        .contains("pattern: \"M/d/yyyy\", emptyIsNull: true}");
  }

  @Test
  void recordsThatAreFieldsOfOneObjectAreRefusedWithARemedy() {
    assertThat(stdin("{\"-N1\":{\"a\":1,\"b\":2},\"-N2\":{\"a\":3}}").err())
        .contains("the records are the fields of one object; make lines of them, with jq -c '.[]'");
  }

  @Test
  void wrappersChangesAndErrorsAreFound() {
    String change =
        "{\"payload\":{\"before\":%s,\"after\":%s,\"op\":\"%s\",\"source\":{\"db\":\"d\"}}}\n";
    String row = "{\"id\":1,\"n\":2}";
    assertThat(stdin(change.formatted("null", row, "c") + change.formatted(row, "null", "d")).out())
        .contains("alsoUnder: payload.after", "id: INT64")
        .contains("deletedWhere: {path: payload.op, value: d, keyBelow: payload.before}");
    assertThat(
            stdin(
                    """
                    {"data": {"users": [{"id": 1}, {"id": 2}]}, "meta": {"page": 1}}
                    {"error": "slow down"}
                    """)
                .out())
        .contains("envelope: data.users", "error: error");
    assertThat(stdin("{\"error\":\"slow down\",\"code\":429}").err())
        .contains("nothing to infer: there are reports of errors and no record");
    assertThat(stdin("{\"results\":[],\"info\":{\"page\":1}}").err())
        .contains("nothing to infer: its array 'results' is empty");
  }

  @Test
  void whatCannotBeReadIsToldAndTheRestIsRead() throws IOException {
    CommandRun bad = stdin("{\"id\":1}\n{\"id\":}\n\n{\"id\":2}\n");
    assertThat(bad.code()).isEqualTo(3);
    assertThat(bad.out()).contains("of 2 records", "id: INT64");
    assertThat(bad.err())
        .contains("-: malformed JSON at line 2 column 7", "3 elements = 2 rows + 1 dead letter");

    CommandRun empty = stdin("");
    assertThat(empty.code()).isEqualTo(3);
    assertThat(empty.out()).isEmpty();
    assertThat(empty.err()).contains("nothing to infer: no record could be read");

    Path latin = folder.resolve("latin.csv");
    Files.write(latin, "id,name\n1,Zo\u00eb\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(CommandRun.of("infer", latin.toString()).err()).contains("no UTF-8", "--charset");
    assertThat(CommandRun.of("infer", "--charset", "latin1", latin.toString()).code()).isZero();
  }

  @Test
  void linesOfACsvFileThatCannotBeReadAreToldAndLeftOut() throws IOException {
    Path ragged = file("ragged.csv", "id,x\n1,2\n3\n4,5,6\n7,8\n");
    CommandRun run = CommandRun.of("infer", ragged.toString());
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out())
        .contains("of 2 records", "key: id  # unique in all 2 records", "id: INT64", "x: INT64")
        .doesNotContain("rollcall_unreadable", "in 2 of 4", "  record:");
    assertThat(run.err())
        .contains("line 3: got 1 cells, expected 2", "line 4: got 3 cells, expected 2")
        .contains("4 elements = 2 rows + 2 dead letters (bad-line)");

    Path latin = folder.resolve("latin.csv");
    Files.write(latin, "id,n\n1,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    CommandRun none = CommandRun.of("infer", latin.toString());
    assertThat(none.code()).isEqualTo(3);
    assertThat(none.out()).isEmpty();
    assertThat(none.err())
        .contains("line 2: got bytes that are no UTF-8", "nothing to infer: no record could");
  }

  @Test
  void aHeaderAloneIsNothingToInferFrom() throws IOException {
    CommandRun run = CommandRun.of("infer", file("header.csv", "id,name\n").toString());
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("nothing to infer: there is a first line with names and no record behind it");
  }

  @Test
  void whatIsLeftOutIsCalledWhatItIs() throws IOException {
    Path array = file("array.json", "[{\"id\":1,\"l\":[1,2]},{\"id\":2},{\"id\":3}]");
    assertThat(CommandRun.of("infer", "--records", "1", array.toString()).err())
        .contains(
            "note: 3 records or items were not looked at, only the first 1 of an array are (--records)");
  }

  @Test
  void theRecordsBeforeAFaultAreUsedAndTheFaultIsTold() throws IOException {
    String records = "{\"id\":1,\"l\":[{\"a\":1}]},{\"id\":2},";
    for (String broken :
        new String[] {
          "[" + records + "{\"id\":",
          "[" + records + "{\"id\":3,\"l\":[{\"a\":1},{",
          "[" + records + "{\"id\":3,\"id\":4}]",
          "[" + records + "{\"id\":1,\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}]",
          "[" + records + "{\"id\":3}}",
          "\uFEFF{\"page\": 1,\n\"results\": [" + records + "{\"id",
        }) {
      CommandRun run = CommandRun.of("infer", file("broken.json", broken).toString());
      assertThat(run.code()).isEqualTo(3);
      assertThat(run.out()).contains("id: INT64").containsPattern("of [23] records");
      assertThat(run.err())
          .containsPattern(
              "broken.json: (malformed JSON at line [12] col|JSON beyond the limits: )")
          .contains("; the records before it were used")
          .containsPattern("= [23] rows \\+ 1 dead letter ");
    }
    Path latin = folder.resolve("latin.json");
    Files.write(
        latin, "[{\"id\":1},{\"id\":2,\"n\":\"caf\u00e9\"}]".getBytes(StandardCharsets.ISO_8859_1));
    CommandRun run = CommandRun.of("infer", latin.toString());
    assertThat(run.out()).contains("of 1 record in");
    assertThat(run.err()).contains("not UTF-8 at byte 26", "the records before it were used");
  }

  @Test
  void aRecordThatIsBrokenDoesNotCountHalf() throws IOException {
    for (String text :
        new String[] {
          "{\"id\":1,\"lines\":[{\"a\":1},{\"a\"", "hello\nworld", "<a>1</a>", "PK\0\1"
        }) {
      CommandRun run = CommandRun.of("infer", file("broken", text).toString());
      assertThat(run.code()).isEqualTo(3);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .containsPattern("broken: .*(expected|ends too early)")
          .contains("nothing to infer: no record could be read")
          .doesNotContain("were used");
    }
  }

  @Test
  void packedFilesAreReadWhateverTheirNameAndBrokenOnesTold() throws IOException {
    byte[] json = lines(i -> "{\"id\": %d}\n".formatted(i)).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(json);
    }
    for (byte[] packed : new byte[][] {gzip.toByteArray(), Zstd.compress(json)}) {
      Path whole = folder.resolve("packed");
      Files.write(whole, packed);
      assertThat(CommandRun.of("infer", whole.toString()).out()).contains("of 5 records");
      Path half = folder.resolve("half");
      Files.write(half, Arrays.copyOf(packed, packed.length - 9));
      CommandRun run = CommandRun.of("infer", half.toString());
      assertThat(run.code()).isEqualTo(3);
      assertThat(run.err())
          .contains(half + ": cannot be read on: its", "damaged or ends too early");
    }
    Path csv = folder.resolve("c.csv");
    Files.write(csv, Zstd.compress("id,at\n1,2023-01-02\n2,\n".getBytes(StandardCharsets.UTF_8)));
    assertThat(CommandRun.of("infer", csv.toString()).out())
        .contains("id: INT64", "at: {type: DATE, emptyIsNull: true}  # in 1 of 2");
  }

  @Test
  void standardInputMayBeCsvAndTheTypeMayGoToAFile() throws IOException {
    Path type = folder.resolve("t.yaml");
    CommandRun run =
        CommandRun.with(
            "id,a\n1,x\n",
            Map.of(),
            "infer",
            "--input",
            "csv",
            "--name",
            "thing",
            "--output",
            type.toString(),
            "-");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(Files.readString(type)).contains("name: thing", "id: INT64");
  }

  /** The first are looked at; memory holds counters and no records. */
  @Test
  void manyRecordsAreCountedAndNotKept() throws IOException {
    Path file = folder.resolve("many.ndjson");
    Files.write(
        file,
        IntStream.range(0, 100_000)
            .mapToObj(i -> "{\"id\":%d,\"n\":\"%d\",\"s\":\"x%d\"}".formatted(i, i % 7, i))
            .toList());

    assertThat(CommandRun.of("infer", file.toString()).out())
        .contains("unique in all 100000 records");
    CommandRun few = CommandRun.of("infer", "--records", "10", file.toString());
    assertThat(few.out()).contains("unique in all 10 records");
    assertThat(few.err()).contains("only its first 10 values were looked at");
  }

  private CommandRun flattened(String type, Path file) throws IOException {
    return CommandRun.of("flatten", "--type", file("type.yaml", type).toString(), file.toString());
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static CommandRun stdin(String samples) {
    return CommandRun.with(samples, Map.of(), "infer");
  }

  /** Five records. */
  private static String lines(IntFunction<String> line) {
    return IntStream.range(0, 5)
        .mapToObj(i -> line.apply(i).replace("\n", " ").strip() + "\n")
        .collect(Collectors.joining());
  }
}
