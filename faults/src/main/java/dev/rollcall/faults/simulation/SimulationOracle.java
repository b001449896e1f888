package dev.rollcall.faults.simulation;

import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.record.SourceRecord;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts the log anew, without the code under test, and compares. */
final class SimulationOracle {

  private static final Pattern ELEMENT =
      Pattern.compile(
          "\\{\"id\":\"([^\"]+)\",\"colour\":\"(.)\",\"event\":\"(e\\d+)\",\"hash\":(-?\\d+)}");

  /** More different events of a group than these are not counted. */
  private static final int EVENTS = 1_024;

  private record Totals(long count, BigDecimal hashes) {
    Totals plus(long hash) {
      return new Totals(count + 1, hashes.add(BigDecimal.valueOf(hash)));
    }

    @Override
    public String toString() {
      return count + " of " + hashes;
    }
  }

  private SimulationOracle() {}

  /** What is wrong with the documents and rows; empty if nothing is. */
  static List<String> violations(SimulatedWorld world) {
    Map<String, Totals> totals = new TreeMap<>();
    Map<String, Totals> once = new TreeMap<>();
    Set<String> events = new HashSet<>();
    Map<String, String> rows = new TreeMap<>();
    // partition by partition, in the order of offsets: of copies the first one here counts
    for (List<SourceRecord> records : world.log) {
      for (SourceRecord record : records) {
        Matcher element = ELEMENT.matcher(new String(record.value(), StandardCharsets.UTF_8));
        while (element.find()) {
          String colour = element.group(2);
          long hash = Long.parseLong(element.group(4));
          add(totals, "by_colour[" + colour + "]", hash);
          add(totals, "overall[]", hash);
          if (events.add(colour + element.group(3))) {
            add(once, "once[" + colour + "]", hash);
          }
          long last = record.timestamp().toEpochMilli();
          for (long start = last - SimulatedPipeline.WINDOW + 1; start <= last; start++) {
            if (start % SimulatedPipeline.HOP == 0) {
              add(totals, "hopping[]" + Instant.ofEpochMilli(start), hash);
            }
          }
          rows.put(element.group(1), colour + hash);
        }
      }
    }
    Map<String, String> expected = new TreeMap<>();
    totals.forEach((document, of) -> expected.put(document, of.toString()));
    once.forEach((document, of) -> expected.put(document, once(of)));
    Map<String, String> stored = new TreeMap<>();
    for (AggregateStore.Write document : world.store.documents.values()) {
      Map<String, Object> result = document.result();
      Instant window = document.key().windowStart();
      stored.put(
          document.key().aggregation() + document.key().group() + (window == null ? "" : window),
          result.get("count")
              + " of "
              + result.get("sum_hash")
              + (result.containsKey("mean_hash") ? ", mean " + result.get("mean_hash") : ""));
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

  private static String once(Totals of) {
    return of.count() > EVENTS
        ? "null of null, mean null"
        : of
            + ", mean "
            + of.hashes().divide(BigDecimal.valueOf(of.count()), 0, RoundingMode.HALF_EVEN);
  }

  private static void add(Map<String, Totals> totals, String document, long hash) {
    totals.put(document, totals.getOrDefault(document, new Totals(0, BigDecimal.ZERO)).plus(hash));
  }
}
