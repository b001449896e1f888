package dev.rollcall.cli.console;

import dev.rollcall.core.record.Column;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values with a header (RFC 4180, lines end in CR LF). A null is nothing at all, an
 * empty text two quotes, so that the two differ.
 */
final class CsvRows implements RowWriter {

  private final OutputStream out;
  private final StringBuilder line = new StringBuilder();

  CsvRows(List<Column> columns, OutputStream out) throws IOException {
    this.out = out;
    write(columns.stream().map(Column::name).toArray());
  }

  @Override
  public void write(@Nullable Object[] values) throws IOException {
    line.setLength(0);
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        line.append(',');
      }
      Object value = values[i];
      if (value != null) {
        field(text(value));
      }
    }
    out.write(line.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The text of a value, the same in CSV and tables. */
  static String text(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    return value instanceof byte[] bytes
        ? Base64.getEncoder().encodeToString(bytes)
        : value.toString();
  }

  private void field(String text) {
    boolean plain = !text.isEmpty();
    for (int i = 0; i < text.length() && plain; i++) {
      plain = "\",\r\n".indexOf(text.charAt(i)) < 0;
    }
    if (plain) {
      line.append(text);
    } else {
      line.append('"').append(text.replace("\"", "\"\"")).append('"');
    }
  }

  @Override
  public void finish() {
    // every row was written at once
  }
}
