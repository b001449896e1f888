package dev.rollcall.core.internal.decode;

import static java.util.stream.Collectors.joining;

import dev.rollcall.core.record.Suggestions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether two names of fields may mean the same, whatever their case and the signs in them. */
final class Likeness {

  /** So many letters in common say something. */
  private static final int LETTERS = 4;

  /** Words that say nothing of what a field is about. */
  private static final Set<String> COMMON =
      Set.of("name", "date", "time", "code", "type", "value", "number", "text", "data", "user");

  private static final Pattern WORDS = Pattern.compile("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})");

  private Likeness() {}

  /**
   * How many letters the names have in common, if those are half of the longer name one after the
   * other, all but a slip, or a word that says much; else 0.
   */
  static int of(String wanted, String seen) {
    String one = letters(wanted);
    String other = letters(seen);
    int longest = 0;
    for (int i = 0; i < one.length(); i++) {
      for (int j = 0; j < other.length(); j++) {
        int length = 0;
        while (i + length < one.length()
            && j + length < other.length()
            && one.charAt(i + length) == other.charAt(j + length)) {
          length++;
        }
        longest = Math.max(longest, length);
      }
    }
    boolean isWhole = longest == one.length() && longest == other.length();
    if (isWhole || longest >= LETTERS && longest * 2 >= Math.max(one.length(), other.length())) {
      return longest;
    }
    int distance = Suggestions.distance(one, other);
    if (Math.min(one.length(), other.length()) > LETTERS && distance * 4 <= one.length()) {
      return one.length() - distance;
    }
    List<String> words = words(seen);
    return words(wanted).stream().filter(words::contains).mapToInt(String::length).max().orElse(0);
  }

  private static List<String> words(String name) {
    return Stream.of(WORDS.split(name))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .filter(word -> word.length() >= LETTERS && !COMMON.contains(word))
        .toList();
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .mapToObj(Character::toString)
        .collect(joining());
  }
}
