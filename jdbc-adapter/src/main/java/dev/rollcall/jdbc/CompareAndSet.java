package dev.rollcall.jdbc;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.record.Column;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The compare-and-sets of one table in one transaction. It reads and locks the documents that
 * exist, in the order of their keys, replaces those with the expected revision, and inserts those
 * that are expected to be absent and are, in the same order. Whoever waits holds smaller keys only,
 * so workers cannot deadlock. Not threadsafe.
 *
 * <p><b>Which of them took effect.</b> Replacements do, because their rows are locked. For inserts,
 * another worker may have been faster. The update counts of the batch tell, where they are
 * reliable. They are not on MySQL and MariaDB, where a row that was found counts 0 or 1 depending
 * on the driver's settings, nor if a driver rewrote the batch and reports "no information". Then
 * the revisions are read back in the same transaction. A revision is random and used once, and a
 * row that we changed is locked until the commit: it has our revision if and only if our write took
 * effect.
 */
final class CompareAndSet {

  /** Parameters of one query. */
  private static final int KEYS_PER_QUERY = 1_000;

  /** As the databases compare keys, byte by byte. */
  private static final Comparator<String> BY_BYTES =
      (one, other) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

  private final AggregateLayout layout;
  private final Dialect dialect;
  private final String where;
  private final List<AggregateStore.Write> writes;

  CompareAndSet(String where, AggregateLayout layout, List<AggregateStore.Write> writes) {
    this.where = where;
    this.layout = layout;
    this.dialect = layout.table().dialect();
    this.writes =
        writes.stream().sorted(Comparator.comparing(CompareAndSet::id, BY_BYTES)).toList();
  }

  private static String id(AggregateStore.Write write) {
    return write.key().id();
  }

  /** Writes without committing; returns the rejected keys. */
  Set<AggregateKey> in(Connection connection) throws SQLException {
    Set<AggregateKey> rejected = new LinkedHashSet<>();
    List<AggregateStore.Write> updates = new ArrayList<>();
    List<AggregateStore.Write> inserts = new ArrayList<>();
    Map<String, String> there = revisions(connection, writes, layout::selectLocked);
    for (AggregateStore.Write write : writes) {
      if (!Objects.equals(there.get(id(write)), write.expectedRevision())) {
        rejected.add(write.key());
      } else {
        (write.expectedRevision() == null ? inserts : updates).add(write);
      }
    }
    List<AggregateStore.Write> uncertain = new ArrayList<>();
    judge(updates, update(connection, updates), true, rejected, uncertain);
    judge(inserts, insert(connection, inserts), dialect.countsInserts(), rejected, uncertain);
    Map<String, String> now =
        revisions(
            connection, uncertain, keys -> layout.select(List.of(AggregateLayout.REVISION), keys));
    for (AggregateStore.Write write : uncertain) {
      String revision = now.get(id(write));
      if (revision == null) {
        throw foundByAnother(connection);
      }
      if (!write.newRevision().equals(revision)) {
        rejected.add(write.key());
      }
    }
    return rejected;
  }

  /** Neither our insert nor another's of that key is there, so the insert found something else. */
  private FatalException foundByAnother(Connection connection) throws SQLException {
    SqlTable table = layout.table();
    return new FatalException(
        where
            + ": another unique index has a row with the values of a new one"
            + StoredTable.read(connection, table)
                .map(stored -> stored.otherUniques(table))
                .filter(others -> !others.isEmpty())
                .map(others -> "; got such indexes on " + String.join(" and ", others))
                .orElse("")
            + ", expected only that of the key; nothing is lost: drop them and start again");
  }

  private static void judge(
      List<AggregateStore.Write> writes,
      int[] counts,
      boolean certain,
      Set<AggregateKey> rejected,
      List<AggregateStore.Write> uncertain) {
    for (int i = 0; i < writes.size(); i++) {
      if (!certain || counts[i] == Statement.SUCCESS_NO_INFO || counts[i] > 1) {
        uncertain.add(writes.get(i));
      } else if (counts[i] == 0) {
        rejected.add(writes.get(i).key());
      }
    }
  }

  private int[] update(Connection connection, List<AggregateStore.Write> updates)
      throws SQLException {
    if (updates.isEmpty()) {
      return new int[0];
    }
    try (PreparedStatement statement = connection.prepareStatement(layout.update())) {
      for (AggregateStore.Write write : updates) {
        List<@Nullable Object> values = layout.values(where, write);
        int parameter = bind(statement, layout.replaced(), values.subList(1, values.size()));
        statement.setString(parameter, id(write));
        statement.setString(parameter + 1, write.expectedRevision());
        statement.addBatch();
      }
      return statement.executeBatch();
    }
  }

  private int[] insert(Connection connection, List<AggregateStore.Write> inserts)
      throws SQLException {
    if (inserts.isEmpty()) {
      return new int[0];
    }
    try (PreparedStatement statement = connection.prepareStatement(layout.insert())) {
      for (AggregateStore.Write write : inserts) {
        bind(statement, layout.table().columns(), layout.values(where, write));
        statement.addBatch();
      }
      return statement.executeBatch();
    }
  }

  /** Returns the next parameter. */
  private int bind(PreparedStatement statement, List<Column> columns, List<@Nullable Object> values)
      throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      dialect.bind(statement, i + 1, columns.get(i), values.get(i));
    }
    return columns.size() + 1;
  }

  private static Map<String, String> revisions(
      Connection connection, List<AggregateStore.Write> of, IntFunction<String> select)
      throws SQLException {
    Map<String, String> revisions = new HashMap<>();
    for (int from = 0; from < of.size(); from += KEYS_PER_QUERY) {
      List<AggregateStore.Write> some =
          of.subList(from, Math.min(of.size(), from + KEYS_PER_QUERY));
      try (PreparedStatement query = connection.prepareStatement(select.apply(some.size()))) {
        for (int i = 0; i < some.size(); i++) {
          query.setString(i + 1, id(some.get(i)));
        }
        try (ResultSet rows = query.executeQuery()) {
          while (rows.next()) {
            revisions.put(rows.getString(1), rows.getString(2));
          }
        }
      }
    }
    return revisions;
  }
}
