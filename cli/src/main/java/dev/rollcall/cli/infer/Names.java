package dev.rollcall.cli.infer;

import dev.rollcall.core.record.Texts;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of fields: as words, as columns and as paths. */
final class Names {

  private static final int LONGEST = 63;

  /** Where one word ends and the next begins: {@code userID}, {@code HTTPCode}, {@code a-b c}. */
  private static final Pattern BORDER =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+");

  /** What a path must not hold unquoted. */
  private static final Pattern SPECIAL = Pattern.compile("[.$/\\[\\]{}*'\"\\\\]|->|^@|^\\s|\\s$");

  /** What a selection may hold unquoted. */
  private static final Pattern UNQUOTED = Pattern.compile("[A-Za-z0-9_-]+");

  /** Of MongoDB's extended JSON: what holds them has the name. */
  private static final Set<String> WRAPPED =
      Set.of("$oid", "$date", "$numberLong", "$numberDecimal", "$numberInt", "$numberDouble");

  private Names() {}

  static boolean isWrapped(String name) {
    return WRAPPED.contains(name);
  }

  /** Words, written with spaces between them. */
  static Set<String> setOf(String words) {
    return Set.copyOf(List.of(words.split(" ")));
  }

  /** Its words in lower case. */
  static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    for (String word : BORDER.split(ascii(name))) {
      if (!word.isEmpty()) {
        words.add(word.toLowerCase(Locale.ROOT));
      }
    }
    return words;
  }

  private static String ascii(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKD).replaceAll("\\p{M}", "");
  }

  /** The name of a column or type: lower_snake_case. */
  static String column(List<String> path) {
    List<String> words = new ArrayList<>();
    for (String name : path) {
      if (!WRAPPED.contains(name)) {
        words.addAll(words(name));
      }
    }
    String joined = String.join("_", words);
    if (joined.isEmpty()) {
      joined = "column";
    }
    if (Character.isDigit(joined.charAt(0)) || joined.startsWith("rollcall")) {
      joined = "_" + joined;
    }
    return joined.substring(0, Math.min(LONGEST, joined.length()));
  }

  /** The same, and none of those that are taken. */
  static String column(List<String> path, Set<String> taken) {
    String name = column(path);
    String free = name;
    for (int i = 2; taken.contains(free); i++) {
      String end = "_" + i;
      free = name.substring(0, Math.min(name.length(), LONGEST - end.length())) + end;
    }
    return free;
  }

  /** A path as a record type writes it. */
  static String path(List<String> path) {
    return String.join(".", path.stream().map(Names::quoted).toList());
  }

  /** The one object of an array whose field has this text: {@code [key=page]}. */
  static String selection(String field, String text) {
    return "["
        + quoted(field)
        + "="
        + (UNQUOTED.matcher(text).matches() ? text : "'" + text.replace("'", "''") + "'")
        + "]";
  }

  /** For a comment: one line, and not long. */
  static String printable(String name) {
    String text = Texts.printable(name, 40);
    return text.length() < name.length() ? text + "…" : text;
  }

  private static String quoted(String name) {
    return SPECIAL.matcher(name).find() ? "'" + name.replace("'", "''") + "'" : name;
  }
}
