package dev.rollcall.cli.check;

import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A definition run over stores in memory; what they hold may be spoilt before it is checked. */
final class CheckedRun {

  final List<List<Map<String, @Nullable Object>>> tables = new ArrayList<>();
  final Map<String, List<Map<String, @Nullable Object>>> figures = new LinkedHashMap<>();
  final List<DeadLetter> letters = new ArrayList<>();

  private final Definition definition;
  private final PlainReading reading;
  private final InMemorySource source = InMemorySource.named("source", 1);
  private final List<InMemoryRows> targets = new ArrayList<>();

  CheckedRun(Definition definition, int tableCount, PlainReading reading, String... records) {
    this.definition = definition;
    this.reading = reading;
    String run = "run-" + UUID.randomUUID();
    for (int i = 0; i < tableCount; i++) {
      targets.add(InMemoryRows.named(run + i));
    }
    for (String record : records) {
      source.add(0, record);
    }
    var pipeline =
        definition.over(
            List.copyOf(targets), InMemoryAggregates.named(run), InMemoryDeadLetters.named(run));
    PipelineRunner.runUntilCaughtUp(pipeline, source);
    targets.forEach(target -> tables.add(rows(target)));
    pipeline
        .aggregations()
        .forEach(
            each ->
                figures.put(
                    each.name(),
                    new ArrayList<>(InMemoryAggregates.named(run).results(each.name()))));
    letters.addAll(InMemoryDeadLetters.named(run).letters());
  }

  private static List<Map<String, @Nullable Object>> rows(InMemoryRows target) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Row row : target.rows()) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      row.schema().names().forEach(column -> values.put(column, row.get(column)));
      rows.add(values);
    }
    return rows;
  }

  List<Check> check() {
    List<StoredTable> stored = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      List<Map<String, @Nullable Object>> rows = tables.get(i);
      stored.add(new StoredTable("table " + i, targets.get(i), () -> rows));
    }
    return new StoreCheck(
            definition, action -> source.records().forEach(action), Optional::of, reading)
        .compare(stored, each -> figures.getOrDefault(each, List.of()), letters, Set.of());
  }

  /** The names of the checks that found something. */
  List<String> differing() {
    return check().stream().filter(check -> !check.agrees()).map(Check::name).toList();
  }

  long readByHand() {
    return check().stream()
        .filter(check -> check.name().contains("by hand"))
        .mapToLong(Check::compared)
        .sum();
  }

  /** A letter for the first record of the source, as a store writes it that refuses its row. */
  DeadLetter refusedBy(int table, DeadLetter any) {
    var record = source.records().get(0);
    return new DeadLetter(
        record.partition(),
        record.source(),
        record.offset(),
        0,
        DeadLetter.Stage.SINK,
        targets.get(table).name(),
        "sink-rejected",
        "a test says so",
        any.attempt(),
        record.timestamp(),
        null,
        record.value());
  }
}
