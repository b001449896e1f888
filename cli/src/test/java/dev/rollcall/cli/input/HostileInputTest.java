package dev.rollcall.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.cli.CommandRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bad file is one clear dead letter; each bad line is one, and the other lines go on. */
class HostileInputTest {

  private static final String GOOD = "{\"username\":\"good\"}";

  @TempDir private Path folder;

  static Stream<Arguments> badRecords() {
    return Stream.of(
        bad("truncated", "{\"results\":[{\"username\":\"a\"},{\"usern", "decode", "malformed-json"),
        bad("trailing garbage", "{\"username\":\"a\"} garbage", "decode", ""),
        bad(
            "a value and garbage between",
            "{\"username\":\"a\"} x {\"username\":\"b\"}",
            "decode",
            ""),
        bad("a comma at the end", "{\"username\":\"a\",}", "decode", "malformed-json"),
        bad("NaN", "{\"username\":\"a\",\"age\":NaN}", "decode", "nan-or-infinity"),
        bad("encoded twice", "\"{\\\"username\\\":\\\"a\\\"}\"", "map", "json-in-string"),
        bad("duplicate key", "{\"username\":\"a\",\"username\":\"b\"}", "decode", "duplicate-key"),
        bad("deep array", "[".repeat(100_000) + "]".repeat(100_000), "decode", "json-limit"),
        bad(
            "deep object",
            "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000),
            "decode",
            "json-limit"),
        bad(
            "long string",
            "{\"username\":\"" + "x".repeat(50_000_000) + "\"}",
            "decode",
            "json-limit"),
        bad("huge age", "{\"username\":\"a\",\"dob\":{\"age\":1e999999999}}", "map", "wrong-type"),
        bad("error report", "{\"error\":\"come back later\"}", "map", "source-error"),
        bad("no results", "{\"results\":[]}", "map", "empty-envelope"),
        bad("empty array", "[]", "map", "empty-array"),
        bad("null", "null", "map", "not-an-object"),
        bad("a number", "42", "map", "not-an-object"),
        bad("HTML", "<!doctype html><title>502</title>", "decode", "malformed-json"));
  }

  private static Arguments bad(String name, String json, String stage, String reasonClass) {
    return Arguments.of(name, json, stage, reasonClass);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badRecords")
  void aBadFileIsOneDeadLetter(String name, String json, String stage, String reasonClass)
      throws IOException {
    Path file = Files.writeString(folder.resolve("bad.json"), json);

    JsonNode letter = onlyDeadLetter(file, 0);

    assertThat(letter.get("ordinal").asInt()).isZero();
    assertThat(letter.get("stage").asText()).isEqualTo(stage);
    assertThat(letter.get("reason_class").asText()).contains(reasonClass);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badRecords")
  void aBadLineIsOneDeadLetterAndTheOthersGoOn(
      String name, String json, String stage, String reasonClass) throws IOException {
    for (String fileName : List.of("bad.ndjson", "bad.json")) {
      Path file =
          Files.writeString(
              folder.resolve(fileName), GOOD + "\r\n" + json + "\r\n" + GOOD + "\r\n");

      JsonNode letter = onlyDeadLetter(file, 2);

      assertThat(letter.get("ordinal").asInt()).isOne();
      assertThat(letter.get("stage").asText()).isEqualTo(stage);
      assertThat(letter.get("reason_class").asText()).contains(reasonClass);
    }
  }

  @Test
  void filesWithoutAnElementAreDeadLetters() throws IOException {
    for (String text : List.of("", " \n\t\r\n", "\uFEFF")) {
      for (String name : List.of("empty.json", "empty.ndjson")) {
        Path file = Files.writeString(folder.resolve(name), text);
        assertThat(onlyDeadLetter(file, 0).get("reason_class").asText()).isEqualTo("empty");
      }
    }
  }

  @Test
  void binaryFilesAreDeadLetters() throws IOException {
    byte[] noise = new byte[100_000];
    new Random(7).nextBytes(noise);

    JsonNode letter = onlyDeadLetter(Files.write(folder.resolve("photo.json"), noise), 0);

    assertThat(letter.get("stage").asText()).isEqualTo("decode");
  }

  @Test
  void bytesThatAreNotUtf8AreDeadLetters() throws IOException {
    byte[] latin1 = "{\"username\":\"Åse\"}".getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    lines.writeBytes(latin1);
    lines.writeBytes(("\n" + GOOD + "\n").getBytes(StandardCharsets.UTF_8));

    JsonNode document = onlyDeadLetter(Files.write(folder.resolve("latin1.json"), latin1), 0);
    JsonNode line = onlyDeadLetter(Files.write(folder.resolve("l.json"), lines.toByteArray()), 1);

    assertThat(document.get("reason_class").asText()).isEqualTo("not-utf-8");
    assertThat(line.get("reason_class").asText()).isEqualTo("not-utf-8");
    assertThat(line.get("ordinal").asInt()).isZero();
  }

  private JsonNode onlyDeadLetter(Path file, int rows) throws IOException {
    Path letters = folder.resolve("letters");
    CommandRun run =
        CommandRun.of("flatten", "--dead-letters", letters.toString(), file.toString());

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.rows()).hasSize(rows);
    List<JsonNode> dead = CommandRun.lines(Files.readString(letters));
    assertThat(dead).hasSize(1);
    assertThat(dead.get(0).get("reason").asText()).isNotBlank().hasSizeLessThan(300);
    return dead.get(0);
  }
}
