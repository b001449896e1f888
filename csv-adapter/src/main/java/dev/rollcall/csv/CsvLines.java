package dev.rollcall.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a CSV file, cell by cell. A quoted cell may go over several lines of the file; a
 * quote that is never closed spoils its own line only. Not threadsafe.
 */
final class CsvLines {

  /**
   * A line.
   *
   * @param number the line of the file that it begins in, from 1
   * @param cells what stands in it; empty if it cannot be read
   * @param problem got and expected, if it cannot be read; else empty
   */
  record Line(long number, List<String> cells, String problem) {

    static Line bad(FileLines.Line line, String problem) {
      return new Line(line.number(), List.of(), problem);
    }

    boolean isBad() {
      return !problem.isEmpty();
    }
  }

  /** The cells of one text. */
  private record Cells(List<String> cells, boolean ok, boolean open) {}

  /** How far the end of a quoted cell is looked for. */
  private static final int MOST_LINES = 1_000;

  private static final int MOST_CHARACTERS = 4 << 20;

  private final FileLines lines;
  private final CsvFormat format;
  private final CsvFactory factory;
  private final CsvSchema schema;
  private final Deque<FileLines.Line> ahead = new ArrayDeque<>();

  /** Cells that a line must have; 0 for any number. */
  private int width;

  CsvLines(FileLines lines, CsvFormat format) {
    this.lines = lines;
    this.format = format;
    this.factory = CsvFactory.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();
    CsvSchema plain = CsvSchema.emptySchema().withColumnSeparator(format.separator());
    Character escape = format.escape();
    this.schema = escape == null ? plain : plain.withEscapeChar(escape);
  }

  /** Sets the expected number of cells, and whether to trim spaces around them. */
  void expect(int cells, boolean trimmed) {
    width = cells;
    factory.configure(CsvParser.Feature.TRIM_SPACES, trimmed);
  }

  /** The next line that is not blank; null at the end. */
  @Nullable Line next() throws IOException {
    FileLines.Line line = take();
    while (line != null && line.text() != null && isBlank(line.text())) {
      line = take();
    }
    if (line == null) {
      return null;
    }
    if (line.text() == null) {
      return Line.bad(line, line.problem());
    }
    Cells found = cells(line.text());
    if (found.open) {
      return joined(line, line.text());
    }
    return found.ok ? checked(line, found.cells) : Line.bad(line, quotes(line.text()));
  }

  private Line checked(FileLines.Line line, List<String> cells) {
    if (width == 0 || cells.size() == width) {
      return new Line(line.number(), cells, "");
    }
    String remedy =
        cells.size() < width
            ? "complete it"
            : cells.size() == width + 1 && cells.get(width).isEmpty()
                ? "the last is empty: if all lines end so, let the first one end with a separator too"
                : "put cells in quotes that hold a separator";
    return Line.bad(
        line,
        "got %d cells, expected %d as in the first line; %s"
            .formatted(cells.size(), width, remedy));
  }

  /** A cell goes on in the next lines, or its quote is never closed: only what fits is taken. */
  private Line joined(FileLines.Line first, String begin) throws IOException {
    List<FileLines.Line> more = new ArrayList<>();
    StringBuilder text = new StringBuilder(begin).append(first.end());
    while (more.size() < MOST_LINES && text.length() < MOST_CHARACTERS) {
      FileLines.Line next = take();
      if (next == null) {
        break;
      }
      more.add(next);
      if (next.text() == null) {
        break;
      }
      text.append(next.text());
      Cells found =
          next.text().indexOf('"') < 0 ? new Cells(List.of(), false, true) : cells(text.toString());
      if (found.ok && (width == 0 || found.cells.size() == width || !standsAlone(more.get(0)))) {
        return checked(first, found.cells);
      }
      if (!found.open) {
        break;
      }
      text.append(next.end());
    }
    for (int i = more.size() - 1; i >= 0; i--) {
      ahead.addFirst(more.get(i));
    }
    return Line.bad(first, "got a quote that is not closed, expected its end" + escapeHint(begin));
  }

  private boolean standsAlone(FileLines.Line line) {
    return line.text() != null && cells(line.text()).cells.size() == width;
  }

  private Cells cells(String text) {
    List<String> cells = new ArrayList<>();
    try (CsvParser parser = factory.createParser(text)) {
      parser.setSchema(schema);
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue()) {
          cells.add(parser.getText());
        }
      }
      return new Cells(cells, true, false);
    } catch (JsonProcessingException e) {
      // its message would quote the file
      boolean open = String.valueOf(e.getOriginalMessage()).startsWith("Missing closing quote");
      return new Cells(List.of(), false, open);
    } catch (IOException e) {
      throw new AssertionError("reading a text in memory", e);
    }
  }

  private String quotes(String text) {
    return "got text behind a closing quote, expected a separator" + escapeHint(text);
  }

  private String escapeHint(String text) {
    return format.escape() == null && text.contains("\\\"")
        ? "; if a backslash stands before quotes within cells (Spark, MySQL), set it as the escape"
            + " character (--escape)"
        : "; double each quote within a cell";
  }

  private boolean isBlank(String text) {
    return text.isBlank() && text.indexOf(format.separator()) < 0;
  }

  private FileLines.@Nullable Line take() throws IOException {
    FileLines.Line line = ahead.poll();
    return line == null ? lines.next() : line;
  }
}
