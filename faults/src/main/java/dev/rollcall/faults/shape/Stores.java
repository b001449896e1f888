package dev.rollcall.faults.shape;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Rows, aggregates and dead letters in memory, and the pipeline that fills them. */
final class Stores {

  private static final String AGGREGATION = "cities";

  /**
   * How what is stored differs from what a recount says.
   *
   * @param lost records that are missing in a group; one if only the sum differs
   * @param doubled records that a group counts too often; one if only the sum differs
   * @param words all differences
   */
  record Differences(long lost, long doubled, List<String> words) {}

  final Pipeline pipeline;
  private final InMemoryRows rows;
  private final InMemoryAggregates aggregates;
  private final InMemoryDeadLetters letters;

  Stores(String name) {
    rows = InMemoryRows.named(name);
    aggregates = InMemoryAggregates.named(name);
    letters = InMemoryDeadLetters.named(name);
    pipeline =
        Pipeline.named(name)
            .records(Marks.type())
            .rows(rows)
            .aggregate(Aggregation.named(AGGREGATION).groupBy("city").count().sum("mark"))
            .into(aggregates)
            .deadLetters(letters)
            .build();
  }

  Differences from(Recount expected) {
    List<String> words = new ArrayList<>();
    long lost = 0;
    long doubled = 0;
    Map<String, Tally> stored = groups();
    Set<String> cities = new TreeSet<>(expected.groups.keySet());
    cities.addAll(stored.keySet());
    for (String city : cities) {
      Tally right = expected.groups.getOrDefault(city, Tally.NONE);
      Tally got = stored.getOrDefault(city, Tally.NONE);
      if (!right.equals(got)) {
        words.add("group " + city + ": got " + got + ", expected " + right);
        long difference = got.count() - right.count();
        lost += Math.max(difference == 0 ? 1 : 0, -difference);
        doubled += Math.max(difference == 0 ? 1 : 0, difference);
      }
    }
    compareRows(expected, words);
    Map<String, Long> places = new HashMap<>();
    for (DeadLetter letter : letters.letters()) {
      places.merge(letter.partition().partition() + "@" + letter.offset(), 1L, Long::sum);
    }
    if (!places.equals(expected.bad)) {
      words.add("dead letters: got " + places + ", expected " + expected.bad);
    }
    return new Differences(lost, doubled, words);
  }

  private void compareRows(Recount expected, List<String> words) {
    Set<String> missing = new HashSet<>(expected.rows.keySet());
    for (Row row : rows.rows()) {
      String person = Objects.requireNonNull(row.getString("person"));
      missing.remove(person);
      Recount.Newest newest = expected.rows.get(person);
      if (newest == null || newest.mark() != row.getLong("mark")) {
        words.add("row " + person + ": got " + row.getLong("mark") + ", expected " + newest);
      }
    }
    missing.forEach(person -> words.add("row " + person + ": missing"));
  }

  private Map<String, Tally> groups() {
    Map<String, Tally> groups = new HashMap<>();
    for (Map<String, ?> result : aggregates.results(AGGREGATION)) {
      groups.put(
          String.valueOf(result.get("city")),
          new Tally(
              number(result, "count").longValueExact(),
              number(result, "sum_mark").toBigIntegerExact()));
    }
    return groups;
  }

  private static BigDecimal number(Map<String, ?> result, String field) {
    return new BigDecimal(Objects.requireNonNull(result.get(field), field).toString());
  }
}
