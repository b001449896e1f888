package dev.rollcall.core.flatten;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.internal.decode.ElementReader;
import dev.rollcall.core.internal.decode.FastReader;
import dev.rollcall.core.internal.decode.ItemBuffer;
import dev.rollcall.core.internal.decode.ParsedElement;
import dev.rollcall.core.internal.decode.PathTrie;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.user.Users;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

  @Test
  void usualRecordsAreReadFast() {
    assertThat(isFast(Users.recordType(), ReaderSamples.USER)).isTrue();
    assertThat(isFast(Users.recordType(), "{\"results\":[" + ReaderSamples.USER + "]}")).isTrue();
    assertThat(
            isFast(Users.recordType(), "[" + ReaderSamples.USER + "," + ReaderSamples.USER + "]"))
        .isTrue();
    assertThat(isFast(ReaderSamples.own(), ReaderSamples.OWN.replaceAll("\\s", ""))).isTrue();
    assertThat(isFast(ReaderSamples.own(), ReaderSamples.OWN))
        .as("spaces within JSON columns")
        .isFalse();
    assertThat(isFast(ReaderSamples.own(), "{\"id\": \"a\", \"id\": \"b\"}")).isFalse();
    for (ReaderSamples sample : ReaderSamples.ofItems()) {
      for (byte[] record : sample.records()) {
        assertThat(isFast(sample.type(), new String(record, UTF_8))).isTrue();
      }
    }
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
              public void items(ParsedElement parsed, ItemBuffer items) {}

              @Override
              public void notAnObject(String got) {}
            });
  }

  @Test
  void spoiltRecordsAreReadAlike() {
    Random random = new Random(13);
    List<ReaderSamples> samples = ReaderSamples.all();
    for (ReaderSamples sample : samples) {
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
          "\"k\\u0069nd\":\"o\",",
          "\"lines\":[],",
          "\"lines\":{},",
          "{\"sku\":\"x\"},",
          "{},",
          "[{}]",
          "[7]");

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
      for (ReaderSamples sample : ReaderSamples.ofOwn()) {
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

  /** What functions make of a text where it stands is what they make of the string. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "7a999c25-633d-4aad-ad50-af5eb41826f0",
        "7A999C25-633D-4AAD-AD50-AF5EB41826F0",
        " 7a999c25-633d-4aad-ad50-af5eb41826f0",
        "7a999c25-633d-4aad-ad50-af5eb41826f",
        "7a999c25-633d-4aad-ad50-af5eb41826fg",
        "4711",
        " ",
        "",
        "a@b",
        "a@B.example",
        "a@b@c.example",
        "a@",
        "@b",
        "a@ b ",
        "a@b\u00e9",
        "a@b\\u0020",
        "a@b\\u0041"
      })
  void keysAndDomainsOfUsers(String text) {
    BothReaders both = new BothReaders(Users.recordType(), Map.of());
    both.compare(
        "{\"login\":{\"uuid\":\"%s\"},\"email\":\"%s\"}".formatted(text, text).getBytes(UTF_8));
    both.compare("{\"id\":\"%s\",\"email\":\"a@b.c\"}".formatted(text).getBytes(UTF_8));
    both.compare("{\"id\":\"x\",\"email\":\"%s\"}".formatted(text).getBytes(UTF_8));
    both.compareCoverage();
  }

  /** Whatever is cut off, at any place, also where eight bytes are read at once. */
  @Test
  void recordsCutOffAnywhere() {
    for (ReaderSamples sample : ReaderSamples.all()) {
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
      for (ReaderSamples sample : ReaderSamples.all()) {
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
    ReaderSamples sample = ReaderSamples.ofOwn().get(1);
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
