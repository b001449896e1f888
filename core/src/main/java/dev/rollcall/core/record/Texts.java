package dev.rollcall.core.record;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;

/** Texts as stores can keep them, and as messages show them. Threadsafe. */
public final class Texts {

  private Texts() {}

  /** True if each half of a character outside the basic plane has its other half. */
  public static boolean isPaired(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)
          && (!Character.isHighSurrogate(c)
              || ++i == text.length()
              || !Character.isLowSurrogate(text.charAt(i)))) {
        return false;
      }
    }
    return true;
  }

  /** The text in one line of a log: with U+FFFD for each half character, control and line break. */
  public static String printable(String text) {
    return printable(text, text.length());
  }

  /** The same of at most so many characters of the text. */
  public static String printable(String text, int most) {
    StringBuilder whole = new StringBuilder(Math.min(text.length(), most));
    text.codePoints().limit(most).map(Texts::shown).forEach(whole::appendCodePoint);
    return whole.toString();
  }

  /** The first {@code most} chars of a text, one less if the cut would split a surrogate pair. */
  public static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean splits = most > 0 && Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, splits ? most - 1 : most);
  }

  private static int shown(int c) {
    boolean breaksLine = Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
    return isHalf(c) || breaksLine ? 0xFFFD : c;
  }

  private static boolean isHalf(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  /** The text with U+FFFD in the place of each half character. */
  public static String paired(String text) {
    if (isPaired(text)) {
      return text;
    }
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints().map(c -> isHalf(c) ? 0xFFFD : c).forEach(whole::appendCodePoint);
    return whole.toString();
  }

  /**
   * Suggests the known name that is nearest to a misspelt one, for the end of a message.
   *
   * @return {@code "; did you mean 'age'?"}, or the empty string if nothing is near enough
   */
  public static String didYouMean(String got, Collection<String> known) {
    String best = "";
    int bestDistance = Math.max(1, got.length() / 3) + 1;
    for (String name : known) {
      int distance = distance(got.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (distance < bestDistance) {
        bestDistance = distance;
        best = name;
      }
    }
    return best.isEmpty() ? "" : "; did you mean '" + best + "'?";
  }

  /** Inserts, deletes, replacements and swaps of neighbours (optimal string alignment). */
  public static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }

  /** The SHA-256 (FIPS 180-4) of these bytes: 64 hexadecimal digits in lower case. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
