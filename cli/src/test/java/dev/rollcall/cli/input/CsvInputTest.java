package dev.rollcall.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.cli.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shop events from CSV files, through the command. */
class CsvInputTest {

  private static final String HEADER =
      "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n";
  private static final String VIEW = "2019-12-01 00:00:00 UTC,view,1,2,a.b,x,1.00,3,s\n";
  private static final String BOUGHT = "2019-12-01 00:00:01 UTC,purchase,1,2,a.b,y,2.50,3,s\n";

  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  private static CommandRun flatten(String... arguments) {
    String[] all = new String[arguments.length + 3];
    System.arraycopy(new String[] {"flatten", "--type", "commerce-event"}, 0, all, 0, 3);
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return CommandRun.of(all);
  }

  private static List<String> brands(CommandRun run) {
    return run.rows().stream().map(row -> row.get("brand").asText()).toList();
  }

  @Test
  void eventsOfAFileAreRows() throws IOException {
    CommandRun run = flatten(file("e.csv", HEADER + VIEW + BOUGHT));

    assertThat(run.code()).isZero();
    JsonNode row = run.rows().get(1);
    assertThat(row.get("event_time").asText()).isEqualTo("2019-12-01T00:00:01Z");
    assertThat(row.get("revenue").decimalValue()).isEqualByComparingTo("2.50");
    assertThat(brands(run)).containsExactly("x", "y");
    assertThat(
            flatten(
                    file(
                        "e.ndjson",
                        "{\"event_time\":\"2019-12-01T00:00:00Z\","
                            + "\"event_type\":\"view\",\"product_id\":1}"))
                .code())
        .isZero();
  }

  @Test
  void aBadLineIsOneDeadLetterAndItsNeighboursAreRows() throws IOException {
    Path letters = folder.resolve("letters");
    String file =
        file(
            "e.csv",
            HEADER
                + VIEW
                + "2019-12-01 00:00:00 UTC,view,1\n"
                + VIEW.replace("view", "look")
                + BOUGHT);

    CommandRun run = flatten("--dead-letters", letters.toString(), file);

    assertThat(brands(run)).containsExactly("x", "y");
    assertThat(run.code()).isEqualTo(3);
    List<JsonNode> dead = CommandRun.lines(Files.readString(letters));
    assertThat(dead).extracting(l -> l.get("line").asInt()).containsExactly(3, 4);
    assertThat(dead)
        .extracting(l -> l.get("reason_class").asText())
        .containsExactly("bad-line", "not-allowed");
    assertThat(dead.get(0).get("reason").asText())
        .isEqualTo(
            "file 'e.csv' line 3: got 3 cells, expected 9 as in the first line; complete it");
    assertThat(flatten(file).err()).contains("e.csv#1 decode: file 'e.csv' line 3: got 3 cells");
  }

  @Test
  void optionsSayHowAFileIsWritten() throws IOException {
    String file =
        file(
            "e.txt",
            (HEADER + VIEW).replace(',', ';')
                + BOUGHT.replace(',', ';').replace("y", "\"5\\\" y\""));

    CommandRun run =
        flatten(
            "--input", "csv", "--separator", ";", "--escape", "\\", "--null-texts", "q,x", file);

    assertThat(brands(run)).containsExactly("null", "5\" y");
    assertThat(brands(flatten("--charset", "windows-1252", file("l.csv", HEADER + VIEW))))
        .containsExactly("x");
    assertThat(brands(flatten(file("e.tsv", (HEADER + VIEW).replace(',', '\t')))))
        .containsExactly("x");
  }

  @Test
  void wrongOptionsAreWrongUse() throws IOException {
    String file = file("e.csv", HEADER + VIEW);
    for (String[] wrong :
        new String[][] {
          {"--separator", ";;", file},
          {"--separator", "\"", file},
          {"--charset", "latin-17", file},
          {"--input", "cvs", file},
          {"--separator", ";", file("e.ndjson", "{}")}
        }) {
      CommandRun run = flatten(wrong);

      assertThat(run.code()).as(wrong[1]).isEqualTo(2);
      assertThat(run.err()).contains("--").doesNotContain("\tat ");
    }
    assertThat(CommandRun.of("flatten", "--type", "commerce-evnt", file).err())
        .contains("did you mean 'commerce-event'?");
  }

