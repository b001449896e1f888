package dev.rollcall.jdbc;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of rows as the columns of their table take them. Threadsafe. */
final class RowValues {

  private final Schema schema;
  private final RowTable rows;
  private final ExistingTypes types;

  /** Those of the schema's columns, in its order. */
  private final @Nullable StoredColumn[] stored;

  RowValues(Schema schema, RowTable rows, StoredTable stored, ExistingTypes types) {
    this.schema = schema;
    this.rows = rows;
    this.types = types;
    this.stored = schema.names().stream().map(stored.columns()::get).toArray(StoredColumn[]::new);
  }

  /** How many columns the rows have, without Rollcall's own. */
  int size() {
    return schema.size();
  }

  /** A column of the rows as the table has it; null if it has none. */
  @Nullable StoredColumn stored(int position) {
    return stored[position];
  }

  /**
   * The values of the key columns, for the order of rows.
   *
   * @throws DataException if one is null
   */
  List<Object> key(Row row) {
    List<Object> key = new ArrayList<>(schema.keys().size());
    for (int position : schema.keys()) {
      Object part = row.get(position);
      if (part == null) {
        throw new DataException("key column '" + schema.column(position).name() + "' is null");
      }
      key.add(part);
    }
    return key;
  }

  /**
   * One value as the dialect binds it.
   *
   * @throws DataException if the column cannot hold it
   */
  @Nullable Object value(Row row, int position) {
    Column column = schema.column(position);
    Object value = row.get(position);
    Object checked = rows.table().dialect().checked(column, value);
    return types.fitted(column, stored[position], value, checked);
  }

  /**
   * The values of all columns, Rollcall's own among them, as the dialect binds them.
   *
   * @throws DataException if a column cannot hold its value
   */
  List<@Nullable Object> all(RowSink.VersionedRow versioned) {
    List<@Nullable Object> values = new ArrayList<>(rows.table().columns().size());
    for (int i = 0; i < schema.size(); i++) {
      values.add(value(versioned.row(), i));
    }
    values.addAll(rows.own(versioned.version(), versioned.deleted()));
    return values;
  }
}
