package dev.rollcall.jdbc;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Row;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one statement as {@link PostgresArrays} sends them. Each row is written out as it
 * comes, while its values are at hand: a pass per column would fetch every row from memory as often
 * as it has columns. Not threadsafe.
 */
final class ArrayRows {

  private static final int NANOS_PER_MICRO = 1_000;
  private static final long MICROS_PER_SECOND = 1_000_000;

  /** PostgreSQL counts days and microseconds from here. */
  private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);

  private static final long EPOCH_DAY = EPOCH.toEpochDay();
  private static final long EPOCH_SECOND = EPOCH.atStartOfDay().toEpochSecond(ZoneOffset.UTC);

  /** Texts that are taken whatever they are, so that they need not be looked at. */
  private static final Set<String> PLAIN = Set.of("text", "varchar", "json", "jsonb");

  private final RowTable rows;
  private final RowValues values;
  private final List<PostgresArrays.Sent> sent;
  private final ArrayBytes[] columns;

  /** For each column of the rows, whether its texts are taken as they are. */
  private final boolean[] plain;

  /** No rows yet. */
  ArrayRows(RowTable rows, RowValues values, PostgresArrays arrays) {
    this.rows = rows;
    this.values = values;
    this.sent = arrays.sent();
    this.columns =
        sent.stream().map(each -> new ArrayBytes(each.element)).toArray(ArrayBytes[]::new);
    this.plain = new boolean[values.size()];
    for (int i = 0; i < plain.length; i++) {
      StoredColumn stored = values.stored(i);
      plain[i] =
          sent.get(i) == PostgresArrays.Sent.TEXT
              && stored != null
              && stored.length() < 0
              && PLAIN.contains(stored.type());
    }
  }

  void clear() {
    for (ArrayBytes column : columns) {
      column.clear();
    }
  }

  /** Undoes the last addition. */
  void removeLast() {
    for (ArrayBytes column : columns) {
      column.removeLast();
    }
  }

  /** How many bytes all arrays have. */
  long bytes() {
    long bytes = 0;
    for (ArrayBytes column : columns) {
      bytes += column.length();
    }
    return bytes;
  }

  /**
   * Adds a row.
   *
   * @throws DataException if a column cannot hold its value; then nothing is added
   */
  void add(RowSink.VersionedRow versioned) {
    int before = columns[0].size();
    try {
      for (int i = 0; i < values.size(); i++) {
        add(i, versioned.row());
      }
    } catch (DataException unusable) {
      for (ArrayBytes column : columns) {
        if (column.size() > before) {
          column.removeLast();
        }
      }
      throw unusable;
    }
    int own = values.size();
    for (long part : rows.numbers(versioned.version())) {
      columns[own++].addLong(part);
    }
    if (own < columns.length) {
      columns[own].addBoolean(versioned.deleted());
    }
  }

  private void add(int position, Row row) {
    ArrayBytes column = columns[position];
    if (isPassed(position, row, column)) {
      return;
    }
    if (row.isNull(position)) {
      column.addNull();
      return;
    }
    switch (sent.get(position)) {
      case BOOL -> column.addBoolean(row.getBoolean(position));
      case INT8 -> column.addLong(row.getLong(position));
      case FLOAT8 -> column.addLong(Double.doubleToLongBits(row.getDouble(position)));
      case TEXT -> {
        String text = String.valueOf(values.value(row, position));
        column.addBytes(text.getBytes(StandardCharsets.UTF_8));
      }
      default -> add(values.value(row, position), column);
    }
  }

  /** Whether it was a text that could be taken out of the record's bytes. */
  private boolean isPassed(int position, Row row, ArrayBytes column) {
    int before = column.size();
    return plain[position] && row.passUtf8(position, column) && column.size() > before;
  }

  private static void add(@Nullable Object value, ArrayBytes column) {
    if (value instanceof OffsetDateTime moment) {
      column.addLong(micros(moment.toEpochSecond(), moment.getNano()));
    } else if (value instanceof LocalDateTime local) {
      column.addLong(micros(local.toEpochSecond(ZoneOffset.UTC), local.getNano()));
    } else if (value instanceof LocalDate day) {
      column.addInt(Math.toIntExact(day.toEpochDay() - EPOCH_DAY));
    } else if (value instanceof UUID uuid) {
      column.addLongs(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    } else if (value instanceof byte[] bytes) {
      column.addBytes(bytes);
    } else {
      throw new IllegalStateException("a value of no type that is sent as an array");
    }
  }

  /** To the microsecond, rounded as the driver does. */
  private static long micros(long second, int nanos) {
    return (second - EPOCH_SECOND) * MICROS_PER_SECOND
        + (nanos + NANOS_PER_MICRO / 2) / NANOS_PER_MICRO;
  }

  /** Sets the parameters of {@link PostgresArrays#insert}. */
  void bind(PreparedStatement statement, DriverArrays driver) throws SQLException {
    for (int i = 0; i < columns.length; i++) {
      statement.setArray(i + 1, driver.of(sent.get(i).array, columns[i].toArray()));
    }
  }
}
