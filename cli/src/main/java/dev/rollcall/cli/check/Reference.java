package dev.rollcall.cli.check;

import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.DirectRun;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a definition makes of its source in memory, record by record on one thread. */
final class Reference {

  private final String run = "check-" + UUID.randomUUID();
  private final List<Refusing> tables;
  private final Pipeline pipeline;
  private Set<SourcePartition> partitions = Set.of();

  /**
   * Of a definition over the stores of a run in memory.
   *
   * @param letters that are stored: what a store refused only it can know, so that is believed
   */
  Reference(Definition definition, List<StoredTable> stored, List<DeadLetter> letters) {
    tables =
        stored.stream()
            .map(
                table ->
                    new Refusing(
                        table.target().name(), table.target().qualifiedName(), run, letters))
            .toList();
    pipeline =
        definition.over(
            List.copyOf(tables), InMemoryAggregates.named(run), InMemoryDeadLetters.named(run));
  }

  /**
   * Runs it.
   *
   * @param reader gets every record too
   */
  void run(Consumer<Consumer<SourceRecord>> source, Consumer<SourceRecord> reader) {
    try (DirectRun direct = DirectRun.open(pipeline)) {
      source.accept(
          record -> {
            direct.process(record);
            reader.accept(record);
          });
      direct.flush();
      partitions = direct.partitions();
    }
  }

  Pipeline pipeline() {
    return pipeline;
  }

  /** Where the records came from. */
  Set<SourcePartition> partitions() {
    return partitions;
  }

  /** The rows of a table, by its number. */
  List<Map<String, @Nullable Object>> rows(int table) {
    return memory(table).rows().stream().map(Reference::values).toList();
  }

  /** The columns that are the key of a table; empty if it has no row. */
  List<String> key(int table) {
    return memory(table).rows().stream()
        .findFirst()
        .map(row -> row.schema().keyNames())
        .orElse(List.of());
  }

  List<Map<String, @Nullable Object>> results(String aggregation) {
    return InMemoryAggregates.named(run).results(aggregation);
  }

  Set<String> letters() {
    return InMemoryDeadLetters.named(run).letters().stream()
        .map(DeadLetter::id)
        .collect(Collectors.toSet());
  }

  private InMemoryRows memory(int table) {
    return tables.get(table).rows();
  }

  private static Map<String, @Nullable Object> values(Row row) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    row.schema().names().forEach(column -> values.put(column, row.get(column)));
    return values;
  }

  /** A table in memory that goes by a real one's name and refuses what that one has refused. */
  private record Refusing(String name, String qualifiedName, String run, List<DeadLetter> letters)
      implements RowTarget {

    InMemoryRows rows() {
      return InMemoryRows.named(run + qualifiedName);
    }

    @Override
    public SinkPlan plan(Schema schema) {
      return rows().plan(schema);
    }

    @Override
    public RowSink connect(Schema schema, DefinitionRegistry.Entry owner) {
      RowSink memory = rows().connect(schema, owner);
      Map<Row.Version, String> refused =
          letters.stream()
              .filter(letter -> letter.sink().equals(name) || letter.sink().equals(qualifiedName))
              .collect(
                  Collectors.toMap(
                      letter ->
                          new Row.Version(1, letter.timestamp(), letter.offset(), letter.ordinal()),
                      DeadLetter::reason,
                      (one, same) -> one));
      return new RowSink() {
        @Override
        public RowSink.Result write(List<RowSink.VersionedRow> batch) {
          List<RowSink.Rejection> rejections = new ArrayList<>();
          for (int i = 0; i < batch.size(); i++) {
            String reason = refused.get(batch.get(i).version());
            if (reason == null) {
              reason =
                  memory.write(batch.subList(i, i + 1)).rejections().stream()
                      .map(RowSink.Rejection::reason)
                      .findFirst()
                      .orElse(null);
            }
            if (reason != null) {
              rejections.add(new RowSink.Rejection(i, reason));
            }
          }
          return RowSink.Result.rejecting(rejections);
        }

        @Override
        public void requireDeletes() {
          memory.requireDeletes();
        }

        @Override
        public void close() {
          memory.close();
        }
      };
    }
  }
}
