package dev.rollcall.faults.simulation.rebuild;

import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.testkit.random.Draw;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The log of a run, and what the second version has to make of it, counted without the code under
 * test. With few groups all contend for them; with many, a rebuild meets documents of the first
 * version to its end, and workers of the first find some that the rebuild has not reached.
 */
final class RebuildLog {

  private static final int FEW = 4;
  private static final int MANY = 26;

  final List<List<SourceRecord>> records = new ArrayList<>();
  private final Map<String, String> expected = new TreeMap<>();

  private record Totals(long count, long most, BigDecimal hashes) {}

  RebuildLog(Random random, boolean hasManyGroups) {
    Map<String, Totals> totals = new TreeMap<>();
    int groups = hasManyGroups ? MANY : FEW;
    for (int number = 0; number < RebuildWorld.PARTITIONS; number++) {
      List<SourceRecord> partition = new ArrayList<>();
      int size = 4 + random.nextInt(9);
      for (int offset = 0; offset < size; offset++) {
        StringJoiner json = new StringJoiner(",", "{\"dots\":[", "]}");
        for (int i = random.nextInt(2); i >= 0; i--) {
          char colour = (char) ('a' + random.nextInt(groups));
          char shape = (char) ('A' + random.nextInt(groups));
          long hash = Draw.mix(((number * 1_000L + offset) * 31 + i) + 0x9E3779B97F4A7C15L);
          json.add(
              "{\"id\":\"%d-%d-%d\",\"colour\":\"%s\",\"shape\":\"%s\",\"hash\":%d}"
                  .formatted(number, offset, i, colour, shape, hash));
          if (RebuildDefinitions.takes(2, hash)) {
            add(totals, RebuildDefinitions.BY_COLOUR + "[" + colour + "]", hash);
            add(totals, RebuildDefinitions.BY_SHAPE + "[" + shape + "]", hash);
          }
        }
        partition.add(
            new SourceRecord(
                new SourcePartition("log", number),
                "log",
                offset,
                Instant.ofEpochMilli(1_767_225_600_000L + offset),
                null,
                json.toString().getBytes(StandardCharsets.UTF_8)));
      }
      records.add(partition);
    }
    totals.forEach(
        (document, of) ->
            expected.put(
                document,
                of.count()
                    + " of "
                    + of.hashes()
                    + (document.startsWith(RebuildDefinitions.BY_SHAPE)
                        ? " up to " + of.most()
                        : "")));
  }

  private static void add(Map<String, Totals> totals, String document, long hash) {
    totals.merge(
        document,
        new Totals(1, hash, BigDecimal.valueOf(hash)),
        (a, b) ->
            new Totals(
                a.count() + b.count(), Math.max(a.most(), b.most()), a.hashes().add(b.hashes())));
  }

  /**
   * What is wrong with the documents, in one line each. Those of groups that the second version has
   * no element of stay as the first left them.
   */
  List<String> violations(Iterable<AggregateStore.Write> documents) {
    Map<String, String> stored = new TreeMap<>();
    for (AggregateStore.Write document : documents) {
      String name = document.key().aggregation() + document.key().group();
      if (expected.containsKey(name) || RebuildStore.version(document) != 1) {
        Map<String, ?> result = document.result();
        stored.put(
            name,
            result.get("count")
                + " of "
                + result.get("sum_hash")
                + (result.containsKey("max_hash") ? " up to " + result.get("max_hash") : ""));
      }
    }
    List<String> violations = new ArrayList<>();
    if (!stored.equals(expected)) {
      violations.add("aggregates: got " + stored + ", expected " + expected);
    }
    return violations;
  }
}
