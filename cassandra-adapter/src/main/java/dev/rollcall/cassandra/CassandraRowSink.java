package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Schema;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows with asynchronous inserts and waits for all of them. Threadsafe.
 *
 * <p>Every insert carries its row's write timestamp, so the server keeps the newest row whatever
 * the order of arrival, and the driver may repeat an insert. A call fails as a whole if any insert
 * fails for a transient reason; the retry writes all rows again.
 *
 * <p>An insert does not tell what is stored, so no row is known to be outdated.
 *
 * <p>If the server rejects a statement, either its row is bad or the table was changed in the
 * meantime, which concerns all rows. So the sink reads the table's definition again before it
 * rejects a row for that reason.
 */
final class CassandraRowSink implements RowSink {

  private final String name;
  private final CassandraConnections connections;
  private final RowBinder binder;
  private final Schema schema;
  private final TableCql cql;
  private final StoredTable table;
  private final DefinitionRegistry definitions;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Deletes the parts of a row; prepared when the first is to go. */
  private volatile @Nullable PreparedStatement deleteParts;

  CassandraRowSink(
      String name,
      CassandraConnections connections,
      RowBinder binder,
      Schema schema,
      TableCql cql,
      StoredTable table,
      DefinitionRegistry definitions) {
    this.name = name;
    this.connections = connections;
    this.binder = binder;
    this.schema = schema;
    this.cql = cql;
    this.table = table;
    this.definitions = definitions;
  }

  @Override
  public DefinitionRegistry definitions() {
    return definitions;
  }

  /** A delete knows the key only, so all that says where the row is stored must be part of it. */
  @Override
  public void requireDeletes() {
    List<String> beside =
        cql.primaryKey(schema).stream().filter(key -> !schema.keyNames().contains(key)).toList();
    if (!beside.isEmpty()) {
      throw new ConfigurationException(
          "the table is partitioned by '%s', expected columns of the key (%s) only, for a delete knows no others; partition by these, or make the column part of the key"
              .formatted(String.join("', '", beside), String.join(", ", schema.keyNames())));
    }
  }

  @Override
  public RowSink.Result write(List<RowSink.VersionedRow> rows) {
    if (closed.get()) {
      throw new FatalException(name + ": the sink is closed");
    }
    InFlightInserts inserts = new InFlightInserts(name, connections);
    for (int i = 0; i < rows.size() && !inserts.failed(); i++) {
      Optional<BoundStatement> insert;
      try {
        insert = binder.bind(rows.get(i));
      } catch (DataException e) {
        inserts.reject(i, e);
        continue;
      }
      if (insert.isPresent()) {
        inserts.send(i, insert.get());
      }
    }
    List<RowSink.Rejection> rejections = inserts.await();
    if (inserts.refusedByServer()) {
      checkTable();
    }
    return RowSink.Result.rejecting(rejections);
  }

  /** Just before the write time of each, so that parts of its own version stay. */
  @Override
  public void removeParts(List<RowSink.VersionedRow> wholes) {
    PreparedStatement delete = parts(wholes.get(0).row().schema().keys().size());
    InFlightInserts deletes = new InFlightInserts(name, connections);
    for (int i = 0; i < wholes.size() && !deletes.failed(); i++) {
      deletes.send(i, binder.bindParts(delete, wholes.get(i)));
    }
    List<RowSink.Rejection> rejections = deletes.await();
    if (!rejections.isEmpty()) {
      checkTable();
      throw new FatalException(
          "%s: parts could not be deleted: %s".formatted(name, rejections.get(0).reason()));
    }
  }

  private PreparedStatement parts(int columns) {
    PreparedStatement prepared = deleteParts;
    if (prepared == null) {
      try {
        prepared =
            connections
                .session()
                .prepare(
                    SimpleStatement.newInstance(cql.deleteParts(schema, columns))
                        .setIdempotent(true)
                        .setConsistencyLevel(cql.options().level()));
      } catch (RuntimeException e) {
        throw CassandraErrors.ofSetup(e, name);
      }
      deleteParts = prepared;
    }
    return prepared;
  }

  private void checkTable() {
    Optional<StoredTable> now;
    try {
      now = StoredTable.read(connections.session(), cql.keyspace(), cql.table());
    } catch (RuntimeException e) {
      throw CassandraErrors.ofSetup(e, name);
    }
    if (now.isEmpty() || !table.sameFor(schema, now.get())) {
      throw new FatalException(
          name
              + ": the table was "
              + (now.isEmpty() ? "dropped" : "changed")
              + " while rows were written; nothing is lost: make it fit the rows and start again");
    }
  }

  @Override
  public void close() {
    closed.set(true);
    connections.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
