package dev.rollcall.jdbc;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.port.AggregateWrite;
import dev.rollcall.core.record.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The compare-and-sets of one table in one transaction: {@code UPDATE … WHERE key AND revision}
 * where a document is expected, an insert that does nothing where the key is elsewhere; updates
 * before inserts, each in the order of the keys, so that workers do not wait in a circle. For one
 * thread.
 *
 * <p><b>Which of them took effect.</b> A batch's counts say so, one per statement, where they can
 * be trusted. They cannot be for an insert on MySQL and MariaDB, where a row that was found counts
 * 0 or 1 as the driver is set, nor if a driver made fewer statements of a batch and has "no
 * information". Then revisions are read back in the same transaction. A revision is random and used
 * once, and a row that we changed is locked until the commit: it bears our revision if and only if
 * our write is in effect. (A write that is made once more, after its acknowledgement was lost, may
 * so be found in effect; it is.)
 */
final class CompareAndSet {

  /** Parameters of one query. */
  private static final int KEYS_PER_QUERY = 1_000;

  private final AggregateLayout layout;
  private final Dialect dialect;
  private final String where;
  private final List<AggregateWrite> updates = new ArrayList<>();
  private final List<AggregateWrite> inserts = new ArrayList<>();

  CompareAndSet(String where, AggregateLayout layout, List<AggregateWrite> writes) {
    this.where = where;
    this.layout = layout;
    this.dialect = layout.table().dialect();
    writes.stream()
        .sorted(Comparator.comparing(write -> write.key().id()))
        .forEach(write -> (write.expectedRevision() == null ? inserts : updates).add(write));
  }

  /** Writes, without the commit; returns the rejected keys. */
  Set<AggregateKey> in(Connection connection) throws SQLException {
    Set<AggregateKey> rejected = new LinkedHashSet<>();
    List<AggregateWrite> uncertain = new ArrayList<>();
    judge(updates, update(connection), true, rejected, uncertain);
    List<AggregateWrite> absent = dialect.countsInserts() ? inserts : absent(connection, rejected);
    judge(absent, insert(connection, absent), dialect.countsInserts(), rejected, uncertain);
    Map<String, String> revisions = revisions(connection, uncertain);
    for (AggregateWrite write : uncertain) {
      if (!write.newRevision().equals(revisions.get(write.key().id()))) {
        rejected.add(write.key());
      }
    }
    return rejected;
  }

  /** What is there already was not written by this call, even if it bears the same revision. */
  private List<AggregateWrite> absent(Connection connection, Set<AggregateKey> rejected)
      throws SQLException {
    Map<String, String> there = revisions(connection, inserts);
    List<AggregateWrite> absent = new ArrayList<>();
    for (AggregateWrite write : inserts) {
      if (there.containsKey(write.key().id())) {
        rejected.add(write.key());
      } else {
        absent.add(write);
      }
    }
    return absent;
  }

  private static void judge(
      List<AggregateWrite> writes,
      int[] counts,
      boolean certain,
      Set<AggregateKey> rejected,
      List<AggregateWrite> uncertain) {
    for (int i = 0; i < writes.size(); i++) {
      if (!certain || counts[i] == Statement.SUCCESS_NO_INFO || counts[i] > 1) {
        uncertain.add(writes.get(i));
      } else if (counts[i] == 0) {
        rejected.add(writes.get(i).key());
      }
    }
  }

  private int[] update(Connection connection) throws SQLException {
    if (updates.isEmpty()) {
      return new int[0];
    }
    try (PreparedStatement statement = connection.prepareStatement(layout.update())) {
      for (AggregateWrite write : updates) {
        List<@Nullable Object> values = layout.values(where, write);
        int parameter = bind(statement, layout.replaced(), values.subList(1, values.size()));
        statement.setString(parameter, write.key().id());
        statement.setString(parameter + 1, write.expectedRevision());
        statement.addBatch();
      }
      return statement.executeBatch();
    }
  }

  private int[] insert(Connection connection, List<AggregateWrite> absent) throws SQLException {
    if (absent.isEmpty()) {
      return new int[0];
    }
    try (PreparedStatement statement = connection.prepareStatement(layout.insert())) {
      for (AggregateWrite write : absent) {
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

  private Map<String, String> revisions(Connection connection, List<AggregateWrite> writes)
      throws SQLException {
    Map<String, String> revisions = new HashMap<>();
    for (int from = 0; from < writes.size(); from += KEYS_PER_QUERY) {
      List<AggregateWrite> some =
          writes.subList(from, Math.min(writes.size(), from + KEYS_PER_QUERY));
      String sql = layout.select(List.of(AggregateLayout.REVISION), some.size());
      try (PreparedStatement query = connection.prepareStatement(sql)) {
        for (int i = 0; i < some.size(); i++) {
          query.setString(i + 1, some.get(i).key().id());
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
