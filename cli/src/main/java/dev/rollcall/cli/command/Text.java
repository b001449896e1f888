package dev.rollcall.cli.command;

/** Text on a terminal: what it takes in width, and what must not get there. */
public final class Text {

  private Text() {}

  /** Without control characters: a value must not be able to move the cursor or set colours. */
  static String printable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) && c != '\n' ? 0xFFFD : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /** The columns that text takes: 2 for East Asian wide characters and emoji, 0 for marks. */
  public static int width(String text) {
    return text.codePoints().map(Text::width).sum();
  }

  /** The text in at most {@code columns}; an ellipsis stands for what was cut. */
  public static String cut(String text, int columns) {
    if (text.length() <= columns && width(text) <= columns) {
      return text;
    }
    int used = 0;
    int end = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      if (used + width(c) > columns - 1) {
        return width(text) <= columns ? text : text.substring(0, end) + "…";
      }
      used += width(c);
      end += Character.charCount(c);
    }
    return text;
  }

  private static int width(int c) {
    if (c < 0x300) {
      return 1;
    }
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    return isWide(c) ? 2 : 1;
  }

  private static boolean isWide(int c) {
    return c >= 0x1100
        && (c <= 0x115F
            || c >= 0x2E80 && c <= 0xA4CF
            || c >= 0xAC00 && c <= 0xD7A3
            || c >= 0xF900 && c <= 0xFAFF
            || c >= 0xFE30 && c <= 0xFE6F
            || c >= 0xFF00 && c <= 0xFF60
            || c >= 0xFFE0 && c <= 0xFFE6
            || c >= 0x1F300 && c <= 0x1FAFF
            || c >= 0x20000 && c <= 0x3FFFD);
  }
}
