package dev.rollcall.jdbc;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes rows as multi-row upserts, each statement in a transaction of its own. Threadsafe.
 *
 * <p>Every row carries its version, so the server keeps the newest row whatever the order of
 * arrival, and a statement may be repeated. Rows are written in the order of their keys, so that
 * two writers cannot deadlock.
 *
 * <p>A statement that fails because of its data is split in halves until the bad row is alone.
 * Either the row is bad or the table was changed in the meantime, which concerns all rows. So the
 * sink reads the table's definition again before it rejects a row for that reason.
 */
final class JdbcRowSink implements RowSink {

  private final String where;
  private final Schema schema;
  private final RowTable rows;
  private final RowValues values;
  private final RowUpsert upsert;
  private final SqlTable table;
  private final StoredTable stored;

  private final ExistingTypes types;
  private final JdbcConnections connections;
  private final DefinitionRegistry definitions;

  JdbcRowSink(
      String where,
      Schema schema,
      RowTable rows,
      StoredTable stored,
      ExistingTypes types,
      JdbcConnections connections,
      DefinitionRegistry definitions) {
    this.where = where;
    this.schema = schema;
    this.rows = rows;
    this.values = new RowValues(schema, rows, stored, types);
    this.upsert = new RowUpsert(rows, values, stored);
    this.table = rows.table();
    this.stored = stored;
    this.types = types;
    this.connections = connections;
    this.definitions = definitions;
  }

  @Override
  public DefinitionRegistry definitions() {
    return definitions;
  }

  /** A delete leaves a marker in which only the key has values. */
  @Override
  public void requireDeletes() {
    List<String> notNull = stored.notNullBesideKey(table, schema);
    if (!notNull.isEmpty()) {
      throw new ConfigurationException(
          "the column%s '%s' take%s no nulls, expected that all but the key do, for a delete leaves a marker of nulls; alter the table, or write to another one"
              .formatted(
                  notNull.size() == 1 ? "" : "s",
                  String.join("', '", notNull),
                  notNull.size() == 1 ? "s" : ""));
    }
  }

  @Override
  public RowSink.Result write(List<RowSink.VersionedRow> rows) {
    Map<Integer, String> rejected = new TreeMap<>();
    Set<Integer> outdated = new TreeSet<>();
    List<RowBatch.Entry> entries = new ArrayList<>(rows.size());
    for (int index = 0; index < rows.size(); index++) {
      RowSink.VersionedRow row = rows.get(index);
      try {
        entries.add(new RowBatch.Entry(index, row, values.key(row.row())));
      } catch (DataException unusable) {
        rejected.put(index, where + ": " + unusable.getMessage());
      }
    }
    entries.sort(Comparator.comparing(RowBatch.Entry::key, JdbcRowSink::compareKeys));
    if (!rows.isEmpty()) {
      write(entries, rejected, outdated);
    }
    return new RowSink.Result(
        rejected.entrySet().stream()
            .map(entry -> new RowSink.Rejection(entry.getKey(), entry.getValue()))
            .toList(),
        List.copyOf(outdated));
  }

  private void write(
      List<RowBatch.Entry> entries, Map<Integer, String> rejected, Set<Integer> outdated) {
    try {
      RowBatch batch = upsert.batch();
      for (RowBatch.Entry entry : entries) {
        if (!take(entry, batch, rejected)) {
          upsert(batch, rejected, outdated);
          batch.clear();
          take(entry, batch, rejected);
        }
      }
      if (batch.size() > 0) {
        upsert(batch, rejected, outdated);
      }
      if (!rejected.isEmpty()) {
        checkTable(connections.run(where, connection -> StoredTable.read(connection, table)));
      }
    } catch (SQLException failure) {
      throw JdbcErrors.ofSetup(where, failure, table);
    }
  }

  /** Adds a row to a statement or rejects it; returns false if the statement is full without it. */
  private boolean take(RowBatch.Entry entry, RowBatch batch, Map<Integer, String> rejected) {
    try {
      return batch.add(entry);
    } catch (DataException unusable) {
      rejected.put(entry.index(), where + ": " + unusable.getMessage());
      return true;
    }
  }

  /** Each statement has a connection of its own, because some errors close it. */
  private void upsert(RowBatch batch, Map<Integer, String> rejected, Set<Integer> outdated)
      throws SQLException {
    try {
      outdated.addAll(
          JdbcConnections.again(
              () -> connections.run(where, connection -> upsert.execute(connection, batch))));
    } catch (SQLException failure) {
      if (JdbcErrors.kind(failure) != JdbcErrors.Kind.DATA) {
        throw failure;
      }
      List<RowBatch.Entry> entries = batch.entries();
      if (entries.size() == 1) {
        List<String> suspects = stored.tooNarrowFor(table, batch.values(0));
        rejected.put(
            entries.get(0).index(), where + ": " + RejectionReason.of(failure, table, suspects));
        return;
      }
      int middle = entries.size() / 2;
      upsert(batchOf(entries.subList(0, middle)), rejected, outdated);
      upsert(batchOf(entries.subList(middle, entries.size())), rejected, outdated);
    }
  }

  private RowBatch batchOf(List<RowBatch.Entry> entries) {
    RowBatch batch = upsert.batch();
    entries.forEach(batch::add);
    return batch;
  }

  private void checkTable(Optional<StoredTable> now) {
    if (now.isEmpty()
        || !stored.sameFor(table, now.get())
        || !now.get().problems(table, types::problem).isEmpty()) {
      throw new FatalException(
          where
              + ": the table was "
              + (now.isEmpty() ? "dropped" : "changed")
              + " while rows were written; nothing is lost: make it fit the rows and start again");
    }
  }

  /** Part by part; the parts of one place are of one class. */
  private static int compareKeys(List<Object> one, List<Object> other) {
    int order = 0;
    for (int i = 0; i < one.size() && order == 0; i++) {
      order = compareParts(one.get(i), other.get(i));
    }
    return order;
  }

  @SuppressWarnings("unchecked")
  private static int compareParts(Object one, Object other) {
    return one instanceof byte[] bytes
        ? Arrays.compare(bytes, (byte[]) Objects.requireNonNull(other))
        : ((Comparable<Object>) one).compareTo(other);
  }

  @Override
  public Optional<StaleRows> staleRows(int definition) {
    if (!rows.hasDefinitions()) {
      return Optional.empty();
    }
    try {
      long count = connections.run(where, connection -> count(connection, rows.stale(definition)));
      return Optional.of(
          new StaleRows(
              count, rows.selectStale(definition) + ";", rows.deleteStale(definition) + ";"));
    } catch (SQLException failure) {
      throw JdbcErrors.ofSetup(where, failure, table);
    }
  }

  private static long count(Connection connection, String from) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("SELECT COUNT(*)" + from);
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() {
    connections.close();
  }

  @Override
  public String toString() {
    return where;
  }
}
