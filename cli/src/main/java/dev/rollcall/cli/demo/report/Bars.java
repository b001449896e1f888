package dev.rollcall.cli.demo.report;

/** Bars of text, an eighth of a character exact. */
final class Bars {

  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
  private static final char FULL = '█';

  private Bars() {}

  /**
   * A bar of {@code share} of {@code width} characters, as long as it is and no longer. A share
   * that is not 0 shows.
   *
   * @param share from 0 to 1
   */
  static String of(double share, int width) {
    if (!(share > 0)) {
      return "";
    }
    int eighths = (int) Math.max(1, Math.round(Math.min(1, share) * width * 8));
    String full = String.valueOf(FULL).repeat(eighths / 8);
    return eighths % 8 == 0 ? full : full + EIGHTHS.charAt(eighths % 8);
  }
}
