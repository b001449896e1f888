package dev.rollcall.faults.simulation;

import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.record.SourceRecord;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts the log anew, without the code under test, and compares. */
final class SimulationOracle {

  private static final Pattern ELEMENT =
      Pattern.compile("\\{\"id\":\"([^\"]+)\",\"colour\":\"(.)\",\"hash\":(-?\\d+)}");

  private record Totals(long count, BigDecimal hashes) {
    Totals plus(long hash) {
      return new Totals(count + 1, hashes.add(BigDecimal.valueOf(hash)));
    }
  }

  private SimulationOracle() {}

  /** What is wrong with the documents and rows; empty if nothing is. */
  static List<String> violations(SimulatedWorld world) {
    Map<String, Totals> expected = new TreeMap<>();
    Map<String, String> rows = new TreeMap<>();
    for (List<SourceRecord> records : world.log) {
      for (SourceRecord record : records) {
        Matcher element = ELEMENT.matcher(new String(record.value(), StandardCharsets.UTF_8));
        while (element.find()) {
          long hash = Long.parseLong(element.group(3));
          add(expected, "by_colour[" + element.group(2) + "]", hash);
          add(expected, "overall[]", hash);
          rows.put(element.group(1), element.group(2) + hash);
        }
      }
    }
    Map<String, Totals> stored = new TreeMap<>();
    for (AggregateStore.Write document : world.store.documents.values()) {
      Map<String, Object> result = document.result();
      stored.put(
          document.key().aggregation() + document.key().group(),
          new Totals(
              new BigDecimal(String.valueOf(result.get("count"))).longValueExact(),
              new BigDecimal(String.valueOf(result.get("sum_hash")))));
    }
    Map<String, String> storedRows = new TreeMap<>();
    world.rows.rows.forEach(
        (key, row) ->
            storedRows.put(key, row.row().getString("colour") + row.row().getLong("hash")));
    List<String> violations = new ArrayList<>(world.violations);
    if (!stored.equals(expected)) {
      violations.add("aggregates: got " + stored + ", expected " + expected);
    }
    if (!storedRows.equals(rows)) {
      violations.add("rows: got " + storedRows + ", expected " + rows);
    }
    return violations;
  }

  private static void add(Map<String, Totals> totals, String document, long hash) {
    totals.put(document, totals.getOrDefault(document, new Totals(0, BigDecimal.ZERO)).plus(hash));
  }
}
