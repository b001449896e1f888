package dev.rollcall.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.core.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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
    List<JsonNode> results = new ArrayList<>();
    Path folder = root.resolve("docs/results");
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
          results.add(JSON.readTree(file.toFile()));
        }
      }
    }
    results.sort(Comparator.comparingInt(ResultTables::order));
    return results;
  }

  private static int order(JsonNode result) {
    String digits = result.path("test").asText().replaceAll("[^0-9]", "");
    return digits.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }

  static String tables(List<JsonNode> results) {
    StringBuilder page = new StringBuilder();
    page.append("| Test | What is attacked | Lost | Doubled | Planted bugs caught | Verdict |\n");
    page.append("|---|---|---:|---:|---:|---|\n");
    for (JsonNode result : results) {
      row(
          page,
          result.path("test").asText(),
          result.path("title").asText(),
          number(result.path("lost")),
          number(result.path("doubled")),
          caught(result.path("planted")),
          result.path("ok").asBoolean() ? "good" : "**not good**");
    }
    for (JsonNode result : results) {
      page.append("\n### ").append(result.path("test").asText()).append(": ");
      page.append(result.path("title").asText()).append("\n\n");
      page.append("| | |\n|---|---|\n");
      row(page, "command", "`" + result.path("command").asText() + "`");
      row(page, "date, commit", both(result, "date", "commit"));
      row(page, "took", seconds(result.path("seconds").asDouble()));
      row(page, "machine", machine(result.path("machine")));
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
    return page.toString();
  }

  private static void row(StringBuilder page, String... cells) {
    page.append('|');
    for (String cell : cells) {
      page.append(' ').append(cell.replace("|", "\\|").replace("\n", " ")).append(" |");
    }
    page.append('\n');
  }

  private static String caught(JsonNode planted) {
    if (planted.isEmpty()) {
      return "–";
    }
    int caught = 0;
    for (JsonNode times : planted) {
      caught += times.asLong() > 0 ? 1 : 0;
    }
    return caught + "/" + planted.size();
  }

  private static String counts(JsonNode counts) {
    List<String> all = new ArrayList<>();
    counts.properties().forEach(each -> all.add(each.getKey() + " " + number(each.getValue())));
    return String.join(", ", all);
  }

  private static String number(JsonNode value) {
    return "%,d".formatted(value.asLong());
  }

  private static String value(JsonNode value) {
    if (value.isIntegralNumber()) {
      return number(value);
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private static String both(JsonNode result, String one, String other) {
    return result.path(one).asText() + ", " + result.path(other).asText();
  }

  private static String seconds(double seconds) {
    return seconds < 120 ? "%.1f s".formatted(seconds) : "%.1f min".formatted(seconds / 60);
  }

  private static String machine(JsonNode machine) {
    return "%d cores, %,d MiB, %s, %s"
        .formatted(
            machine.path("cores").asInt(),
            machine.path("memoryMiB").asLong(),
            machine.path("jdk").asText(),
            machine.path("os").asText());
  }
}
