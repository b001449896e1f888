package dev.rollcall.testkit.randomuser;

import dev.rollcall.testkit.random.Draw;
import java.time.LocalDate;
import java.util.Locale;

/**
 * The shape of a phone number, a postcode or a national id: '#' is a digit, '^' a digit but 0, '!'
 * a digit from 5, '@' a capital; {@code {dd} {mm} {yy}} are of the birth date and {@code {g}} is 1
 * for a man and 2 for a woman; all else stands for itself. One of several alternatives is drawn.
 * Threadsafe.
 */
record Shape(String[] alternatives) {

  static Shape of(String text) {
    return new Shape(text.split("\\|"));
  }

  String fill(Draw draw) {
    String pattern = draw.oneOf(alternatives);
    StringBuilder text = new StringBuilder(pattern.length());
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      switch (c) {
        case '#' -> text.append(draw.digit());
        case '^' -> text.append((char) ('1' + draw.below(9)));
        case '!' -> text.append((char) ('5' + draw.below(5)));
        case '@' -> text.append(draw.capital());
        default -> text.append(c);
      }
    }
    return text.toString();
  }

  String fill(Draw draw, LocalDate birth, boolean male) {
    String text = fill(draw);
    if (text.indexOf('{') < 0) {
      return text;
    }
    return text.replace("{dd}", two(birth.getDayOfMonth()))
        .replace("{mm}", two(birth.getMonthValue()))
        .replace("{yy}", two(birth.getYear() % 100))
        .replace("{g}", male ? "1" : "2");
  }

  private static String two(int number) {
    return String.format(Locale.ROOT, "%02d", number);
  }
}
