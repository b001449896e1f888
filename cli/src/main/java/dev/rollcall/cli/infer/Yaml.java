package dev.rollcall.cli.infer;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts as a YAML file holds them. */
final class Yaml {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");

  /** What YAML takes for something else than a text. */
  private static final Set<String> WORDS = Names.setOf("true false yes no on off y n null");

  private Yaml() {}

  /** In quotes if it needs some. */
  static String text(String text) {
    return PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))
        ? text
        : quoted(text);
  }

  /** In double quotes. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' '
          || c >= 0x7F && c < 0xA0
          || c == 0x2028
          || c == 0x2029
          || c == 0xFEFF
          || Character.isSurrogate(c)) {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /** A list in quotes, within brackets; one text needs none. */
  static String quoted(Collection<String> texts) {
    return texts.size() == 1
        ? quoted(texts.iterator().next())
        : texts.stream().map(Yaml::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  /** A list within brackets; one text needs none. */
  static String list(List<String> texts) {
    return texts.size() == 1
        ? text(texts.get(0))
        : texts.stream().map(Yaml::text).collect(Collectors.joining(", ", "[", "]"));
  }
}
