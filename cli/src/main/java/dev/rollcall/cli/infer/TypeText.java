package dev.rollcall.cli.infer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes a type as YAML, with comments that say why it is so. */
final class TypeText {

  /** Comments do not begin further to the right than here, unless a line is that long. */
  private static final int COMMENTS = 90;

  private final TypeDraft type;
  private final StringBuilder text = new StringBuilder();
  private final List<Line> lines = new ArrayList<>();

  private record Line(String content, String comment) {}

  private TypeText(TypeDraft type) {
    this.type = type;
  }

  /**
   * The file.
   *
   * @param about lines for its beginning
   */
  static String of(TypeDraft type, List<String> about) {
    TypeText text = new TypeText(type);
    about.forEach(line -> text.line("", line));
    text.end();
    text.head();
    text.end();
    text.columns();
    text.end();
    return text.text.toString();
  }

  private void head() {
    Shape shape = type.shape();
    line("name: " + Yaml.text(type.name()), "");
    line("key: " + Yaml.list(type.key()), type.keyComment());
    if (!type.rowVersion().isEmpty()) {
      line(
          "# rowVersion: " + type.rowVersion(),
          "if this time, not the record's, tells which of two rows of a key is newer");
    }
    if (!shape.envelope().isEmpty()) {
      line("envelope: " + path(shape.envelope()), "the array that holds the records" + others());
    }
    if (!shape.wrapper().isEmpty()) {
      line("alsoUnder: " + path(shape.wrapper()), "the object that holds the fields");
    }
    if (shape.changes() != null) {
      line(
          "deletedWhere: {path: %s, value: d, keyBelow: %s}"
              .formatted(
                  path(below(shape.changes(), "op")), path(below(shape.changes(), "before"))),
          "changes of Debezium");
    }
    if (!type.items().isEmpty()) {
      line("items: " + path(type.items()), "a row for each item of this array");
    }
    if (!shape.error().isEmpty()) {
      line(
          "error: " + Yaml.text(Names.path(List.of(shape.error()))),
          "the source reports errors in it");
    }
    if (!type.secrets().isEmpty()) {
      line("secret: " + Yaml.list(type.secrets()), "dropped while reading, never in a row");
    }
  }

  private String others() {
    List<List<String>> others = type.shape().otherArrays();
    return others.isEmpty()
        ? ""
        : "; others are "
            + others.stream()
                .limit(5)
                .map(Names::path)
                .map(Names::printable)
                .collect(Collectors.joining(", "));
  }

  private static List<String> below(List<String> path, String name) {
    List<String> below = new ArrayList<>(path);
    below.add(name);
    return below;
  }

  private static String path(List<String> path) {
    return Yaml.text(Names.path(path));
  }

  private void columns() {
    line("columns:", "");
    for (ColumnDraft column : type.columns()) {
      Map<String, String> words = column.words();
      String said =
          words.keySet().equals(Set.of("type"))
              ? words.get("type")
              : words.entrySet().stream()
                  .map(word -> word.getKey() + ": " + inBraces(word.getValue()))
                  .collect(Collectors.joining(", ", "{", "}"));
      String name = Yaml.text(column.name());
      line("  " + name + ": " + said, column.comment());
    }
  }

  /** A comma within braces ends a value that is not in quotes. */
  private static String inBraces(String value) {
    return value.startsWith("DECIMAL(") ? Yaml.quoted(value) : value;
  }

  private void line(String content, String comment) {
    lines.add(new Line(content, comment));
  }

  /** Writes the lines so far, their comments below one another. */
  private void end() {
    int begin =
        lines.stream()
            .filter(line -> !line.comment().isEmpty())
            .mapToInt(line -> line.content().length())
            .filter(length -> length <= COMMENTS)
            .max()
            .orElse(0);
    for (Line line : lines) {
      text.append(line.content());
      if (!line.comment().isEmpty()) {
        int spaces = line.content().isEmpty() ? 0 : begin - line.content().length() + 2;
        text.append(" ".repeat(line.content().isEmpty() ? 0 : Math.max(2, spaces)))
            .append("# ")
            .append(line.comment());
      }
      text.append('\n');
    }
    lines.clear();
  }
}
