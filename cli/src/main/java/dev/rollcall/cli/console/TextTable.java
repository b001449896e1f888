package dev.rollcall.cli.console;

import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.io.function.IORunnable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * A table for people: aligned, numbers to the right, {@code -} for null. The widths are those of
 * the first {@value #SAMPLE} rows, so that a stream of any length can be shown; on a terminal,
 * lines are cut to its width.
 */
public final class TextTable implements RowWriter {

  /** Rows that decide the widths: {@value}. */
  static final int SAMPLE = 200;

  /** A width of cells that suits most tables: {@value}. */
  public static final int WIDEST_CELL = 36;

  private static final int NUMBER_SCALE = 6;
  private static final String GAP = "  ";
  private static final Set<ColumnType> NUMBERS =
      EnumSet.of(ColumnType.INT64, ColumnType.FLOAT64, ColumnType.DECIMAL);

  private final List<Column> columns;
  private final Console console;
  private final int widest;
  private final int[] widths;
  private final List<String[]> sample = new ArrayList<>();
  private boolean started;

  /** With cells of at most {@code widest} columns. */
  public TextTable(List<Column> columns, Console console, int widest) {
    this.widest = widest;
    this.columns = List.copyOf(columns);
    this.console = console;
    this.widths = columns.stream().mapToInt(column -> TerminalText.width(column.name())).toArray();
  }

  /** Nothing is made of rows before: the widths depend on those before them. */
  @Override
  public IORunnable prepared(Iterable<Cells> rows) {
    return () -> {
      for (Cells row : rows) {
        write(row);
      }
    };
  }

  private void write(Cells row) throws IOException {
    String[] cells = new String[columns.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = cell(row.get(i));
    }
    if (started) {
      line(cells, false);
      return;
    }
    sample.add(cells);
    if (sample.size() == SAMPLE) {
      start();
    }
  }

  @Override
  public void finish() throws IOException {
    if (!started) {
      start();
    }
  }

  private void start() throws IOException {
    started = true;
    for (String[] cells : sample) {
      for (int i = 0; i < cells.length; i++) {
        widths[i] = Math.max(widths[i], Math.min(widest, TerminalText.width(cells[i])));
      }
    }
    line(columns.stream().map(Column::name).toArray(String[]::new), true);
    for (String[] cells : sample) {
      line(cells, false);
    }
    sample.clear();
  }

  private void line(String[] cells, boolean header) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      String text = TerminalText.cut(cells[i], widths[i]);
      String padding = " ".repeat(widths[i] - TerminalText.width(text));
      boolean right = NUMBERS.contains(columns.get(i).type());
      line.append(i == 0 ? "" : GAP).append(right ? padding + text : text + padding);
    }
    String shown = line.toString().stripTrailing();
    if (console.outIsTerminal()) {
      shown = TerminalText.cut(shown, console.width());
    }
    if (header && console.colouredOut()) {
      shown = Ansi.ON.string("@|bold " + shown + "|@");
    }
    console.out().write((shown + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
  }

  private static String cell(@Nullable Object value) {
    if (value == null) {
      return "-";
    }
    if (value instanceof Double number) {
      return BigDecimal.valueOf(number)
          .setScale(NUMBER_SCALE, RoundingMode.HALF_EVEN)
          .stripTrailingZeros()
          .toPlainString();
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    String text =
        value instanceof byte[] bytes
            ? Base64.getEncoder().encodeToString(bytes)
            : value.toString();
    return TerminalText.printable(text).replace('\n', ' ');
  }
}
