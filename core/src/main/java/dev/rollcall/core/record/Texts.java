package dev.rollcall.core.record;

/** What makes a {@code String} text that every store can keep. Threadsafe. */
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
    boolean isHalf = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    boolean breaksLine = Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
    return isHalf || breaksLine ? 0xFFFD : c;
  }

  /** The text with U+FFFD in the place of each half character. */
  public static String paired(String text) {
    if (isPaired(text)) {
      return text;
    }
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(whole::appendCodePoint);
    return whole.toString();
  }
}
