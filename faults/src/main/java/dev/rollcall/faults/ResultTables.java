package dev.rollcall.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.core.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes the tables of {@code docs/reliability.md} from the result files, between two markers; the
 * rest of the page is written by hand. No figure of the tables is typed.
 */
final class ResultTables {

  static final String BEGIN = "<!-- results: made by ./rollcall faults --tables -->";
  static final String END = "<!-- end of results -->";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;

  ResultTables(Path root) {
    this.root = root;
  }

  /** Replaces what is between the markers and returns the page. */
  Path write() throws IOException {
    Path page = root.resolve("docs/reliability.md");
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new ConfigurationException(
          "docs/reliability.md: got no line '%s' before '%s', expected both".formatted(BEGIN, END));
    }
    Files.writeString(
        page,
        text.substring(0, begin + BEGIN.length())
            + "\n\n"
            + tables(results())
            + "\n"
            + text.substring(end));
    return page;
  }

  private List<JsonNode> results() throws IOException {
    Path folder = root.resolve("docs/results");
    List<JsonNode> results = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "T*.json")) {
        for (Path file : files) {
          results.add(JSON.readTree(file.toFile()));
        }
      }
    }
    List<String> ids = Faults.tests().stream().map(FaultTest::id).toList();
    results.sort(Comparator.comparingInt(result -> ids.indexOf(text(result, "test"))));
    return results;
  }

  private static String tables(List<JsonNode> results) {
    StringBuilder page = new StringBuilder();
    page.append("| Test | What is attacked | Lost | Doubled | Planted bugs caught | Verdict |\n");
    page.append("|---|---|---:|---:|---:|---|\n");
    for (JsonNode result : results) {
      row(
          page,
          text(result, "test"),
          text(result, "title"),
          value(result.path("lost")),
          value(result.path("doubled")),
          caught(result.path("planted")),
          result.path("ok").asBoolean() ? "good" : "**not good**");
    }
    results.forEach(result -> details(page, result));
    return page.toString();
  }

  private static void details(StringBuilder page, JsonNode result) {
    page.append("\n### " + text(result, "test") + ": " + text(result, "title") + "\n\n");
    page.append("| | |\n|---|---|\n");
    row(page, "command", "`" + text(result, "command") + "`");
    row(page, "date, commit", text(result, "date") + ", " + text(result, "commit"));
    row(page, "took", seconds(result.path("seconds").asDouble()));
    JsonNode machine = result.path("machine");
    row(
        page,
        "machine",
        "%s cores, %s MiB, %s, %s"
            .formatted(
                value(machine.path("cores")),
                value(machine.path("memoryMiB")),
                text(machine, "jdk"),
                text(machine, "os")));
    row(page, "faults that hit", counts(result.path("faults")));
    if (!result.path("planted").isEmpty()) {
      row(page, "planted bugs, runs that saw them", counts(result.path("planted")));
    }
    result
        .path("figures")
        .properties()
        .forEach(figure -> row(page, figure.getKey(), value(figure.getValue())));
    result.path("notOkBecause").forEach(reason -> row(page, "**not good**", reason.asText()));
  }

  private static void row(StringBuilder page, String... cells) {
    for (String cell : cells) {
      page.append("| ").append(cell.replace("|", "\\|").replace("\n", " ")).append(' ');
    }
    page.append("|\n");
  }

  private static String caught(JsonNode planted) {
    long caught = planted.valueStream().filter(times -> times.asLong() > 0).count();
    return planted.isEmpty() ? "–" : caught + "/" + planted.size();
  }

  private static String counts(JsonNode counts) {
    return counts
        .propertyStream()
        .map(each -> each.getKey() + " " + value(each.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String value(JsonNode value) {
    if (value.isIntegralNumber()) {
      return "%,d".formatted(value.asLong());
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private static String text(JsonNode result, String field) {
    return result.path(field).asText();
  }

  private static String seconds(double seconds) {
    return seconds < 120 ? "%.1f s".formatted(seconds) : "%.1f min".formatted(seconds / 60);
  }
}
