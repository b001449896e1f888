package dev.rollcall.cli.demo.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.rollcall.cli.demo.DemoResult;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.flatten.Coverage;
import dev.rollcall.core.pipeline.RunReport;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A result for programs. The keys are fixed. */
public final class JsonReport {

  private static final int MILLISECONDS = 3;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
          .registerModule(
              new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance));

  private JsonReport() {}

  /**
   * Writes {@code file}, whole or not at all.
   *
   * @throws dev.rollcall.core.error.ConfigurationException if it cannot be written there
   */
  public static void write(DemoResult result, Path file) {
    try {
      String text = JSON.writeValueAsString(tree(result)) + "\n";
      WholeFile.write("figures", file, text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException bug) {
      throw new FatalException("the figures are no JSON, please report this as a bug: " + bug);
    }
  }

  private static Map<String, @Nullable Object> tree(DemoResult result) {
    RunReport report = result.report();
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("ok", result.agrees());
    tree.put("engine", result.engine());
    tree.put("source", result.source());
    tree.put("read", report.read());
    tree.put("written", report.written());
    tree.put("outdated", report.outdated());
    tree.put("deleted", report.deleted());
    tree.put("filtered", report.filtered());
    tree.put("dead_lettered", report.deadLettered());
    tree.put("cassandra_rows", result.cassandraRows());
    tree.put("aggregates", result.documents());
    tree.put("applied", mapped(report.aggregations(), RunReport.Applied::applied));
    tree.put("already_applied", mapped(report.aggregations(), RunReport.Applied::alreadyApplied));
    Map<String, Integer> hopping = mapped(report.aggregations(), RunReport.Applied::windowsPerRow);
    if (hopping.values().stream().anyMatch(windows -> windows != 1)) {
      // applied and already applied are (row, window) pairs then
      tree.put("windows_per_row", hopping);
    }
    tree.put("dead_letter_reasons", report.reasons());
    tree.put("columns", columns(report.coverage()));
    tree.put("never_filled", report.coverage().unfilled());
    tree.put("statements", report.coverage().statements());
    tree.put("load", result.load());
    tree.put("checks", result.checks());
    tree.put("seconds", seconds(result));
    tree.put("results", result.aggregates());
    return tree;
  }

  private static <V, R> Map<String, R> mapped(Map<String, V> values, Function<V, R> mapping) {
    Map<String, R> mapped = new LinkedHashMap<>();
    values.forEach((name, value) -> mapped.put(name, mapping.apply(value)));
    return mapped;
  }

  /** How often each source gave the value of each column. */
  private static Map<String, Map<String, Long>> columns(Coverage coverage) {
    Map<String, Map<String, Long>> columns = new LinkedHashMap<>();
    for (Coverage.ColumnCoverage column : coverage.columns()) {
      Map<String, Long> sources = new LinkedHashMap<>();
      column.sources().forEach(source -> sources.put(source.path(), source.gave()));
      if (column.derived() > 0) {
        sources.put("(derived)", column.derived());
      }
      columns.put(column.column(), sources);
    }
    return columns;
  }

  private static Map<String, BigDecimal> seconds(DemoResult result) {
    Map<String, Double> seconds = new LinkedHashMap<>(result.seconds());
    seconds.put("total", seconds.values().stream().mapToDouble(phase -> phase).sum());
    return mapped(
        seconds, phase -> BigDecimal.valueOf(phase).setScale(MILLISECONDS, RoundingMode.HALF_UP));
  }
}
