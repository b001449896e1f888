package dev.rollcall.core.flatten;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.internal.decode.ElementReader;
import dev.rollcall.core.internal.decode.FastReader;
import dev.rollcall.core.internal.decode.ParsedElement;
import dev.rollcall.core.internal.decode.PathTrie;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.EpochUnit;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import dev.rollcall.core.user.Users;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The fast reader gives what the reference gives: rows, refusals word for word, and coverage, for
 * records that are right and for those that are spoilt in some places. {@code
 * -Drollcall.inputs=10000000} sets how many are spoilt.
 */
class FastReaderTest {

  private static final int INPUTS = Integer.getInteger("rollcall.inputs", 40_000);
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  /** A type of records, and records of it. */
  private record Sample(RecordType type, Map<List<String>, Set<String>> route, byte[]... records) {}

  private static final String USER =
      """
      {"gender":"female","name":{"title":"Mrs","first":"Zo\u00eb","last":"H\u00f6gh"},"location":{"street":\
      {"number":5259,"name":"Jan"},"city":"'s-Hertogenbosch","state":"Zeeland","country":"Netherlands",\
      "postcode":8597,"coordinates":{"latitude":"-71.9578","longitude":"-120.7020"},"timezone":{"offset":\
      "+4:00","description":"Abu Dhabi"}},"email":"g@example.com","login":{"uuid":\
      "7a999c25-633d-4aad-ad50-af5eb41826f0","username":"toad","password":"evergreen","salt":"MgB","md5":\
      "a0","sha1":"7c","sha256":"34"},"dob":{"date":"1956-01-23T06:06:30.552Z","age":69},"registered":\
      {"date":"2021-10-27T08:49:12Z","age":4},"phone":"(0210) 598731","cell":"\\u00e9 \\\\ \\"","id":\
      {"name":"BSN","value":null},"picture":{"large":"https://x/71.jpg"},"nat":"NL"}""";

  private static final String OWN =
      """
      {"id": "a-1", "at": 1700000000, "day": "2024-02-29", "price": 12.50, "ok": true, "ratio": 0.1,
       "tags": ["x", {"y": [1, 2]}], "meta": {"a":1,"b":"\u20ac"}, "kind": "o", "n": -0, "more": {"deep": {"er": []}}}""";

  private static RecordType own() {
    return ownBuilder().build();
  }

  private static RecordTypeBuilder ownBuilder() {
    return RecordType.named("own")
        .key("id")
        .column("id", ColumnType.STRING)
        .column("at", ColumnType.TIMESTAMP)
        .epoch(EpochUnit.SECONDS)
        .column("day", ColumnType.DATE)
        .decimal("price", 10, 2)
        .column("ok", ColumnType.BOOLEAN)
        .column("ratio", ColumnType.FLOAT64)
        .column("tags", ColumnType.JSON)
        .column("meta", ColumnType.JSON)
        .column("a", ColumnType.INT64)
        .from("meta.a")
        .column("n", ColumnType.INT64)
        .elseNull()
        .error("error");
  }

  private static byte[] bytes(String envelope) {
    return envelope.replace("%s", USER).getBytes(UTF_8);
  }

  private static byte[] inner(String envelope) {
    return envelope.replace("%s", OWN.replaceAll("\\s", "")).getBytes(UTF_8);
  }

  private static List<Sample> samples() {
    byte[] user = USER.getBytes(UTF_8);
    byte[] own = OWN.getBytes(UTF_8);
    return List.of(
        new Sample(Users.recordType(), Map.of(), user),
        new Sample(
            Users.recordType(),
            Map.of(),
            bytes("[%s]"),
            bytes("{\"results\":[%s,%s],\"info\":{\"seed\":\"x\"}}")),
        new Sample(
            Users.recordType(),
            Map.of(List.of("nat"), Set.of("NL")),
            bytes("[%s,{\"results\": [%s], \"nat\":\"NL\"}]"),
            bytes("{\"results\":[{\"nat\":\"NL\",\"results\":[%s]},%s]}")),
        new Sample(own(), Map.of(), own, OWN.replaceAll("\\s", "").getBytes(UTF_8)),
        new Sample(
            ownBuilder().envelope("all").envelope("meta.list").build(),
            Map.of(),
            inner("{\"tags\":[1],\"all\":[%s,%s],\"meta\":{\"list\":[1]}}"),
            inner("[%s,{\"id\":\"1\",\"meta\":{\"c\":3},\"all\":[{\"all\":[%s]}]}]"),
            inner("{\"meta\":{\"list\":[%s]},\"tags\":{}}")),
        new Sample(own(), Map.of(List.of("kind"), Set.of("o", "7")), own));
  }

