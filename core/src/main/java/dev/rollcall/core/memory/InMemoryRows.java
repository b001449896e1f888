package dev.rollcall.core.memory;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Rows by key, in memory. Threadsafe. */
public final class InMemoryRows implements RowTarget {

  private static final Map<String, Map<Row.Key, RowSink.VersionedRow>> STORES =
      new ConcurrentHashMap<>();

  private static final Map<String, InMemoryDefinitions> WRITERS = new ConcurrentHashMap<>();

  private final String name;
  private final boolean shared;

  private InMemoryRows(String name, boolean shared) {
    this.name = name;
    this.shared = shared;
  }

  /** The store of this name in this JVM. */
  public static InMemoryRows named(String name) {
    return new InMemoryRows(ConfigurationException.requireNonNull(name, "name"), false);
  }

  /** Lets several pipelines write these rows. */
  public InMemoryRows shared() {
    return new InMemoryRows(name, true);
  }

  @Override
  public String name() {
    return "memory:" + name;
  }

  @Override
  public boolean isShared() {
    return shared;
  }

  @Override
  public SinkPlan plan(Schema schema) {
    return new SinkPlan(
        name(), "newer wins by row version; gone when the JVM ends", List.of(), List.of());
  }

  @Override
  public SinkPlan planWithDeletes(Schema schema) {
    return plan(schema);
  }

  @Override
  public RowSink connect(Schema schema, DefinitionRegistry.Entry owner) {
    return new Sink(store(), WRITERS.computeIfAbsent(name, any -> new InMemoryDefinitions()));
  }

  /** All rows, in no order. */
  public List<Row> rows() {
    return store().values().stream()
        .filter(row -> !row.deleted())
        .map(RowSink.VersionedRow::row)
        .toList();
  }

  /** The row of a key: its values in the order of the key. */
  public Optional<Row> find(Object... key) {
    return Optional.ofNullable(store().get(Row.Key.of(key)))
        .filter(row -> !row.deleted())
        .map(RowSink.VersionedRow::row);
  }

  /** Removes all rows, and the definitions that wrote them. */
  public void clear() {
    store().clear();
    WRITERS.remove(name);
  }

  private Map<Row.Key, RowSink.VersionedRow> store() {
    return STORES.computeIfAbsent(name, any -> new ConcurrentHashMap<>());
  }

  private record Sink(Map<Row.Key, RowSink.VersionedRow> store, DefinitionRegistry definitions)
      implements RowSink {
    @Override
    public RowSink.Result write(List<RowSink.VersionedRow> rows) {
      List<RowSink.Rejection> rejections = new ArrayList<>();
      List<Integer> outdated = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        RowSink.VersionedRow row = rows.get(i);
        Optional<String> missing = missing(row.row());
        if (missing.isPresent()) {
          rejections.add(new RowSink.Rejection(i, "key column '" + missing.get() + "': got null"));
          continue;
        }
        RowSink.VersionedRow kept =
            store.merge(
                Row.Key.of(row.row()),
                row,
                (old, fresh) -> fresh.version().compareTo(old.version()) >= 0 ? fresh : old);
        if (kept != row) {
          outdated.add(i);
        }
      }
      return new RowSink.Result(rejections, outdated);
    }

    /** The name of a key column without a value. */
    private static Optional<String> missing(Row row) {
      return row.schema().keys().stream()
          .filter(row::isNull)
          .map(position -> row.schema().column(position).name())
          .findFirst();
    }

    @Override
    public Optional<StaleRows> staleRows(int definition) {
      long count =
          store.values().stream()
              .filter(row -> !row.deleted() && row.version().definition() < definition)
              .count();
      return Optional.of(new StaleRows(count, "rows()", "clear() before the rebuild"));
    }

    @Override
    public void requireDeletes() {
      // what deletes is kept, like a row
    }

    @Override
    public void close() {}
  }
}
