package dev.rollcall.core.internal.decode;

import static java.util.stream.Collectors.joining;

import dev.rollcall.core.record.Texts;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Scores how likely two field names mean the same, ignoring case and punctuation. */
final class NameSimilarity {

  /** Fewest letters in common that count. */
  private static final int MIN_LETTERS = 4;

  /** Words too common to say what a field is about. */
  private static final Set<String> COMMON =
      Set.of("name", "date", "time", "code", "type", "value", "number", "text", "data", "user");

  private static final Pattern WORDS = Pattern.compile("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})");

  private NameSimilarity() {}

  /**
   * Returns the number of letters the names have in common if they share a run of half of the
   * longer name, differ by a typo, or share a distinctive word; else 0.
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
    boolean areEqual = longest == one.length() && longest == other.length();
    if (areEqual
        || longest >= MIN_LETTERS && longest * 2 >= Math.max(one.length(), other.length())) {
      return longest;
    }
    int distance = Texts.distance(one, other);
    if (Math.min(one.length(), other.length()) > MIN_LETTERS && distance * 4 <= one.length()) {
      return one.length() - distance;
    }
    List<String> words = words(seen);
    return words(wanted).stream().filter(words::contains).mapToInt(String::length).max().orElse(0);
  }

  private static List<String> words(String name) {
    return Stream.of(WORDS.split(name))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .filter(word -> word.length() >= MIN_LETTERS && !COMMON.contains(word))
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
