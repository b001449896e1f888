package dev.rollcall.core.memory;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Rows by key, in memory. Threadsafe. */
public final class InMemoryRows implements RowTarget {

  private static final Map<String, Rows> STORES = new ConcurrentHashMap<>();

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

  @Override
  public SinkPlan planParts(SinkPlan plan, Schema schema, List<Stored> wholes) {
    return plan.with(List.of(), "parts that are older than their whole are removed");
  }

  /** All rows, in no order. */
  public List<Row> rows() {
    return store().rows().stream()
        .filter(row -> !row.deleted())
        .map(RowSink.VersionedRow::row)
        .toList();
  }

  /** The row of a key: its values in the order of the key. */
  public Optional<Row> find(Object... key) {
    return store()
        .find(Row.Key.of(key))
        .filter(row -> !row.deleted())
        .map(RowSink.VersionedRow::row);
  }

  /** Removes all rows, and the definitions that wrote them. */
  public void clear() {
    store().clear();
    WRITERS.remove(name);
  }

  private Rows store() {
    return STORES.computeIfAbsent(name, any -> new Rows());
  }

  /** What is stored; and of rows whose parts these are the versions, so that late ones stay out. */
  private static final class Rows {
    private final Map<Row.Key, RowSink.VersionedRow> byKey = new HashMap<>();
    private final Map<Row.Key, RowSink.VersionedRow> wholes = new HashMap<>();

    /** The keys of the rows by how they begin, for each length that a whole's key has had. */
    private final Map<Integer, Map<Row.Key, Set<Row.Key>>> partsOf = new HashMap<>();

    synchronized List<RowSink.VersionedRow> rows() {
      return List.copyOf(byKey.values());
    }

    synchronized Optional<RowSink.VersionedRow> find(Row.Key key) {
      return Optional.ofNullable(byKey.get(key));
    }

    synchronized void clear() {
      byKey.clear();
      wholes.clear();
      partsOf.clear();
    }

    /** Returns whether it is not older than what is there. */
    synchronized boolean put(RowSink.VersionedRow row) {
      Row.Key key = Row.Key.of(row.row());
      for (int size : partsOf.keySet()) {
        if (size < size(row) && isGone(row, wholes.get(beginning(key, size)))) {
          return false;
        }
      }
      partsOf.forEach((size, parts) -> index(key, size, parts));
      return byKey.merge(key, row, Rows::newer) == row;
    }

    synchronized void removeParts(RowSink.VersionedRow whole) {
      Row.Key key = Row.Key.of(whole.row());
      RowSink.VersionedRow newest = wholes.merge(key, whole, Rows::newer);
      Set<Row.Key> parts = partsOf.computeIfAbsent(size(whole), this::indexed).get(key);
      if (parts != null) {
        parts.removeIf(part -> removeIfGone(part, newest));
      }
    }

    private boolean removeIfGone(Row.Key part, RowSink.VersionedRow whole) {
      // it may be gone with a whole of another length
      RowSink.VersionedRow row = byKey.get(part);
      boolean isGone = row == null || isGone(row, whole);
      if (isGone) {
        byKey.remove(part);
      }
      return isGone;
    }

    private Map<Row.Key, Set<Row.Key>> indexed(int size) {
      Map<Row.Key, Set<Row.Key>> parts = new HashMap<>();
      byKey.keySet().forEach(key -> index(key, size, parts));
      return parts;
    }

    private static void index(Row.Key key, int size, Map<Row.Key, Set<Row.Key>> parts) {
      if (size < key.values().size()) {
        parts.computeIfAbsent(beginning(key, size), any -> new HashSet<>()).add(key);
      }
    }

    private static Row.Key beginning(Row.Key key, int size) {
      return Row.Key.of(key.values().subList(0, size).toArray());
    }

    private static int size(RowSink.VersionedRow row) {
      return row.row().schema().keys().size();
    }

    private static RowSink.VersionedRow newer(
        RowSink.VersionedRow old, RowSink.VersionedRow fresh) {
      return fresh.version().compareTo(old.version()) >= 0 ? fresh : old;
    }

    private static boolean isGone(RowSink.VersionedRow part, RowSink.@Nullable VersionedRow whole) {
      if (whole == null) {
        return false;
      }
      int order = part.version().compareTo(whole.version());
      return order < 0 || order == 0 && whole.deleted();
    }
  }

  private record Sink(Rows store, DefinitionRegistry definitions) implements RowSink {
    @Override
    public RowSink.Result write(List<RowSink.VersionedRow> rows) {
      List<RowSink.Rejection> rejections = new ArrayList<>();
      List<Integer> outdated = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        RowSink.VersionedRow row = rows.get(i);
        Optional<String> missing = missing(row.row());
        if (missing.isPresent()) {
          rejections.add(new RowSink.Rejection(i, "key column '" + missing.get() + "': got null"));
        } else if (!store.put(row)) {
          outdated.add(i);
        }
      }
      return new RowSink.Result(rejections, outdated);
    }

    @Override
    public void removeParts(List<RowSink.VersionedRow> wholes) {
      wholes.forEach(store::removeParts);
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
          store.rows().stream()
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