  @Test
  void aFileWithoutLinesIsNoElementAndSaid() throws IOException {
    CommandRun run = flatten(file("quiet.csv", HEADER));

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("note: ", "quiet.csv: the file has a first line with names");
    assertThat(run.summary()).isEqualTo("0 elements = 0 rows + 0 dead letters, 1 file");
  }

  @Test
  void aHeaderThatNamesNoColumnsIsOneDeadLetterOfTheFileAndTheNextIsRead() throws IOException {
    CommandRun run =
        flatten(file("bad.csv", "a,a\n1,2\n"), file("empty.csv", ""), file("e.csv", HEADER + VIEW));

    assertThat(brands(run)).containsExactly("x");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .contains("bad.csv' line 1: got the same name in cells 1 and 2", "got an empty file");
  }

  @Test
  void aFileWithoutTheNamesIsToldAndNotReadAsIfItHadThem() throws IOException {
    CommandRun run = flatten(file("h.csv", VIEW + BOUGHT), file("c.csv", "# of us\n" + HEADER));

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.rows()).isEmpty();
    assertThat(run.err())
        .contains("h.csv': its first line names no column of the type commerce_event", "event_time")
        .contains("c.csv': its first line names no column")
        .doesNotContain("a.b");
  }

  @Test
  void standardInputIsCalledSoInReasons() {
    CommandRun run =
        CommandRun.with(
            HEADER + "1,2\n", Map.of(), "flatten", "--type=commerce-event", "--input=csv");

    assertThat(run.err()).contains("-#0 decode: file 'standard input' line 2: got 2 cells");
  }

  @Test
  void standardInputCanBeCsv() {
    CommandRun run =
        CommandRun.with(
            HEADER + VIEW, Map.of(), "flatten", "--type", "commerce_event", "--input", "csv");

    assertThat(brands(run)).containsExactly("x");
  }

  @Test
  void aFolderStandsForItsCsvFilesIfAskedFor() throws IOException {
    file("in/1.csv", HEADER + VIEW);
    file("in/2.json", "{}");

    CommandRun run = flatten("--input", "csv", folder.resolve("in").toString());

    assertThat(brands(run)).containsExactly("x");
    assertThat(run.err()).contains("not read: ", "2.json");
  }

  @Test
  void eventsAreCountedByWhatIsAskedFor() throws IOException {
    String file = file("e.csv", HEADER + VIEW + BOUGHT + BOUGHT);

    CommandRun all =
        CommandRun.of("aggregate", "--type", "commerce-event", "--format", "ndjson", file);
    CommandRun byType =
        CommandRun.of(
            "aggregate",
            "--type=commerce-event",
            "--by=event_type",
            "--measures=count,sum:revenue",
            "--format=ndjson",
            file);

    assertThat(all.out().strip()).isEqualTo("{\"count\":3}");
    assertThat(byType.out().lines())
        .containsExactly(
            "{\"event_type\":\"purchase\",\"count\":2,\"sum_revenue\":5.00}",
            "{\"event_type\":\"view\",\"count\":1,\"sum_revenue\":0.00}");
  }

  @Test
  void latin1IsToldLineByLine() throws IOException {
    Path file =
        Files.write(
            folder.resolve("l.csv"),
            (HEADER + VIEW.replace(",x,", ",Å,") + BOUGHT).getBytes(StandardCharsets.ISO_8859_1));

    CommandRun run = flatten(file.toString());

    assertThat(brands(run)).containsExactly("y");
    assertThat(run.err()).contains("l.csv' line 2: got bytes that are no UTF-8", "--charset");
  }
}
