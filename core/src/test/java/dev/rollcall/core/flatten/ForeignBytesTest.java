package dev.rollcall.core.flatten;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.decode.UnreadableRecord;
import dev.rollcall.core.user.Users;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no JSON in UTF-8 is named for what it is, with what to do, and without its text. */
class ForeignBytesTest {

  private static final String JSON = "{\"id\":\"hunter2\"}";

  static Stream<Arguments> foreign() throws IOException {
    return Stream.of(
        Arguments.of("UTF-16LE with mark", encoded("\uFEFF" + JSON, "UTF-16LE"), "utf-16"),
        Arguments.of("UTF-16BE with mark", encoded("\uFEFF" + JSON, "UTF-16BE"), "utf-16"),
        Arguments.of("UTF-16LE", encoded(JSON, "UTF-16LE"), "utf-16"),
        Arguments.of("UTF-16BE", encoded(JSON, "UTF-16BE"), "utf-16"),
        Arguments.of("UTF-16LE array", encoded("[\n1]", "UTF-16LE"), "utf-16"),
        Arguments.of("UTF-32LE with mark", encoded("\uFEFF" + JSON, "UTF-32LE"), "utf-32"),
        Arguments.of("UTF-32BE with mark", encoded("\uFEFF" + JSON, "UTF-32BE"), "utf-32"),
        Arguments.of("UTF-32LE", encoded(JSON, "UTF-32LE"), "utf-32"),
        Arguments.of("UTF-32BE", encoded(JSON, "UTF-32BE"), "utf-32"),
        Arguments.of("gzip", gzip(JSON), "gzip"),
        Arguments.of("zstd", hex("28b52ffd2010810000"), "zstd"),
        Arguments.of("registry, JSON", framed("000000002a", JSON), "schema-registry"),
        Arguments.of("registry, Avro", hex("00000000070e68756e74657232"), "schema-registry"),
        Arguments.of("Glue", framed("0300" + "ab".repeat(16), JSON), "schema-registry"),
        Arguments.of("Avro file", framed("4f626a01", JSON), "other-format"),
        Arguments.of("zip", framed("504b03041400", JSON), "other-format"),
        Arguments.of("bzip2", hex("425a6839314159265359"), "other-format"),
        Arguments.of("xz", framed("fd377a585a00", JSON), "other-format"),
        Arguments.of("LZ4", framed("04224d18", JSON), "other-format"),
        Arguments.of("Snappy of Kafka", framed("82534e4150505900", JSON), "other-format"),
        Arguments.of("Snappy stream", framed("ff060000734e61507059", JSON), "other-format"),
        Arguments.of("Parquet", framed("50415231", JSON), "other-format"),
        Arguments.of("Java object", framed("aced0005", JSON), "other-format"),
        Arguments.of("Smile", framed("3a290a01", JSON), "other-format"),
        Arguments.of("CBOR", framed("d9d9f7", JSON), "other-format"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("foreign")
  void bytesOfAnotherFormatAreNamed(String name, byte[] bytes, String reasonClass) {
    Element.Refused refused = refused(bytes);

    assertThat(refused).isInstanceOf(Element.Malformed.class);
    assertThat(refused.reasonClass()).isEqualTo(reasonClass);
    assertThat(refused.reason()).startsWith("got ").contains("; ").doesNotContain("hunter");
  }

  static Stream<Arguments> text() {
    return Stream.of(
            "{}", "[]", " {}", "\n[1]", "\t{}", "\uFEFF{}", "1", "{", "", "P", "Object", "B")
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("text")
  void textIsText(String text) {
    assertThat(ByteFormat.of(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(ByteFormat.TEXT);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("{\"a\":NaN}", "nan-or-infinity", "NaN or Infinity"),
        Arguments.of("{\"a\":-Infinity,\"b\":1}", "nan-or-infinity", "NaN or Infinity"),
        Arguments.of("[{\"a\":nan}]", "nan-or-infinity", "NaN or Infinity"),
        Arguments.of("\uFEFF{\"a\":Infinity}", "nan-or-infinity", "NaN or Infinity"),
        Arguments.of("{\"a\":None}", "malformed-json", "got None"),
        Arguments.of("{\"a\":True}", "malformed-json", "got True"),
        Arguments.of("{\"a\":undefined}", "malformed-json", "got undefined"),
        Arguments.of("{'a':1}", "malformed-json", "single quotes"),
        Arguments.of("{\"a\":'x'}", "malformed-json", "single quotes"),
        Arguments.of("{\"a\":1,}", "malformed-json", "a comma before the end"),
        Arguments.of("[1,\n ]", "malformed-json", "a comma before the end"),
        Arguments.of("{\"a\":1,,\"b\":2}", "malformed-json", "two commas"),
        Arguments.of("{\"a\":1},{}", "malformed-json", "behind the whole value"),
        Arguments.of("{\"a\":1 // c\n}", "malformed-json", "a comment"),
        Arguments.of("# c\n{}", "malformed-json", "a comment"),
        Arguments.of("{\"a\":1 \"b\":2}", "malformed-json", "expected a comma"),
        Arguments.of("{\u201ca\u201d:1}", "malformed-json", "typographic quotes"),
        Arguments.of("{\"a\":\"x\ny\"}", "malformed-json", "a line break"),
        Arguments.of(" <html>", "malformed-json", "HTML"),
        Arguments.of("{}\n{}", "trailing-content", "one by one"),
        Arguments.of("{\"a\":tru}", "malformed-json", "unexpected character or token"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void whatLooksLikeJsonAndIsNoneIsNamed(String json, String reasonClass, String inReason) {
    Element.Refused refused = refused(json.getBytes(StandardCharsets.UTF_8));

    assertThat(refused.reasonClass()).isEqualTo(reasonClass);
    assertThat(refused.reason())
        .startsWith("malformed JSON at line ")
        .contains(inReason)
        .containsOnlyOnce("malformed");
  }

  @Test
  void aJsonTextWithinAStringIsSaidToBeEncodedTwice() {
    for (String json :
        List.of(
            "\"{\\\"id\\\":\\\"hunter2\\\"}\"",
            "[\" [{\\\"id\\\":1}] \"]",
            "{\"results\":[\"{\\\"id\\\":1}\"]}",
            "\"\\\"{\\\\\\\"id\\\\\\\":1}\\\"\"")) {
      Element.Refused refused = refused(json.getBytes(StandardCharsets.UTF_8));

      assertThat(refused.reasonClass()).as(json).isEqualTo("json-in-string");
      assertThat(refused.reason())
          .contains("a JSON text within a JSON string", "encodes twice")
          .doesNotContain("hunter");
    }
    assertThat(refused("\"hello\"".getBytes(StandardCharsets.UTF_8)).reasonClass())
        .isEqualTo("not-an-object");
  }

  @Test
  void aReasonCountsTheLinesOfTheFile() {
    byte[] json = "{\"id\":1,\n\"a\":}".getBytes(StandardCharsets.UTF_8);

    List<Element> elements = Flattener.of(Users.recordType()).flatten(json, null, 40);

    assertThat(((Element.Refused) elements.get(0)).reason()).contains("at line 41 column 5");
  }

  @Test
  void aRecordForAnUnreadableLineIsRefusedForItsReason() {
    byte[] record = Flattener.unreadable("file 'a.csv' line 3: got 5 cells, expected 9\u0007");

    Element.Refused refused = refused(record);

    assertThat(UnreadableRecord.reason(record)).isNotNull();
    assertThat(refused).isInstanceOf(Element.Malformed.class);
    assertThat(refused.reasonClass()).isEqualTo("bad-line");
    assertThat(refused.reason()).isEqualTo("file 'a.csv' line 3: got 5 cells, expected 9\ufffd");
    assertThat(
            UnreadableRecord.reason(
                "{\"$rollcall\":{\"unreadable\":7}}".getBytes(StandardCharsets.UTF_8)))
        .isNull();
    assertThat(UnreadableRecord.reason(JSON.getBytes(StandardCharsets.UTF_8))).isNull();
  }

  private static byte[] encoded(String text, String charset) {
    return text.getBytes(Charset.forName(charset));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static byte[] framed(String frame, String text) {
    return hex(frame + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static Element.Refused refused(byte[] record) {
    List<Element> elements = Flattener.of(Users.recordType()).flatten(record, null);
    assertThat(elements).singleElement().isInstanceOf(Element.Refused.class);
    return (Element.Refused) elements.get(0);
  }
}
