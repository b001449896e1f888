package dev.rollcall.core.internal.pipeline;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.row.SelectedRow;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Selects the columns of a row that a sink receives. Immutable and threadsafe. */
public final class ColumnSelection {

  private final Schema schema;

  /** Null if rows pass unchanged. */
  private final int @Nullable [] positions;

  private ColumnSelection(Schema schema, int @Nullable [] positions) {
    this.schema = schema;
    this.positions = positions;
  }

  /** Selects every column under its own name. */
  public static ColumnSelection all(Schema schema) {
    return new ColumnSelection(schema, null);
  }

  /**
   * Selects the columns of a projection.
   *
   * @throws ConfigurationException listing every unknown name, or if a key column is missing
   */
  public static ColumnSelection of(Projection projection, Schema from) {
    List<Projection.Item> items = projection.items();
    requireAll(from, items.stream().map(Projection.Item::column).toList());
    List<Column> columns = new ArrayList<>();
    Map<String, String> firstNames = new HashMap<>();
    for (Projection.Item item : items) {
      columns.add(from.column(from.position(item.column())).named(item.name()));
      firstNames.putIfAbsent(item.column(), item.name());
    }
    List<String> missing =
        from.keyNames().stream().filter(key -> !firstNames.containsKey(key)).toList();
    if (!missing.isEmpty()) {
      throw new ConfigurationException(
          "the key column '" + String.join("', '", missing) + "' is not among the columns");
    }
    return new ColumnSelection(
        Schema.of(columns, from.keyNames().stream().map(firstNames::get).toList()),
        items.stream().mapToInt(item -> from.position(item.column())).toArray());
  }

  /** Refuses names that are not in the schema, all at once. */
  static void requireAll(Schema schema, List<String> names) {
    List<String> problems = new ArrayList<>();
    for (String name : names) {
      if (schema.find(name).isEmpty()) {
        problems.add("no column '" + name + "'" + Texts.didYouMean(name, schema.names()));
      }
    }
    if (!problems.isEmpty()) {
      throw ConfigurationException.of("columns", problems);
    }
  }

  /** The selected columns. */
  public Schema schema() {
    return schema;
  }

  /** Selects from a row. */
  public Row apply(Row row) {
    return positions == null ? row : new SelectedRow(schema, row, positions);
  }
}
