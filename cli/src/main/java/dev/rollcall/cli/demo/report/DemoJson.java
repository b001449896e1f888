package dev.rollcall.cli.demo.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.demo.DemoResult;
import dev.rollcall.cli.produce.Loaded;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.flatten.Coverage;
import dev.rollcall.core.pipeline.RunReport;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What a demonstration came to, for programs. The keys are fixed. */
public final class DemoJson {

  private static final int MILLISECONDS = 3;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  private DemoJson() {}

  /**
   * Writes {@code file}, whole or not at all.
   *
   * @throws dev.rollcall.core.error.ConfigurationException if it cannot be written there
   */
  public static void write(DemoResult result, Path file) {
    try {
      String text = JSON.writeValueAsString(tree(result)) + "\n";
      DemoFile.write("figures", file, text.getBytes(StandardCharsets.UTF_8));
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
    tree.put("filtered", report.filtered());
    tree.put("dead_lettered", report.deadLettered());
    tree.put("cassandra_rows", result.cassandraRows());
    tree.put("aggregates", result.documents());
    tree.put("applied", perAggregation(report, RunReport.Applied::applied));
    tree.put("already_applied", perAggregation(report, RunReport.Applied::alreadyApplied));
    tree.put("dead_letter_reasons", report.reasons());
    tree.put("columns", columns(report.coverage()));
    tree.put("never_filled", report.coverage().unfilled());
    tree.put("statements", report.coverage().statements());
    tree.put("load", load(result.load()));
    tree.put("checks", result.checks().stream().map(DemoJson::check).toList());
    tree.put("seconds", seconds(result));
    tree.put("results", results(result));
    return tree;
  }

  private static Map<String, Long> perAggregation(
      RunReport report, ToLongFunction<RunReport.Applied> figure) {
    Map<String, Long> figures = new LinkedHashMap<>();
    report
        .aggregations()
        .forEach((name, applied) -> figures.put(name, figure.applyAsLong(applied)));
    return figures;
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

  private static Map<String, Object> load(Loaded load) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", load.id());
    tree.put("records", load.records());
    tree.put("added", load.added());
    return tree;
  }

  private static Map<String, Object> check(Check check) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", check.name());
    tree.put("compared", check.compared());
    tree.put("ok", check.agrees());
    tree.put("differences", check.differences());
    return tree;
  }

  private static Map<String, BigDecimal> seconds(DemoResult result) {
    DemoPhases phases = DemoPhases.of(result);
    Map<String, BigDecimal> seconds = new LinkedHashMap<>();
    phases.seconds().forEach((phase, time) -> seconds.put(phase, rounded(time)));
    seconds.put(DemoPhases.TOTAL, rounded(phases.total()));
    return seconds;
  }

  private static BigDecimal rounded(double seconds) {
    return BigDecimal.valueOf(seconds).setScale(MILLISECONDS, RoundingMode.HALF_UP);
  }

  private static Map<String, List<Map<String, @Nullable Object>>> results(DemoResult result) {
    Map<String, List<Map<String, @Nullable Object>>> results = new LinkedHashMap<>();
    result
        .aggregates()
        .forEach(
            (name, groups) -> results.put(name, groups.stream().map(DemoJson::group).toList()));
    return results;
  }

  private static Map<String, @Nullable Object> group(Map<String, @Nullable Object> group) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    group.forEach((column, value) -> plain.put(column, plain(value)));
    return plain;
  }

  /** Whole and decimal numbers, truth values, lists and null as they are; all else as its text. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value == null || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Number) {
      BigDecimal number = DemoNumbers.of(value);
      return number == null ? value.toString() : number;
    }
    if (value instanceof Date date) {
      return date.toInstant().toString();
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> plain = new ArrayList<>();
      list.forEach(element -> plain.add(plain(element)));
      return plain;
    }
    return value.toString();
  }
}
