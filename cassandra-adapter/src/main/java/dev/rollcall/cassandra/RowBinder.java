package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.port.VersionedRow;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.Sensitivity;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Makes the statement that writes a row. Threadsafe. */
final class RowBinder {

  private static final int MOST_SHOWN = 40;

  private final PreparedStatement insert;
  private final Schema schema;
  private final List<Cell> cells;
  private final TableOptions options;
  private final Clock clock;
  private final int[] keys;

  /** The cells are those of the schema, in its order. */
  RowBinder(PreparedStatement insert, Schema schema, List<Cell> cells, TableCql cql, Clock clock) {
    this.insert = insert;
    this.schema = schema;
    this.cells = cells;
    this.options = cql.options();
    this.keys = cql.primaryKey(schema).stream().mapToInt(schema::position).toArray();
    this.clock = clock;
  }

  /**
   * The statement; empty if the row's time to live is over.
   *
   * @throws DataException if a value does not fit its column
   */
  Optional<BoundStatement> bind(VersionedRow versioned) {
    Row row = versioned.row();
    for (int key : keys) {
      if (row.isNull(key)) {
        throw new DataException(
            "key column '" + schema.column(key).name() + "': got null, expected a value");
      }
    }
    BoundStatementBuilder statement = insert.boundStatementBuilder();
    int at = cells.size();
    statement = statement.set(at, WriteTime.of(versioned.version()), TypeCodecs.BIGINT);
    if (options.ttl() != null) {
      int seconds = WriteTime.secondsLeft(versioned.version(), options.ttl(), clock.instant());
      if (seconds == 0) {
        return Optional.empty();
      }
      statement = statement.set(at + 1, seconds, TypeCodecs.INT);
    }
    for (int i = 0; i < cells.size(); i++) {
      Object value = row.get(i);
      if (value != null) {
        statement = set(statement, i, value);
      } else if (!options.mergeByColumn()) {
        statement = statement.setToNull(i);
      }
    }
    return Optional.of(statement.build());
  }

  private BoundStatementBuilder set(BoundStatementBuilder statement, int position, Object value) {
    try {
      return statement.setBytesUnsafe(
          position, cells.get(position).encode(value, statement.protocolVersion()));
    } catch (DataException misfit) {
      throw new DataException(
          "column '%s': got %s, %s"
              .formatted(
                  schema.column(position).name(),
                  shown(schema.column(position), value),
                  misfit.getMessage()));
    }
  }

  /** Nothing of a personal value. */
  private static String shown(Column column, Object value) {
    if (column.sensitivity() != Sensitivity.PUBLIC) {
      return "[personal]";
    }
    String text = value.toString();
    return "'" + (text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text) + "'";
  }
}
