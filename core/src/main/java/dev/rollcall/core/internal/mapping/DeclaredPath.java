package dev.rollcall.core.internal.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Parses the paths of columns: those of {@link FieldPath}, {@code $.x}, {@code $.outer[].x},
 * {@code @}, and {@code params[key=page].value}. Where such a path may stand {@link ItemsCheck}
 * tells.
 */
public final class DeclaredPath {

  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");
  private static final Pattern SELECTION = Pattern.compile("\\[[^\\]]*=");
  private static final Pattern UNQUOTED = Pattern.compile("[^'\"\\[\\]]*");

  private final String text;
  private int at;

  private DeclaredPath(String text) {
    this.text = text;
  }

  /** The steps of a path; what is wrong with it is said, with the right spelling. */
  public static List<String> parse(String text) {
    if (text.equals("@")) {
      return List.of(PathStep.ITEM);
    }
    boolean selects = SELECTION.matcher(QUOTED.matcher(text).replaceAll("")).find();
    if (!selects && !text.startsWith("$.")) {
      return FieldPath.parse(text);
    }
    return new DeclaredPath(text).steps(selects);
  }

  private List<String> steps(boolean selects) {
    boolean anchored = text.startsWith("$.");
    at = anchored ? 2 : 0;
    StringBuilder outer = new StringBuilder();
    String outerMost = "";
    List<String> steps = new ArrayList<>();
    while (true) {
      String name = name();
      steps.add(name);
      outer.append(outer.isEmpty() ? "" : ".").append(FieldPath.written(name));
      if (text.startsWith("[]", at)) {
        if (!anchored || steps.stream().anyMatch(PathStep::isSelected)) {
          throw new IllegalArgumentException(
              "[] stands behind the names of arrays on the way to the item, right behind \"$.\": \"$.shipments[].carrier\"");
        }
        at += 2;
        outerMost = outer.append("[]").toString();
        steps.clear();
      } else if (at < text.length() && text.charAt(at) == '[') {
        if (!selects) {
          // what people write for other tools
          FieldPath.parse(text);
        }
        steps.add(selection());
      }
      if (at == text.length()) {
        break;
      }
      if (text.charAt(at) != '.') {
        throw new IllegalArgumentException("expected a dot behind " + text.substring(0, at));
      }
      at++;
    }
    if (steps.isEmpty()) {
      throw new IllegalArgumentException(
          "expected a field of the objects in that array: \"%s.x\"".formatted(text));
    }
    if (anchored) {
      steps.add(0, outerMost.isEmpty() ? PathStep.ELEMENT : PathStep.outer(outerMost));
    }
    return List.copyOf(steps);
  }

  private String name() {
    int from = at;
    if (isQuote()) {
      skipQuoted();
    } else {
      while (at < text.length() && text.charAt(at) != '.' && text.charAt(at) != '[') {
        at++;
      }
    }
    return FieldPath.parse(text.substring(from, at)).get(0);
  }

  /** {@code [field=text]}, each in quotes if it needs them. */
  private String selection() {
    at++;
    if (text.startsWith("?", at)) {
      throw new IllegalArgumentException(
          "of JSONPath's filters there is one: an array's object by the text of a field, \"params[key=page].value\"");
    }
    String field = part('=');
    String value = part(']');
    return PathStep.selected(field, value);
  }

  private String part(char end) {
    int from = at;
    String part;
    if (isQuote()) {
      skipQuoted();
      part = FieldPath.parse(text.substring(from, at)).get(0);
    } else {
      int to = text.indexOf(end, at);
      at = to < 0 ? text.length() : to;
      part = text.substring(from, at);
      if (!UNQUOTED.matcher(part).matches() || !part.equals(part.strip()) || part.isEmpty()) {
        throw new IllegalArgumentException(
            "got [%s…, expected [field=text] as in \"params[key=page].value\"; what is empty or holds a quote, a bracket or space around it stands in quotes"
                .formatted(part));
      }
    }
    if (at >= text.length() || text.charAt(at) != end) {
      throw new IllegalArgumentException(
          "expected %s behind %s, as in \"params[key=page].value\""
              .formatted(end, text.substring(0, at)));
    }
    at++;
    if (part.indexOf(PathStep.MARK) >= 0) {
      throw new IllegalArgumentException("a name or text holds the character U+0000");
    }
    return part;
  }

  private boolean isQuote() {
    return at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"');
  }

  private void skipQuoted() {
    char quote = text.charAt(at);
    at++;
    while (at < text.length()) {
      if (text.charAt(at) != quote) {
        at++;
      } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
        at += 2;
      } else {
        at++;
        return;
      }
    }
    throw new IllegalArgumentException("the quote " + quote + " is not closed");
  }
}