  @Test
  void usualRecordsAreReadFast() {
    assertThat(isFast(Users.recordType(), USER)).isTrue();
    assertThat(isFast(Users.recordType(), "{\"results\":[" + USER + "]}")).isTrue();
    assertThat(isFast(Users.recordType(), "[" + USER + "," + USER + "]")).isTrue();
    assertThat(isFast(own(), OWN.replaceAll("\\s", ""))).isTrue();
    assertThat(isFast(own(), OWN)).as("spaces within JSON columns").isFalse();
    assertThat(isFast(own(), "{\"id\": \"a\", \"id\": \"b\"}")).isFalse();
  }

  private static boolean isFast(RecordType type, String json) {
    RecordDefinition definition = RecordDefinition.of(type);
    FastReader reader = FastReader.of(definition, new PathTrie(definition));
    return reader != null
        && reader.read(
            json.getBytes(UTF_8),
            new ElementReader.Sink() {
              @Override
              public void element(ParsedElement parsed) {}

              @Override
              public void envelope(ParsedElement parsed) {}

              @Override
              public void notAnObject(String got) {}
            });
  }

  @Test
  void spoiltRecordsAreReadAlike() {
    Random random = new Random(13);
    List<Sample> samples = samples();
    for (Sample sample : samples) {
      BothReaders both = new BothReaders(sample.type(), sample.route());
      both.pastNoting(sample.records()[0]);
      for (int i = 0; i < INPUTS / samples.size(); i++) {
        byte[] record = sample.records()[random.nextInt(sample.records().length)];
        // else no shape returns often enough to be looked for
        both.compare(record);
        both.compare(spoilt(record, random));
        if (i % 500 == 0) {
          both.compareCoverage();
        }
      }
      both.compareCoverage();
    }
  }

  private static final List<String> PIECES =
      List.of(
          "\"",
          "\\",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          " ",
          "\n",
          "\t",
          "null",
          "true",
          "false",
          "0",
          "-",
          "-0",
          "007",
          "1e5",
          "1E+400",
          "1.",
          ".5",
          "1.50",
          "9223372036854775807",
          "9223372036854775808",
          "123456789012345678",
          "0.30000000000000004",
          "1234567890.12345",
          "\\u00e9",
          "\\u0000",
          "\\ud800",
          "\\ud83d\\ude00",
          "\\n",
          "\\/",
          "\\x",
          "\u00e9",
          "\u20ac",
          "\ud83d\ude00",
          "\u0000",
          "\u001f",
          "\u007f",
          "\u2028",
          "\"error\":\"x\",",
          "\"id\":\"b\",",
          "\"\":1,",
          "\"results\":[],",
          "{\"a\":{\"b\":[[],{}]}}",
          "\"x\":{\"x\":1,\"x\":2},",
          "2024-02-30",
          "2024-02-29T24:00:00Z",
          "2024-02-29T23:59:59.999Z",
          "0000-01-01",
          "+05:00",
          "NaN",
          "//",
          "'",
          "\"password\":\"p\",",
          "\"$rollcall\":1,",
          "\ufeff",
          "{\"error\":",
          "\"k\\u0069nd\":\"o\",");

