package dev.rollcall.faults.log;

import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.record.Row;
import dev.rollcall.faults.visit.Findings;
import dev.rollcall.faults.visit.LogContent;
import dev.rollcall.faults.visit.StoredVisits;
import dev.rollcall.faults.visit.Tally;
import dev.rollcall.faults.visit.VisitRow;
import dev.rollcall.faults.visit.Visits;
import java.util.Map;

/** Rows, aggregates and dead letters in memory, and the pipeline that fills them. */
final class MemoryStores {

  private static final String AGGREGATION = "cities";

  final Pipeline pipeline;
  private final InMemoryRows rows;
  private final InMemoryAggregates aggregates;
  private final InMemoryDeadLetters letters;

  MemoryStores(String name) {
    rows = InMemoryRows.named(name);
    aggregates = InMemoryAggregates.named(name);
    letters = InMemoryDeadLetters.named(name);
    pipeline =
        Pipeline.named(name)
            .records(Visits.type())
            .rows(rows)
            .aggregate(Visits.byCity(AGGREGATION))
            .into(aggregates)
            .deadLetters(letters)
            .build();
  }

  Findings compare(LogContent log) {
    StoredVisits stored = new StoredVisits();
    for (Map<String, ?> result : aggregates.results(AGGREGATION)) {
      stored.addGroup(String.valueOf(result.get("city")), Tally.of(result));
    }
    for (Row row : rows.rows()) {
      stored.addRow(
          String.valueOf(row.getString("person_id")),
          new VisitRow(
              row.getString("city"),
              row.getDecimal("amount"),
              row.getLong("mark"),
              row.getString("note")));
    }
    letters
        .letters()
        .forEach(
            letter -> stored.addLetter(letter.partition().partition() + "@" + letter.offset()));
    return Findings.of(log, stored);
  }
}
