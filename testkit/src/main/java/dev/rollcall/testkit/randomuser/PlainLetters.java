package dev.rollcall.testkit.randomuser;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Writes a name as the API writes it into an e-mail address: lower case, without accents, spaces
 * and hidden characters, other scripts in Latin letters; apostrophes and hyphens stay. Threadsafe.
 */
final class PlainLetters {

  private static final Map<Character, String> LETTERS = letters();

  private PlainLetters() {}

  static String of(String name) {
    String apart = Normalizer.normalize(name.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
    StringBuilder plain = new StringBuilder(name.length());
    for (int i = 0; i < apart.length(); i++) {
      char c = apart.charAt(i);
      if (c > ' ' && c < 127) {
        plain.append(c);
      } else {
        plain.append(LETTERS.getOrDefault(c, ""));
      }
    }
    return plain.toString();
  }

  private static Map<Character, String> letters() {
    Properties tables = WordLists.read("letters");
    Map<Character, String> letters = new HashMap<>();
    for (String table : tables.stringPropertyNames()) {
      for (String entry : WordLists.words(tables, table)) {
        letters.put(entry.charAt(0), entry.substring(2));
      }
    }
    return letters;
  }
}
