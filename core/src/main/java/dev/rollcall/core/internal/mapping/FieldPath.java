package dev.rollcall.core.internal.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A path of field names: {@code name.first}. A name that contains a dot or another special
 * character is quoted, with single or double quotes, doubled inside: {@code prices.'list.net'}.
 */
public final class FieldPath {

  /** Notations of other tools, which would never match a field. */
  private static final Pattern FOREIGN = Pattern.compile("[$/\\[\\]{}*'\"\\\\]|->");

  private FieldPath() {}

  /** The names of a path; what is wrong with it is said, with the right spelling. */
  public static List<String> parse(String text) {
    List<String> names = new ArrayList<>();
    int at = 0;
    while (true) {
      StringBuilder name = new StringBuilder();
      at = quoted(text, at) ? readQuoted(text, at, name) : readPlain(text, at, name);
      if (name.isEmpty()) {
        throw new IllegalArgumentException(
            text.length() > 1 && text.startsWith(".") && !text.contains("..")
                ? "write '%s': no dot before the first name".formatted(plain(text))
                : "an empty name in the path");
      }
      if (name.charAt(0) == PathStep.MARK) {
        throw new IllegalArgumentException("a name begins with the character U+0000");
      }
      names.add(name.toString());
      if (at == text.length()) {
        return List.copyOf(names);
      }
      if (text.charAt(at) != '.') {
        throw new IllegalArgumentException("expected a dot after the quoted name");
      }
      at++;
    }
  }

  private static boolean quoted(String text, int at) {
    return at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"');
  }

  private static int readQuoted(String text, int from, StringBuilder name) {
    char quote = text.charAt(from);
    for (int at = from + 1; at < text.length(); at++) {
      if (text.charAt(at) != quote) {
        name.append(text.charAt(at));
      } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
        name.append(quote);
        at++;
      } else {
        return at + 1;
      }
    }
    throw new IllegalArgumentException("the quote " + quote + " is not closed");
  }

  private static int readPlain(String text, int from, StringBuilder name) {
    int end = text.indexOf('.', from);
    end = end < 0 ? text.length() : end;
    name.append(text, from, end);
    if (FOREIGN.matcher(name).find()) {
      throw new IllegalArgumentException(remedy(text));
    }
    return end;
  }

  private static String remedy(String text) {
    if (text.matches(".*\\[(\\d*|\\*)].*")) {
      return "paths go through objects, not into arrays: write '%s' and take the array as a JSON column, make its elements records with envelope(…), or its items rows with items(…)"
          .formatted(plain(text.substring(0, text.indexOf('['))));
    }
    String plain = plain(text);
    if (text.matches("\\$[^.\\[/].*")) {
      return "write '%s' for the field of that name, or '%s' if the dollar is not part of it"
          .formatted(quote(text), plain);
    }
    return "write '%s': names with dots between them; a name that itself holds a sign such as . $ / stands in quotes, as in \"a.'b/c'\""
        .formatted(plain);
  }

  /** JSONPath, JSON pointer and SQL arrows as dots. */
  private static String plain(String text) {
    String dotted =
        text.replaceAll("\\[['\"]([^'\"]*)['\"]]", ".$1")
            .replaceAll("->>?", ".")
            .replaceAll("[$/\\[\\]{}*'\"\\\\]+", ".")
            .replaceAll("\\.+", ".");
    return dotted.replaceAll("^\\.|\\.$", "");
  }

  /** The path as it must be written. */
  public static String written(List<String> path) {
    return path.stream().map(FieldPath::written).collect(Collectors.joining("."));
  }

  /** Whether a path is this one, or goes on behind it. */
  public static boolean isWithin(List<String> path, List<String> above) {
    return path.size() >= above.size() && path.subList(0, above.size()).equals(above);
  }

  private static String quote(String name) {
    return "'" + name.replace("'", "''") + "'";
  }

  /** A name as it must be written in a path. */
  public static String written(String name) {
    return name.indexOf('.') >= 0 || FOREIGN.matcher(name).find() ? quote(name) : name;
  }
}
