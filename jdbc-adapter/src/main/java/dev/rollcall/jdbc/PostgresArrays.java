package dev.rollcall.jdbc;

import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends rows to PostgreSQL as one array for each column. A statement has as many parameters as the
 * table has columns and one text whatever the number of rows, so driver and server prepare it once
 * per connection. Threadsafe.
 *
 * <p>Numbers and booleans are sent as they are, all else as text that the server reads. Elements
 * have the type that {@link PostgresDialect#bind} gives a single value, without length or scale:
 * the insert then fits them to the column as it does single ones, and refuses what is too long
 * where a cast to the column's own type would cut it off.
 */
final class PostgresArrays {

  private static final int NANOS_PER_MICRO = 1_000;
  private static final int[] TENS = {1, 10, 100, 1_000, 10_000, 100_000};

  private final SqlTable table;
  private final List<String> types;

  private PostgresArrays(SqlTable table, List<String> types) {
    this.table = table;
    this.types = types;
  }

  /** Empty for a table with an enum, whose values only {@link PostgresDialect#bind} can send. */
  static Optional<PostgresArrays> of(SqlTable table, StoredTable stored) {
    List<String> types = new ArrayList<>();
    for (Column column : table.columns()) {
      StoredColumn there = stored.columns().get(column.name());
      if (there == null || there.type().equals("enum")) {
        return Optional.empty();
      }
      types.add(type(column.type(), there.type()));
    }
    return Optional.of(new PostgresArrays(table, List.copyOf(types)));
  }

  /** The type of an element, before it is fitted to its column. */
  private static String type(ColumnType of, String stored) {
    return switch (of) {
      case BOOLEAN -> "bool";
      case INT64 -> "int8";
      case FLOAT64 -> "float8";
      case DECIMAL -> "numeric";
      case DATE -> "date";
      case UUID -> "uuid";
      case BYTES -> "bytea";
      case TIMESTAMP, JSON -> stored;
      case STRING -> stored.equals("uuid") ? stored : "text";
    };
  }

  /** An INSERT of some whole rows, in the order of the arrays, without an end. */
  String insert() {
    List<String> arrays = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      String sent = sentType(table.columns().get(i));
      String cast = types.get(i).equals(sent) ? "" : "::" + types.get(i) + "[]";
      arrays.add("?::" + sent + "[]" + cast);
    }
    return "INSERT INTO %s (%s) SELECT * FROM unnest(%s)"
        .formatted(table.quoted(), table.list(table.names(), ""), String.join(", ", arrays));
  }

  private static String sentType(Column column) {
    return switch (column.type()) {
      case BOOLEAN -> "bool";
      case INT64 -> "int8";
      case FLOAT64 -> "float8";
      default -> "text";
    };
  }

  /** Sets the parameters of {@link #insert} to the values of all columns of each row. */
  void bind(PreparedStatement statement, List<? extends List<? extends @Nullable Object>> rows)
      throws SQLException {
    for (int i = 0; i < table.columns().size(); i++) {
      Column column = table.columns().get(i);
      @Nullable Object[] elements = elements(column.type(), rows.size());
      for (int row = 0; row < elements.length; row++) {
        Object value = rows.get(row).get(i);
        elements[row] = elements instanceof String[] && value != null ? text(value) : value;
      }
      statement.setArray(
          i + 1, statement.getConnection().createArrayOf(sentType(column), elements));
    }
  }

  /** The driver sends these in binary form. */
  private static @Nullable Object[] elements(ColumnType type, int size) {
    return switch (type) {
      case BOOLEAN -> new @Nullable Boolean[size];
      case INT64 -> new @Nullable Long[size];
      case FLOAT64 -> new @Nullable Double[size];
      default -> new @Nullable String[size];
    };
  }

  private static String text(Object checked) {
    if (checked instanceof OffsetDateTime utc) {
      return moment(utc.toLocalDateTime(), "+00");
    }
    if (checked instanceof LocalDateTime local) {
      return moment(local, "");
    }
    if (checked instanceof LocalDate date) {
      return date(new StringBuilder(), date).append(era(date)).toString();
    }
    return checked instanceof byte[] bytes
        ? "\\x" + HexFormat.of().formatHex(bytes)
        : checked.toString();
  }

  /** To the microsecond, rounded as the driver does. */
  private static String moment(LocalDateTime value, String zone) {
    LocalDateTime rounded = value.plusNanos(NANOS_PER_MICRO / 2);
    StringBuilder text = date(new StringBuilder(32), rounded.toLocalDate());
    digits(text.append(' '), rounded.getHour(), 2);
    digits(text.append(':'), rounded.getMinute(), 2);
    digits(text.append(':'), rounded.getSecond(), 2);
    digits(text.append('.'), rounded.getNano() / NANOS_PER_MICRO, 6);
    return text.append(zone).append(era(rounded.toLocalDate())).toString();
  }

  private static StringBuilder date(StringBuilder text, LocalDate date) {
    int year = date.getYear();
    digits(text, year > 0 ? year : 1 - year, 4);
    digits(text.append('-'), date.getMonthValue(), 2);
    digits(text.append('-'), date.getDayOfMonth(), 2);
    return text;
  }

  /** The year before 1 is 1 BC. */
  private static String era(LocalDate date) {
    return date.getYear() > 0 ? "" : " BC";
  }

  /** At least this many. */
  private static void digits(StringBuilder text, int number, int least) {
    for (int above = TENS[least - 1]; above > 1 && number < above; above /= 10) {
      text.append('0');
    }
    text.append(number);
  }
}
