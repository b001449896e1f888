package dev.rollcall.jdbc;

import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Sends rows to PostgreSQL as one array for each column. A statement has as many parameters as the
 * table has columns and one text whatever the number of rows, so driver and server prepare it once
 * per connection. Threadsafe.
 *
 * <p>Decimals and JSON are sent as text that the server reads, all else in the server's own form.
 * Elements have the type that {@link PostgresDialect#bind} gives a single value, without length or
 * scale: the insert then fits them to the column as it does single ones, and refuses what is too
 * long where a cast to the column's own type would cut it off.
 */
final class PostgresArrays {

  /** What is sent as an element; the object ids are the same in every database. */
  enum Sent {
    BOOL(16, 1000),
    BYTEA(17, 1001),
    INT8(20, 1016),
    TEXT(25, 1009),
    FLOAT8(701, 1022),
    DATE(1082, 1182),
    TIMESTAMP(1114, 1115),
    TIMESTAMPTZ(1184, 1185),
    UUID(2950, 2951);

    final int element;
    final int array;

    Sent(int element, int array) {
      this.element = element;
      this.array = array;
    }
  }

  private final SqlTable table;
  private final List<String> types;
  private final List<Sent> sent;

  private PostgresArrays(SqlTable table, List<String> types, List<Sent> sent) {
    this.table = table;
    this.types = types;
    this.sent = sent;
  }

  /** Empty for a table with an enum, whose values only {@link PostgresDialect#bind} can send. */
  static Optional<PostgresArrays> of(SqlTable table, StoredTable stored) {
    List<String> types = new ArrayList<>();
    List<Sent> sent = new ArrayList<>();
    for (Column column : table.columns()) {
      StoredColumn there = stored.columns().get(column.name());
      if (there == null || there.type().equals("enum")) {
        return Optional.empty();
      }
      types.add(type(column.type(), there.type()));
      sent.add(sent(column.type(), there.type()));
    }
    return Optional.of(new PostgresArrays(table, List.copyOf(types), List.copyOf(sent)));
  }

  /** The type of an element, before it is fitted to its column. */
  private static String type(ColumnType of, String stored) {
    return switch (of) {
      case DECIMAL -> "numeric";
      case JSON -> stored;
      case STRING -> stored.equals("uuid") ? stored : "text";
      default -> name(sent(of, stored));
    };
  }

  private static Sent sent(ColumnType of, String stored) {
    return switch (of) {
      case BOOLEAN -> Sent.BOOL;
      case INT64 -> Sent.INT8;
      case FLOAT64 -> Sent.FLOAT8;
      case DATE -> Sent.DATE;
      case UUID -> Sent.UUID;
      case BYTES -> Sent.BYTEA;
      case TIMESTAMP -> stored.equals("timestamp") ? Sent.TIMESTAMP : Sent.TIMESTAMPTZ;
      case DECIMAL, JSON, STRING -> Sent.TEXT;
    };
  }

  private static String name(Sent sent) {
    return sent.name().toLowerCase(Locale.ROOT);
  }

  /** What is sent for each column. */
  List<Sent> sent() {
    return sent;
  }

  /** An INSERT of some whole rows, in the order of the arrays, without an end. */
  String insert() {
    List<String> arrays = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      String name = name(sent.get(i));
      String cast = types.get(i).equals(name) ? "" : "::" + types.get(i) + "[]";
      arrays.add("?::" + name + "[]" + cast);
    }
    return "INSERT INTO %s (%s) SELECT * FROM unnest(%s)"
        .formatted(table.quoted(), table.list(table.names(), ""), String.join(", ", arrays));
  }
}
