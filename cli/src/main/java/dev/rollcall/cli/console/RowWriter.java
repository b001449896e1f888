package dev.rollcall.cli.console;

import dev.rollcall.core.record.Column;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows as text to standard output. Not threadsafe. */
public interface RowWriter {

  /** The names of the formats. */
  List<String> FORMATS = List.of("ndjson", "csv", "table");

  /** One row: the values of the columns in their order. */
  void write(@Nullable Object[] values) throws IOException;

  /** Writes what is held back; the stream stays open. */
  void finish() throws IOException;

  /** A writer of this format, one of {@link #FORMATS}. */
  static RowWriter of(String format, List<Column> columns, Console console) throws IOException {
    return switch (Choice.of("--format", format, FORMATS)) {
      case "csv" -> GeneratorRows.csv(columns, console.out());
      case "table" -> new TextTable(columns, console, TextTable.WIDEST_CELL);
      default -> GeneratorRows.ndjson(columns, console.out());
    };
  }
}
