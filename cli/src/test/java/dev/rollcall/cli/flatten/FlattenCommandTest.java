package dev.rollcall.cli.flatten;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.cli.CommandRun;
import dev.rollcall.cli.Rollcall;
import dev.rollcall.cli.console.Console;
import dev.rollcall.core.user.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlattenCommandTest {

  private static final String ANN =
      """
      {"gender":"female","name":{"title":"Ms","first":"Ann","last":"O\\"Hara, Jr"},
       "location":{"street":{"number":7,"name":"High St"},"city":"","postcode":"0168",
         "coordinates":{"latitude":"12.5000","longitude":"-7"}},
       "email":"ann@Example.com",
       "login":{"uuid":"11111111-2222-3333-4444-555555555555","username":"ann","password":"s3cret-pass",
         "salt":"s4lt-s4lt","md5":"0123456789abcdef0123456789abcdef"},
       "dob":{"date":"1987-10-15 12:00:00"},"registered":"2012-05-31 05:08:12","nat":"NO"}""";

  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  private static String user(String name) {
    return "{\"username\":\"" + name + "\"}";
  }

  private static List<String> usernames(CommandRun run) {
    return run.rows().stream().map(row -> row.get("username").asText()).toList();
  }

  @Test
  void aRowHasEveryColumnInOrderAndTypedValues() throws IOException {
    CommandRun run = CommandRun.of("flatten", file("ann.json", ANN));

    assertThat(run.code()).isZero();
    assertThat(run.summary()).isEqualTo("1 element = 1 row + 0 dead letters, 1 file");
    JsonNode row = run.rows().get(0);
    assertThat(row.fieldNames()).toIterable().isEqualTo(Users.recordType().schema().names());
    assertThat(row.get("birth_date").asText()).isEqualTo("1987-10-15T12:00:00Z");
    assertThat(row.get("registered_at").asText()).isEqualTo("2012-05-31T05:08:12Z");
    assertThat(row.get("age").isIntegralNumber()).isTrue();
    assertThat(row.get("latitude").isNumber()).isTrue();
    assertThat(row.get("latitude").asDouble()).isEqualTo(12.5);
    assertThat(row.get("postcode").asText()).isEqualTo("0168");
    assertThat(row.get("city").asText()).isEmpty();
    assertThat(row.get("phone").isNull()).isTrue();
    assertThat(run.out()).doesNotContain("s3cret-pass", "s4lt-s4lt", "0123456789abcdef");
  }

  @Test
  void anAbsentAgeIsThatAtTheTimeOfTheFile() throws IOException {
    String file = file("ann.json", ANN);
    Files.setLastModifiedTime(Path.of(file), FileTime.from(Instant.parse("2007-10-15T00:00:00Z")));

    assertThat(CommandRun.of("flatten", file).rows().get(0).get("age").asInt()).isEqualTo(20);
  }

  @Test
  void csvTellsNullFromEmptyAndQuotesWhatNeedsIt() throws IOException {
    CommandRun run = CommandRun.of("flatten", "--format", "csv", file("ann.json", ANN));

    List<String> lines = List.of(run.out().split("\r\n"));
    assertThat(lines.get(0)).startsWith("user_id,gender,title,first_name,last_name,full_name,");
    assertThat(lines.get(1))
        .startsWith("11111111-2222-3333-4444-555555555555,female,Ms,Ann,\"O\"\"Hara, Jr\",")
        .contains(",ann@Example.com,example.com,ann,,,1987-10-15T12:00:00Z,")
        .contains(",7 High St,\"\",,,0168,12.5,-7.0,");
    assertThat(lines).hasSize(2);
  }

  @Test
  void aTableIsAlignedAndCutsWhatIsTooLong() throws IOException {
    String users =
        "[" + user("x") + "," + user("y".repeat(50)) + ",{\"username\":\"a\\u001b[31m\"}]";

    CommandRun run = CommandRun.of("flatten", "--format", "table", file("users.json", users));

    List<String> lines = run.out().lines().toList();
    int column = lines.get(0).indexOf("username");
    assertThat(lines.get(1).substring(column)).startsWith("x" + " ".repeat(35) + "  -");
    assertThat(lines.get(2).substring(column)).startsWith("y".repeat(35) + "…  -");
    assertThat(run.out()).doesNotContain("\u001b");
  }

  @Test
  void allShapesOfInputGiveRowsInTheirOrder() throws IOException {
    String envelope = file("1.json", "{\"results\":[" + user("a") + ",\n" + user("b") + "]}");
    String array = file("2.json", "[\n" + user("c") + "\n]\n");
    String lines = file("3.json", user("d") + "\n\n" + user("e") + "\n");
    String single = file("4.json", "{\n\"username\":\n\"f\"}");

    CommandRun run =
        CommandRun.with(user("g"), Map.of(), "flatten", envelope, array, lines, single, "-");

    assertThat(usernames(run)).containsExactly("a", "b", "c", "d", "e", "f", "g");
    assertThat(run.summary()).isEqualTo("7 elements = 7 rows + 0 dead letters, 5 files");
    assertThat(run.code()).isZero();
  }

  @Test
  void aFolderStandsForItsJsonFilesByName() throws IOException {
    file("in/b/2.jsonl", user("second"));
    file("in/a 1.JSON", user("first"));
    file("in/c.ndjson", user("third"));
    file("in/readme.txt", "not JSON");

    assertThat(usernames(CommandRun.of("flatten", folder.resolve("in").toString())))
        .containsExactly("first", "second", "third");
  }

  @Test
  void aLinkToAFolderStandsForItsFilesToo() throws IOException {
    file("in/1.json", user("first"));
    file("in/b/2.json", user("second") + "x");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("in"));

    CommandRun run = CommandRun.of("flatten", link.toString());

    assertThat(usernames(run)).containsExactly("first");
    assertThat(run.err()).contains(link.resolve("b/2.json") + "#0");
  }

  @Test
  void anEmptyNameIsNotTheFolderOneIsIn() {
    CommandRun run = CommandRun.of("flatten", "");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("'': no such file");
  }

  @Test
  void aNameThatTheSystemCannotHaveIsWrongUse() {
    CommandRun run = CommandRun.of("flatten", "a\0b.json");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("locale").doesNotContain("\tat ");
  }

  @Test
  void aFileThatDoesNotFitIntoMemoryIsADeadLetterAndTheNextIsRead() throws IOException {
    java.io.StringWriter err = new java.io.StringWriter();
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    Console console =
        new Console(
            new java.io.InputStream() {
              @Override
              public int read() {
                throw new OutOfMemoryError("for the test");
              }
            },
            out,
            new java.io.PrintWriter(err, true),
            false,
            false,
            false,
            80,
            Map.of());

    assertThat(Rollcall.commandLine(console).execute("flatten", "-", file("ann.json", ANN)))
        .isEqualTo(3);
    assertThat(err.toString()).contains("dead letter: -#0 decode: the file does not fit");
    assertThat(out.toString(java.nio.charset.StandardCharsets.UTF_8)).contains("ann@Example.com");
  }

  @Test
  void ordinalsCountThroughTheRecordsOfAFile() throws IOException {
    String bad = file("bad.ndjson", user("a") + "\n[" + user("b") + ",7]\n{\"x\"\n" + user("c"));
    Path letters = folder.resolve("dead.ndjson");

    CommandRun run = CommandRun.of("flatten", "--dead-letters", letters.toString(), bad);

    assertThat(run.code()).isEqualTo(3);
    assertThat(usernames(run)).containsExactly("a", "b", "c");
    assertThat(run.err().lines().filter(line -> !line.startsWith("never filled: ")))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("5 elements = 3 rows + 2 dead letters, 1 file, ");
    List<JsonNode> dead = CommandRun.lines(Files.readString(letters));
    assertThat(dead).extracting(letter -> letter.get("ordinal").asInt()).containsExactly(2, 3);
    assertThat(dead).extracting(letter -> letter.get("file").asText()).containsOnly(bad);
    assertThat(dead).extracting(l -> l.get("stage").asText()).containsExactly("map", "decode");
    assertThat(dead)
        .extracting(letter -> letter.get("reason_class").asText())
        .containsExactly("not-an-object", "malformed-json");
    assertThat(dead).allSatisfy(letter -> assertThat(letter.get("reason").asText()).isNotBlank());
  }

  @Test
  void withoutAFileTheFirstTwentyDeadLettersAreShown() throws IOException {
    String text = IntStream.range(0, 33).mapToObj(i -> "{}").collect(Collectors.joining("\n"));

    CommandRun run = CommandRun.of("flatten", file("bad.ndjson", text));

    List<String> lines =
        run.err().lines().filter(line -> !line.startsWith("never filled: ")).toList();
    assertThat(lines).hasSize(22);
    assertThat(lines.get(0)).startsWith("dead letter: ").contains("bad.ndjson#0 line 1 map: ");
    assertThat(lines.get(20)).isEqualTo("… and 13 more; use --dead-letters FILE");
  }

  @Test
  void theFileForDeadLettersIsNotReadAsInput() throws IOException {
    file("in/users.json", "[7]");
    Path letters = folder.resolve("in/dead.ndjson");

    for (int i = 0; i < 2; i++) {
      CommandRun run =
          CommandRun.of(
              "flatten", "--dead-letters", letters.toString(), folder.resolve("in").toString());
      assertThat(run.summary()).isEqualTo("1 element = 0 rows + 1 dead letter, 1 file");
    }
    CommandRun run =
        CommandRun.of("flatten", "--dead-letters", letters.toString(), letters.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(letters).isNotEmptyFile();
  }

  @Test
  void droppedPersonalColumnsAreAbsent() throws IOException {
    CommandRun run = CommandRun.of("flatten", "--personal", "drop", file("ann.json", ANN));

    assertThat(run.rows().get(0).fieldNames())
        .toIterable()
        .contains("user_id", "gender", "age_band", "email_domain", "nationality")
        .doesNotContain("first_name", "email", "username", "birth_date", "latitude");
    assertThat(run.out()).doesNotContain("Ann", "ann@");
  }

  @Test
  void hashedPersonalColumnsAreEqualForEqualValuesUnderOneKey() throws IOException {
    String file = file("ann.json", ANN);
    String key = "00112233445566778899aabbccddeeff";
    String[] hash = {"flatten", "--personal", "hash", file};

    CommandRun byVariable = CommandRun.with("", Map.of("ROLLCALL_HMAC_KEY", key), hash);
    CommandRun byFile =
        CommandRun.of(
            "flatten", "--personal=hash", "--hmac-key-file", file("key", key + "\n"), file);
    CommandRun otherKey =
        CommandRun.with("", Map.of("ROLLCALL_HMAC_KEY", "ff" + key.substring(2)), hash);

    JsonNode row = byVariable.rows().get(0);
    assertThat(row.get("email").asText()).matches("[0-9a-f]{64}");
    assertThat(row.get("birth_date").asText()).matches("[0-9a-f]{64}");
    assertThat(row.get("phone").isNull()).isTrue();
    assertThat(row.get("gender").asText()).isEqualTo("female");
    assertThat(byVariable.out()).isEqualTo(byFile.out()).isNotEqualTo(otherKey.out());
    assertThat(byVariable.out()).doesNotContain("Ann", "ann@", key);
  }

  @Test
  void hashingWithoutAFitKeySaysHowToMakeOne() throws IOException {
    String file = file("ann.json", ANN);

    for (Map<String, String> environment :
        List.of(
            Map.<String, String>of(),
            Map.of("ROLLCALL_HMAC_KEY", "00ff"),
            Map.of("ROLLCALL_HMAC_KEY", "not hexadecimal"))) {
      CommandRun run = CommandRun.with("", environment, "flatten", "--personal", "hash", file);

      assertThat(run.code()).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains("openssl rand -hex 32").doesNotContain("not hexadecimal");
    }
    assertThat(CommandRun.of("flatten", "--hmac-key-file", "key", file).err())
        .contains("only of use with --personal hash");
  }

  @Test
  void inputThatCannotBeReadIsWrongUseBeforeAnythingRuns() throws IOException {
    String good = file("good.json", user("a"));
    Files.createDirectory(folder.resolve("empty"));

    CommandRun run =
        CommandRun.of(
            "flatten", good, folder + "/gone.json", folder.resolve("empty").toString(), "-", "-");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("3 problems", "gone.json': no such file", "holds no file named", "only once")
        .contains("Try 'rollcall flatten --help'")
        .doesNotContain("\tat ");
  }

  @Test
  void wrongNamesGetASuggestion() throws IOException {
    String file = file("ann.json", ANN);

    assertThat(CommandRun.of("flatten", "--format", "tables", file).err())
        .contains("--format: got 'tables', expected ndjson, csv, table; did you mean 'table'?");
    assertThat(CommandRun.of("flatten", "--type", "users", file).err())
        .contains("did you mean 'user'?");
    assertThat(CommandRun.of("flatten", "--personal", "hsh", file).err())
        .contains("did you mean 'hash'?");
    assertThat(CommandRun.of("flatten", "--fromat", "csv", file).err())
        .contains("did you mean '--format'?");
    assertThat(CommandRun.of("flatten", "--dead-letters", folder + "/no/x", file).code())
        .isEqualTo(2);
  }

  @Test
  void aReaderThatGoesAwayEndsTheCommandQuietly() throws IOException {
    java.io.StringWriter err = new java.io.StringWriter();
    Console console =
        new Console(
            java.io.InputStream.nullInputStream(),
            new java.io.OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            },
            new java.io.PrintWriter(err, true),
            false,
            false,
            false,
            80,
            Map.of());

    assertThat(Rollcall.commandLine(console).execute("flatten", file("ann.json", ANN)))
        .isEqualTo(141);
    assertThat(err.toString()).isEmpty();
  }
}