  /** The record with one to four pieces put in, taken out, or copied to another place. */
  private static byte[] spoilt(byte[] record, Random random) {
    byte[] spoilt = record;
    for (int i = random.nextInt(4); i >= 0; i--) {
      int from = random.nextInt(spoilt.length + 1);
      int to = Math.min(spoilt.length, from + random.nextInt(random.nextInt(8) == 0 ? 60 : 6));
      byte[] piece =
          switch (random.nextInt(6)) {
            case 0 -> new byte[0];
            case 1 -> new byte[] {(byte) random.nextInt(256)};
            case 2 -> copied(spoilt, random);
            default -> PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8);
          };
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(spoilt, 0, from);
      out.writeBytes(piece);
      int behind = random.nextBoolean() ? from : to;
      out.write(spoilt, behind, spoilt.length - behind);
      spoilt = out.toByteArray();
    }
    return spoilt;
  }

  private static byte[] copied(byte[] record, Random random) {
    int from = random.nextInt(record.length + 1);
    int to = Math.min(record.length, from + random.nextInt(40));
    return Arrays.copyOfRange(record, from, to);
  }

  /** Whole values, good and bad, in each kind of column and beside them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "-1",
        "-",
        "+1",
        "01",
        "-01",
        "1.",
        ".1",
        "1.0",
        "1e",
        "1e+",
        "1e1",
        "1E-1",
        "0e0",
        "1e1.5",
        "0x1",
        "Infinity",
        "NaN",
        "tru",
        "TRUE",
        "nul",
        "nulll",
        "\"\\u12\"",
        "\"\\uD800\"",
        "\"\\uDC00x\"",
        "\"\\a\"",
        "\"\t\"",
        "\"",
        "\"\\\"",
        "[",
        "[]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "{",
        "{}",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{a:1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,\"a\":2}",
        "{\"b\":1,\"b\":1}",
        "{\"a\":{\"c\":1,\"c\":2}}",
        "[[[]]]",
        "\"a\" \"b\"",
        "\"\u00e9\"",
        "\"\ud83d\ude00\"",
        "\"\\u00e9\"",
        "\"2024-02-29T00:00:00Z\"",
        "\"2023-02-29T00:00:00Z\"",
        "\"2024-12-31T23:59:60Z\"",
        "\"2024-01-01 00:00:00Z\"",
        "\"2024-01-01\"",
        "\"0000-01-01\"",
        "\" 1\"",
        "\"1 \"",
        "\"\"",
        "\" \"",
        "\"true\"",
        "\"12.5\"",
        "\"1e3\"",
        "\"00012\"",
        "12345678901234567890",
        "123456789",
        "-100000000",
        "99999999.99",
        "12.345",
        "12.340",
        "-0.5",
        "0.1234567890123456789",
        "-0.0",
        "\"-0\"",
        "1 ",
        "1\n",
        "1,",
        "1}",
        "1]",
        "\"x\"}"
      })
  void values(String value) {
    for (String column :
        List.of("id", "at", "day", "price", "ok", "ratio", "tags", "meta", "n", "else", "error")) {
      for (Sample sample : samples().subList(3, 6)) {
        BothReaders both = new BothReaders(sample.type(), sample.route());
        both.compare(
            "{\"%s\":%s,\"id\":\"x\",\"kind\":\"o\"}".formatted(column, value).getBytes(UTF_8));
        both.compare(
            "{\"id\":\"x\",\"kind\":\"o\",\"%s\":%s}".formatted(column, value).getBytes(UTF_8));
        both.compare("{\"id\":\"x\",\"%s\" : %s }\r\n".formatted(column, value).getBytes(UTF_8));
        both.compareCoverage();
      }
    }
  }

  /** Whatever is cut off, at any place, also where eight bytes are read at once. */
  @Test
  void recordsCutOffAnywhere() {
    for (Sample sample : samples()) {
      BothReaders both = new BothReaders(sample.type(), sample.route());
      for (byte[] record : sample.records()) {
        for (int length = 0; length <= record.length; length++) {
          both.compare(Arrays.copyOf(record, length));
        }
      }
      both.compareCoverage();
    }
  }

  @Test
  void deepAndLargeRecords() {
    for (String value :
        List.of(
            "[".repeat(90) + "]".repeat(90),
            "[".repeat(150) + "]".repeat(150),
            "[".repeat(250) + "]".repeat(250),
            "{\"a\":".repeat(150) + "1" + "}".repeat(150),
            "1".repeat(99),
            "1".repeat(128),
            "1".repeat(129),
            "\"" + "x".repeat(1 << 21) + "\"",
            "{\"" + "n".repeat(9_000) + "\":1}",
            "{\"" + "n".repeat(10_001) + "\":1}",
            "{\"all\":[{\"id\":\"2\",\"y\":" + "[".repeat(97) + "]".repeat(97) + "}]}")) {
      for (Sample sample : samples()) {
        BothReaders both = new BothReaders(sample.type(), sample.route());
        both.compare(("{\"x\":" + value + ",\"id\":\"1\"}").getBytes(UTF_8));
        both.compare(("{\"all\":[{\"x\":" + value + ",\"id\":\"1\"}]}").getBytes(UTF_8));
        both.compare(value.getBytes(UTF_8));
        both.compareCoverage();
      }
    }
  }

  @Test
  void manyFieldsOfOneObject() {
    Sample sample = samples().get(4);
    BothReaders both = new BothReaders(sample.type(), sample.route());
    for (int fields : List.of(10, 60, 64, 65, 200)) {
      StringBuilder json = new StringBuilder("{\"id\":\"1\"");
      for (int i = 0; i < fields; i++) {
        json.append(",\"f").append(i * 7 % fields).append("\":{\"g").append(i).append("\":1}");
      }
      both.compare((json + "}").getBytes(UTF_8));
      both.compare((json + ",\"f3\":1}").getBytes(UTF_8));
      both.compare(("{\"all\":[" + json + "}]}").getBytes(UTF_8));
    }
    both.compareCoverage();
  }
}
