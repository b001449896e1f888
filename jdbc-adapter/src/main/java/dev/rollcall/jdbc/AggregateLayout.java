package dev.rollcall.jdbc;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table of an aggregation: the key's text, the readable columns, then Rollcall's own. A stored
 * format. Threadsafe.
 *
 * @param table named as the aggregation
 * @param readable group columns, window bounds and measures, in the order of results
 */
record AggregateLayout(SqlTable table, List<Column> readable) {

  static final String KEY = "rollcall_key";
  static final String PIPELINE = "rollcall_pipeline";
  static final String REVISION = "rollcall_revision";
  static final String STATE = "rollcall_state";

  /** The columns behind the key: what a write replaces. */
  private static final int FIRST_REPLACED = 1;

  static AggregateLayout of(Dialect dialect, Aggregation.Table aggregation) {
    Column key = Column.of(KEY, ColumnType.STRING);
    List<Column> readable = new ArrayList<>(aggregation.groupColumns());
    readable.addAll(aggregation.measureColumns());
    List<Column> all = new ArrayList<>();
    all.add(key);
    all.addAll(readable);
    all.add(Column.of(PIPELINE, ColumnType.STRING));
    all.add(Column.of(REVISION, ColumnType.STRING));
    all.add(Column.of(STATE, ColumnType.BYTES));
    return new AggregateLayout(
        new SqlTable(
            dialect,
            aggregation.aggregation(),
            all,
            List.of(key),
            Set.of(PIPELINE, REVISION, STATE),
            aggregation.groupColumns().stream().map(Column::name).collect(Collectors.toSet()),
            false),
        readable);
  }

  /** The values of all columns, in their order. */
  List<@Nullable Object> values(String where, AggregateStore.Write write) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(write.key().id());
    for (Column column : readable) {
      try {
        values.add(table.dialect().checked(column, sanitized(write.result().get(column.name()))));
      } catch (DataException unfit) {
        throw new FatalException(
            where + ": " + unfit.getMessage() + "; declare the measure or its window otherwise");
      }
    }
    values.add(sanitized(write.key().pipeline()));
    values.add(write.newRevision());
    values.add(write.state());
    return values;
  }

  /**
   * Characters that a database cannot hold must not stop a run; the state keeps the group exactly.
   */
  private @Nullable Object sanitized(@Nullable Object value) {
    return value instanceof String text ? table.dialect().sanitized(text) : value;
  }

  /** Parameters: all columns but the key, then the key and the expected revision. */
  String update() {
    Dialect dialect = table.dialect();
    String assignments =
        String.join(
            ", ",
            replaced().stream().map(column -> dialect.quoted(column.name()) + " = ?").toList());
    return "UPDATE %s SET %s WHERE %s = ? AND %s = ?"
        .formatted(table.quoted(), assignments, dialect.quoted(KEY), dialect.quoted(REVISION));
  }

  List<Column> replaced() {
    return table.columns().subList(FIRST_REPLACED, table.columns().size());
  }

  /** Parameters: all columns. */
  String insert() {
    return table.insert(1) + table.dialect().orNothing(table);
  }

  /** Selects keys and revisions of the documents that exist, locked in the order of the keys. */
  String selectLocked(int keys) {
    return select(List.of(REVISION), keys)
        + " ORDER BY "
        + table.dialect().byBytes(table.dialect().quoted(KEY))
        + " FOR UPDATE";
  }

  /** Revision and state of any document of a pipeline. */
  String selectAny() {
    return "SELECT %s FROM %s WHERE %s = ? LIMIT 1"
        .formatted(
            table.list(List.of(REVISION, STATE), ""),
            table.quoted(),
            table.dialect().quoted(PIPELINE));
  }

  /** Key and the named columns of some keys. */
  String select(List<String> columns, int keys) {
    return "SELECT %s, %s FROM %s WHERE %s IN (%s)"
        .formatted(
            table.dialect().quoted(KEY),
            table.list(columns, ""),
            table.quoted(),
            table.dialect().quoted(KEY),
            "?, ".repeat(keys - 1) + "?");
  }
}
