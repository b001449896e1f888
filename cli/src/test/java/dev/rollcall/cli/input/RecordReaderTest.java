package dev.rollcall.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {

  private static final int LIMIT = 200_000;

  private static List<String> records(String text, boolean namedAsLines) throws IOException {
    List<String> records = new ArrayList<>();
    JsonFile.Sink sink =
        (json, begin, line) ->
            records.add(
                json == null
                    ? line > 0 ? "line too large" : "file too large"
                    : new String(json, StandardCharsets.UTF_8).strip());
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    new RecordReader(new ByteArrayInputStream(bytes), sink, LIMIT).read(namedAsLines);
    return records;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\n\"a\":1}",
        "[\n{\"a\":1}\n]",
        "[\n{\"a\":1},\n{\"b\":1}\n]",
        "[{\"a\":1},\n{\"b\":1}]",
        "{\"results\":[\n{\"a\":1}\n]}",
        "\n\n{\"a\":\n{\"b\":1}\n}",
        "{\"a\": \"cut",
        "<html>\n<body>\n"
      })
  void oneDocumentStaysTogether(String text) throws IOException {
    assertThat(records(text, false)).containsExactly(text.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1}\n{\"b\":2}\n{\"c\"\n",
        "\n{\"a\":1}\n\n{\"b\":2}\n{\"c\"",
        "{\"a\":1\n{\"b\":2}\n{\"c\"",
        "garbage\r\n{\"b\":2}\r\n{\"c\"",
        "{\"a\":\"cut\n  {\"b\":2}\n{\"c\"",
        "[1]\n2\n3"
      })
  void linesAreTakenOneByOne(String text) throws IOException {
    assertThat(records(text, false)).hasSize(3);
  }

  @Test
  void theNameDecidesBeforeTheText() throws IOException {
    assertThat(records("{\n\"a\":1}", true)).containsExactly("{", "\"a\":1}");
  }

  @Test
  void aValueOverSeveralLinesMayStandAmongThoseOfOne() throws IOException {
    assertThat(records("{\"a\":1}\n{\n  \"b\": [\n    2\n  ]\n}\n[\n 3\n]\n{\"c\":4}\n", false))
        .containsExactly("{\"a\":1}", "{\n  \"b\": [\n    2\n  ]\n}", "[\n 3\n]", "{\"c\":4}");
    assertThat(records("{\"a\":1}\n{\"b\":\n{\"c\":4}\n{\n  5\n", false))
        .containsExactly("{\"a\":1}", "{\"b\":", "{\"c\":4}", "{", "5");
  }

  @Test
  void aBinaryFileIsOneRecordWhateverItsName() throws IOException {
    assertThat(records("\0\n1\n2\n", true)).hasSize(1);
  }

  @Test
  void nothingIsAnEmptyRecord() throws IOException {
    assertThat(records("", true)).containsExactly("");
    assertThat(records("\n \n", false)).containsExactly("");
  }

  @Test
  void aLineBeyondTheLimitIsPassedOverAndTheOthersGoOn() throws IOException {
    String tooLong = "{\"a\":\"" + "x".repeat(LIMIT) + "\"}";
    String longest = "{\"a\":\"" + "x".repeat(LIMIT - 9) + "\"}";

    assertThat(records("{}\n" + tooLong + "\n" + longest + "\n{}", false))
        .containsExactly("{}", "line too large", longest, "{}");
    assertThat(records(tooLong + "\n{}", false)).containsExactly("line too large", "{}");
  }

  @Test
  void aDocumentBeyondTheLimitIsRefused() throws IOException {
    assertThat(records("[\n" + "{},\n".repeat(LIMIT / 4) + "{}]", false))
        .containsExactly("file too large");
    assertThat(records("[\n" + "  [" + " ".repeat(LIMIT) + "\n]]", false))
        .containsExactly("file too large");
  }
}
