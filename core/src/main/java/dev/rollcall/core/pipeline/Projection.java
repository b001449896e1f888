package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Names;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which columns a sink gets and under which names. The key must be among them. Immutable.
 *
 * @param items the chosen columns in order
 */
public record Projection(List<Item> items) implements Serializable {

  /** One column: what it is called in the pipeline and in the sink. */
  public record Item(String column, String name) implements Serializable {}

  public Projection {
    items = List.copyOf(items);
  }

  /** Each {@code "column"} or {@code "column AS name"}. */
  public static Projection columns(String... columns) {
    List<Item> items = new ArrayList<>();
    for (String text : columns) {
      String[] parts = text.strip().split("\\s+(?i:as)\\s+", 2);
      items.add(new Item(parts[0], parts[parts.length - 1]));
    }
    return new Projection(items);
  }

  /** The schema that results from {@code from}. */
  Schema schema(Schema from) {
    requireAll(from, items.stream().map(Item::column).toList());
    List<Column> columns = new ArrayList<>();
    Map<String, String> firstNames = new HashMap<>();
    for (Item item : items) {
      columns.add(from.column(from.position(item.column())).named(item.name()));
      firstNames.putIfAbsent(item.column(), item.name());
    }
    List<String> missing =
        from.keyNames().stream().filter(key -> !firstNames.containsKey(key)).toList();
    if (!missing.isEmpty()) {
      throw new ConfigurationException(
          "the key column '" + String.join("', '", missing) + "' is not among the columns");
    }
    return Schema.of(columns, from.keyNames().stream().map(firstNames::get).toList());
  }

  /** Refuses names that the schema does not have, all at once. */
  static void requireAll(Schema schema, List<String> names) {
    List<String> faults = new ArrayList<>();
    for (String name : names) {
      if (schema.find(name).isEmpty()) {
        faults.add("no column '" + name + "'" + Names.suggestion(name, schema.names()));
      }
    }
    if (!faults.isEmpty()) {
      throw ConfigurationException.of("columns", faults);
    }
  }

  /** The positions in {@code from} of the chosen columns. */
  int[] positions(Schema from) {
    return items.stream().mapToInt(item -> from.position(item.column())).toArray();
  }

  static Row apply(Row row, Schema to, int[] positions) {
    @Nullable Object[] values = new Object[positions.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(positions[i]);
    }
    return Row.of(to, values);
  }
}
