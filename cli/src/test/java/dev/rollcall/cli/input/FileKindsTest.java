package dev.rollcall.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.ZstdOutputStream;
import dev.rollcall.cli.CommandRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which people have their files. */
class FileKindsTest {

  private static final String TWO = "{\"username\":\"Åse\"}\n{\"username\":\"b\"}\n";

  @TempDir private Path folder;

  private String file(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes).toString();
  }

  private String file(String name, String text) throws IOException {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> usernames(CommandRun run) {
    return run.rows().stream().map(row -> row.get("username").asText()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void unicodeIsReadWithAndWithoutItsMark(String charset) throws IOException {
    for (String text : List.of(TWO, "\uFEFF" + TWO, "\uFEFF{\n\"username\":\"Åse\"}" + TWO)) {
      String file = file("users.json", text.getBytes(Charset.forName(charset)));

      CommandRun run = CommandRun.of("flatten", file);

      assertThat(usernames(run)).startsWith("Åse").endsWith("b");
      assertThat(run.code()).isZero();
    }
  }

  @Test
  void utf16ThatBreaksOffIsADeadLetter() throws IOException {
    byte[] bytes = TWO.getBytes(StandardCharsets.UTF_16LE);
    String file = file("u.ndjson", Arrays.copyOf(bytes, bytes.length - 3));

    CommandRun run = CommandRun.of("flatten", file);

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("begins as UTF-16 or UTF-32");
  }

  @Test
  void packedFilesAreRead() throws IOException {
    for (byte[] bytes : List.of(gzip(TWO), zstd(TWO))) {
      assertThat(usernames(CommandRun.of("flatten", file("users.json.gz", bytes))))
          .containsExactly("Åse", "b");
      assertThat(usernames(CommandRun.of("flatten", file("noname", bytes))))
          .containsExactly("Åse", "b");
    }
    assertThat(usernames(CommandRun.of("flatten", file("e.gz", concat(gzip(TWO), gzip(TWO))))))
        .hasSize(4);
  }

  @Test
  void aPackedFileThatIsCutOffGivesWhatIsInItAndADeadLetter() throws IOException {
    StringBuilder text = new StringBuilder();
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      text.append("{\"username\":\"").append(random.nextLong()).append("\"}\n");
    }
    for (byte[] packed : List.of(gzip(text.toString()), zstd(text.toString()))) {
      for (int length : new int[] {6, packed.length / 2, packed.length - 5}) {
        String file = file("cut.ndjson.gz", Arrays.copyOf(packed, length));

        CommandRun run = CommandRun.of("flatten", file);

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.rows().size()).isLessThan(20_001);
        assertThat(run.err().lines().filter(line -> line.startsWith("dead letter")))
            .singleElement()
            .asString()
            .contains("damaged or ends too early; fetch the file again");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\n \"username\": \"a\"\n}\n{\n \"username\": \"b\"\n}\n",
        "{\"username\":\"a\"}{\"username\":\"b\"}",
        "{\"username\":\"a\"} {\"username\":\"b\"}\n",
        "[{\"username\":\"a\"}][{\"username\":\"b\"}]",
        "\u001e{\"username\":\"a\"}\n\u001e{\"username\":\"b\"}\n",
        "{\"results\":[{\"username\":\"a\"}]}\r\n\r\n{\"results\":[\r\n {\"username\":\"b\"}\r\n]}",
        "{\"username\":\"a\"}\r{\"username\":\"b\"}\r"
      })
  void valuesOneBehindTheOtherAreRecordsEach(String text) throws IOException {
    CommandRun run = CommandRun.of("flatten", file("users.json", text));

    assertThat(usernames(run)).containsExactly("a", "b");
    assertThat(run.code()).isZero();
  }

  @Test
  void aBrokenValueBehindOthersIsOneDeadLetterThatNamesTheLineOfTheFile() throws IOException {
    String text = "{\n \"username\": \"a\"\n}\n{\n \"username\": \"b\",\n}\n";

    CommandRun run = CommandRun.of("flatten", file("users.json", text));

    assertThat(usernames(run)).containsExactly("a");
    assertThat(run.err()).contains("users.json#1 ").contains("at line 6 column ");
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void aLineIsNamedByItsPlaceInTheFile() throws IOException {
    String text = "{\"username\":\"a\"}\n\n[7]\n{\"username\":\"b\",}\n{\"username\":\"c\"}\n";
    Path letters = folder.resolve("letters");

    CommandRun shown = CommandRun.of("flatten", file("u.ndjson", text));
    CommandRun.of("flatten", "--dead-letters", letters.toString(), file("u.ndjson", text));

    assertThat(shown.err())
        .contains("u.ndjson#1 line 3 map: user: got a number")
        .contains("u.ndjson#2 decode: malformed JSON at line 4 column ");
    List<JsonNode> dead = CommandRun.lines(Files.readString(letters));
    assertThat(dead).extracting(letter -> letter.get("line").asInt()).containsExactly(3, 4);
  }

  @Test
  void aFileThatIsNoTextIsOneDeadLetterThatSaysWhatItIs() throws IOException {
    byte[] zip =
        concat(new byte[] {'P', 'K', 3, 4, 20, 0}, "\n1\n2\n".getBytes(StandardCharsets.UTF_8));
    for (String name : List.of("users.ndjson", "users.json")) {
      CommandRun run = CommandRun.of("flatten", file(name, zip));

      assertThat(run.code()).isEqualTo(3);
      assertThat(run.err()).contains("a zip archive or a workbook (.xlsx), expected JSON in UTF-8");
      assertThat(run.summary()).startsWith("1 element = 0 rows + 1 dead letter");
    }
  }

  @Test
  void whatIsNotReadOfAFolderIsNamed() throws IOException {
    file("in/1.json", TWO);
    file("in/2.ndjson.gz", gzip(TWO));
    file("in/notes.txt", "no JSON");
    file("in/e.csv", "a\n1\n");
    Files.createSymbolicLink(folder.resolve("in/link.json"), folder.resolve("in/1.json"));

    CommandRun run = CommandRun.of("flatten", folder.resolve("in").toString());

    assertThat(usernames(run)).hasSize(4);
    assertThat(run.code()).isZero();
    assertThat(run.err().lines().filter(line -> line.startsWith("not read: ")))
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).contains("notes.txt", "does not end with *.json"))
        .anySatisfy(line -> assertThat(line).contains("e.csv", "--input csv"))
        .anySatisfy(line -> assertThat(line).contains("link.json", "is a link"));
  }

  @Test
  void aLoadReadsFilesInTheSameWay() throws IOException {
    Path several = Path.of(file("r.json", gzip("{\"username\":\"a\"}\n{\n \"username\":\"b\"\n}")));
    Path lines = Path.of(file("l.ndjson", TWO.getBytes(StandardCharsets.UTF_16LE)));

    assertThat(FileRecords.of(several)).hasSize(2);
    assertThat(FileRecords.of(lines))
        .extracting(record -> new String(record, StandardCharsets.UTF_8).strip())
        .containsExactly("{\"username\":\"Åse\"}", "{\"username\":\"b\"}");
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] zstd(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
