package dev.rollcall.cli.console;

import dev.rollcall.core.record.Column;
import java.io.IOException;
import java.util.List;
import org.apache.commons.io.function.IORunnable;
import org.jspecify.annotations.Nullable;

/** Writes rows as text to standard output. Not threadsafe but for {@link #prepared}. */
public interface RowWriter {

  /** The names of the formats. */
  List<String> FORMATS = List.of("ndjson", "csv", "table");

  /**
   * Makes the text of rows on any thread, several at once too. The action writes it; actions are to
   * be run one at a time, in the order of rows.
   */
  IORunnable prepared(Iterable<Cells> rows) throws IOException;

  /** Writes one row: the values of the columns in their order. */
  default void write(@Nullable Object[] values) throws IOException {
    prepared(List.of(place -> values[place])).run();
  }

  /** Writes what is held back; the stream stays open. */
  void finish() throws IOException;

  /** A writer of this format, one of {@link #FORMATS}. */
  static RowWriter of(String format, List<Column> columns, Console console) throws IOException {
    return switch (Choice.of("--format", format, FORMATS)) {
      case "csv" -> new CsvRows(columns, console.out());
      case "table" -> new TextTable(columns, console, TextTable.WIDEST_CELL);
      default -> new JsonRows(columns, console.out());
    };
  }
}
