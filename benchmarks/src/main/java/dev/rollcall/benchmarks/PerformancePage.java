package dev.rollcall.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Mustache;
import dev.rollcall.benchmarks.workload.Metric;
import dev.rollcall.core.error.ConfigurationException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Makes the tables of {@code docs/performance.md} from the result files, between two markers; the
 * rest of the page is written by hand. No figure of the tables is typed.
 */
record PerformancePage(Path root) {

  static final String BEGIN = "<!-- results: made by ./rollcall bench --page -->";
  static final String END = "<!-- end of results -->";

  private static final String TEMPLATE = "performance.md.mustache";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double SECOND = 1e9;

  /** A load of so much per core is more than the benchmark itself makes. */
  private static final double BUSY = 2;

  /** Replaces what is between the markers and returns the page. */
  Path write() throws IOException {
    Path page = page();
    return Files.writeString(page, current(Files.readString(page)));
  }

  Path page() {
    return root.resolve("docs/performance.md");
  }

  /** What a page should say, given its text. */
  String current(String text) throws IOException {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new ConfigurationException(
          "docs/performance.md: got no line '%s' before '%s', expected both".formatted(BEGIN, END));
    }
    return text.substring(0, begin + BEGIN.length())
        + "\n\n"
        + tables()
        + "\n"
        + text.substring(end);
  }

  private String tables() throws IOException {
    Map<String, JsonNode> results = new LinkedHashMap<>();
    for (Benchmark benchmark : Benchmarks.all()) {
      Path file = root.resolve("docs/results/bench-" + benchmark.name() + ".json");
      if (Files.exists(file)) {
        results.put(benchmark.name(), JSON.readTree(file.toFile()));
      }
    }
    try (Reader template =
        new InputStreamReader(
            Objects.requireNonNull(PerformancePage.class.getResourceAsStream(TEMPLATE)),
            StandardCharsets.UTF_8)) {
      return Mustache.compiler()
          .escapeHTML(false)
          .compile(template)
          .execute(
              Map.of(
                  "goals", Goal.all().stream().map(goal -> goal(goal, results)).toList(),
                  "results", results.values().stream().map(PerformancePage::section).toList()));
    }
  }

  private static Map<String, String> goal(Goal goal, Map<String, JsonNode> results) {
    JsonNode result = results.getOrDefault(goal.benchmark(), JSON.createObjectNode());
    String subject = result.path("ratiosOf").asText();
    String metric = name(goal.metric());
    boolean ofPeer = !goal.peer().isEmpty();
    JsonNode measured =
        ofPeer
            ? result.path("ratiosTo").path(goal.peer()).path(metric)
            : result.path("perRecord").path(subject).path(metric);
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put("benchmark", goal.benchmark());
    String label = goal.metric().label();
    cells.put("measure", ofPeer ? label.replaceFirst(",.*", "") + " × " + goal.peer() : label);
    cells.put(
        "bound",
        (goal.atLeast() ? "≥ " : "≤ ") + (ofPeer ? ratio(goal.bound()) : number(goal.bound())));
    cells.put("measured", measured.isMissingNode() ? "–" : spread(measured, ofPeer));
    cells.put("verdict", measured.isMissingNode() ? "not measured" : verdict(goal, measured));
    return cells;
  }

  private static String verdict(Goal goal, JsonNode measured) {
    double missed = goal.missedBy(measured.path("median").asDouble());
    return missed <= 0 ? "met" : "**missed by %.0f %%**".formatted(Math.max(1, missed * 100));
  }

  private static Map<String, Object> section(JsonNode result) {
    List<Metric> metrics = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      if (!result
              .at("/perRecord/" + result.path("ratiosOf").asText() + "/" + name(metric))
              .isMissingNode()
          || !result
              .at("/perRun/" + result.path("ratiosOf").asText() + "/" + name(metric))
              .isMissingNode()) {
        metrics.add(metric);
      }
    }
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("result", JSON.convertValue(result, Map.class));
    double load = result.at("/machine/loadAverage").asDouble();
    section.put("load", String.format(Locale.ROOT, "%.1f", load));
    section.put("busy", load > BUSY * result.at("/machine/cores").asDouble());
    section.put("users", number(result.path("users").asDouble()));
    section.put("heads", metrics.stream().map(Metric::label).toList());
    List<Map<String, Object>> rows = new ArrayList<>();
    result
        .path("programs")
        .properties()
        .forEach(
            program ->
                rows.add(row(result, program.getKey(), program.getValue().asText(), metrics)));
    section.put("rows", rows);
    return section;
  }

  private static Map<String, Object> row(
      JsonNode result, String program, String title, List<Metric> metrics) {
    JsonNode ratios = result.path("ratiosTo").path(program);
    List<String> cells = new ArrayList<>();
    for (Metric metric : metrics) {
      JsonNode figures = result.path(metric.perRecord() ? "perRecord" : "perRun").path(program);
      String cell = number(figures.path(name(metric)).path("median").asDouble());
      JsonNode ratio = ratios.path(name(metric));
      cells.add(ratio.isMissingNode() ? cell : cell + "; " + spread(ratio, true));
    }
    double nanos =
        result.path("perRecord").path(program).path("wallNanos").path("median").asDouble();
    return Map.of(
        "program", program, "title", title, "speed", number(SECOND / nanos), "cells", cells);
  }

  private static String name(Metric metric) {
    try {
      return JSON.treeToValue(JSON.valueToTree(metric), String.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String spread(JsonNode spread, boolean ratios) {
    double median = spread.path("median").asDouble();
    double least = spread.path("min").asDouble();
    double most = spread.path("max").asDouble();
    return ratios
        ? "%s (%s–%s)".formatted(ratio(median), ratio(least), ratio(most))
        : "%s (%s–%s)".formatted(number(median), number(least), number(most));
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }
}
