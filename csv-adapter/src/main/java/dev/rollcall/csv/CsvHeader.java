package dev.rollcall.csv;

import dev.rollcall.core.error.DataException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a CSV file and what it implies for the other lines.
 *
 * @param names of the columns that are read, in their order
 * @param first where the first of them stands
 * @param width cells of each line, those without a name included
 * @param spaced true if a space follows each separator
 * @param notes what is unusual and was accepted
 */
record CsvHeader(List<String> names, int first, int width, boolean spaced, List<String> notes) {

  private static final String OTHER_SEPARATORS = ",;\t|";

  /**
   * Of these cells.
   *
   * @param file what messages call the file
   * @throws DataException if they do not name each column
   */
  static CsvHeader of(String file, List<String> cells, CsvFormat format) {
    List<String> names = new ArrayList<>(cells.stream().map(String::strip).toList());
    List<String> notes = new ArrayList<>();
    int width = names.size();
    int first = 0;
    if (width == 1 && !names.get(0).startsWith("sep=")) {
      requireNoOtherSeparator(file, names.get(0), format);
    } else if (names.get(0).isEmpty()) {
      first = 1;
      names.remove(0);
      notes.add(
          "the first column has no name: it is taken for the index that pandas writes, and not"
              + " read; to_csv(index=False) leaves it out");
    }
    int nameless = 0;
    while (!names.isEmpty() && names.get(names.size() - 1).isEmpty()) {
      names.remove(names.size() - 1);
      nameless++;
    }
    if (nameless > 0) {
      notes.add(
          "the first line ends with %d separator(s) more than there are names: lines must do so too,"
                  .formatted(nameless)
              + " with nothing in between");
    }
    requireNames(file, names, first);
    boolean spaced = width > 1 && cells.stream().skip(1).allMatch(cell -> cell.startsWith(" "));
    if (spaced) {
      notes.add("a space follows each separator: spaces around cells are not part of them");
    } else if (!cells.stream().allMatch(cell -> cell.equals(cell.strip()))) {
      notes.add("spaces around the names of columns are not part of them");
    }
    return new CsvHeader(List.copyOf(names), first, width, spaced, List.copyOf(notes));
  }

  /** No name is shown: in a file without such a line it is data. */
  private static void requireNames(String file, List<String> names, int first) {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      int cell = first + i + 1;
      Integer other = seen.putIfAbsent(names.get(i), cell);
      if (names.get(i).isEmpty() || other != null) {
        throw new DataException(
            "%s: got %s, expected a name of its own for each column"
                .formatted(
                    file,
                    other == null || names.get(i).isEmpty()
                        ? "no name in cell " + cell
                        : "the same name in cells " + other + " and " + cell));
      }
    }
    if (names.isEmpty()) {
      throw new DataException(file + ": got no name, expected one for each column");
    }
    if (names.get(0).startsWith("sep=")) {
      throw new DataException(
          file + ": got Excel's note of the separator, expected names; remove the line");
    }
  }

  private static void requireNoOtherSeparator(String file, String name, CsvFormat format) {
    for (char other : OTHER_SEPARATORS.toCharArray()) {
      if (other != format.separator() && name.indexOf(other) >= 0) {
        throw new DataException(
            "%s: got one column whose name holds %s, expected names; set the separator (--separator)"
                .formatted(file, other == '\t' ? "tabs" : "'" + other + "'"));
      }
    }
  }

  /** What is wrong with the cells that have no name; empty if nothing is. */
  String problem(List<String> cells) {
    for (int i = first + names.size(); i < width; i++) {
      if (!cells.get(i).isBlank()) {
        return "got text in cell "
            + (i + 1)
            + ", whose column has no name; name it in the first line";
      }
    }
    return "";
  }
}
