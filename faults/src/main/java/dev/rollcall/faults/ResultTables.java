package dev.rollcall.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.samskivert.mustache.Mustache;
import dev.rollcall.core.error.ConfigurationException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes the tables of {@code docs/reliability.md} from the result files, between two markers; the
 * rest of the page is written by hand. No figure of the tables is typed.
 */
record ResultTables(Path root) {

  static final String BEGIN = "<!-- results: made by ./rollcall faults --tables -->";
  static final String END = "<!-- end of results -->";

  private static final String TEMPLATE = "result-tables.md.mustache";
  private static final ObjectMapper JSON = new ObjectMapper();

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
    String before = text.substring(0, begin + BEGIN.length());
    return Files.writeString(page, before + "\n\n" + tables() + "\n" + text.substring(end));
  }

  private String tables() throws IOException {
    List<ObjectNode> results = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(root.resolve("docs/results"), "T*.json")) {
      for (Path file : files) {
        results.add((ObjectNode) JSON.readTree(file.toFile()));
      }
    }
    List<String> ids = Faults.tests().stream().map(FaultTest::id).toList();
    results.sort(Comparator.comparingInt(each -> ids.indexOf(each.path("test").asText())));
    try (Reader template =
        new InputStreamReader(
            Objects.requireNonNull(ResultTables.class.getResourceAsStream(TEMPLATE)),
            StandardCharsets.UTF_8)) {
      return Mustache.compiler()
          .escapeHTML(false)
          .withFormatter(ResultTables::cell)
          .compile(template)
          .execute(Map.of("results", results.stream().map(ResultTables::content).toList()));
    }
  }

  private static Object content(ObjectNode result) {
    JsonNode planted = result.path("planted");
    long caught = planted.valueStream().filter(times -> times.asLong() > 0).count();
    double seconds = result.path("seconds").asDouble();
    result.put("hasPlanted", !planted.isEmpty());
    result.put("caught", planted.isEmpty() ? "–" : caught + "/" + planted.size());
    result.put(
        "took", seconds < 120 ? "%.1f s".formatted(seconds) : "%.1f min".formatted(seconds / 60));
    return JSON.convertValue(result, Map.class);
  }

  private static String cell(Object value) {
    if (value instanceof Number count && !(value instanceof Double)) {
      return "%,d".formatted(count.longValue());
    }
    String text = value instanceof Map ? JSON.valueToTree(value).toString() : value.toString();
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
