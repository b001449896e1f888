package dev.rollcall.core.clean;

import dev.rollcall.core.pipeline.Pipeline;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cleaners of texts. All are pure and threadsafe, and change nothing the second time. */
public final class Cleaners {

  private static final int LONGEST_EMAIL = 254;

  /** Spaces of every script, and the controls among them. */
  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");

  /**
   * What browsers take for an e-mail address: <a
   * href="https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address">HTML, valid
   * e-mail address</a>.
   */
  private static final Pattern EMAIL =
      Pattern.compile(
          "[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]++"
              + "@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
              + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*");

  private Cleaners() {}

  /**
   * One space between words, none around them, Unicode in the form NFC; null if nothing is left.
   */
  public static Pipeline.TextCleaner tidy() {
    return Cleaners::tidied;
  }

  /** As {@link #tidy}, and in lower case. */
  public static Pipeline.TextCleaner email() {
    return text -> {
      String tidy = tidied(text);
      return tidy == null ? null : tidy.toLowerCase(Locale.ROOT);
    };
  }

  /**
   * The digits of a telephone number, after a {@code +} if there was one: {@code (555) 123-4567} is
   * {@code 5551234567}. Knows no numbering plan: without a country code it adds none. Null if there
   * is no digit.
   */
  public static Pipeline.TextCleaner phone() {
    return text -> {
      StringBuilder digits = new StringBuilder(text.strip().startsWith("+") ? "+" : "");
      int before = digits.length();
      text.codePoints()
          .filter(Character::isDigit) // of every script
          .forEach(point -> digits.append(Character.digit(point, 10)));
      return digits.length() == before ? null : digits.toString();
    };
  }

  /** Whether a browser would take it for an e-mail address, of at most 254 characters. */
  public static boolean isEmail(String text) {
    return text.length() <= LONGEST_EMAIL && EMAIL.matcher(text).matches();
  }

  private static @Nullable String tidied(String text) {
    String spaced = SPACES.matcher(Normalizer.normalize(text, Normalizer.Form.NFC)).replaceAll(" ");
    String tidy = spaced.strip();
    return tidy.isEmpty() ? null : tidy;
  }
}
