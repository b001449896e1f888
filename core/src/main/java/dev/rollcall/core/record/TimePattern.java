package dev.rollcall.core.record;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A declared pattern of texts that stand for a time, compiled. Strict: nothing is clamped or
 * completed. Threadsafe.
 */
public final class TimePattern {

  private static final OffsetDateTime SAMPLE =
      OffsetDateTime.of(2001, 12, 30, 23, 58, 59, 123_456_789, ZoneOffset.UTC);

  /** Outside of quoted text: a year of two digits, whose century would be a guess. */
  private static final Pattern SHORT_YEAR = Pattern.compile("(?<![yu])(?:yy|uu)(?![yu])");

  private static final Pattern TIME = Pattern.compile("[HhKkmsSAnNa]");

  private final DateTimeFormatter formatter;

  private TimePattern(DateTimeFormatter formatter) {
    this.formatter = formatter;
  }

  /**
   * Compiles a pattern.
   *
   * @throws IllegalArgumentException if it is none, or does not say at least a whole day
   */
  public static TimePattern of(String pattern) {
    String bare = pattern.replaceAll("'[^']*'", "");
    if (SHORT_YEAR.matcher(bare).find()) {
      throw new IllegalArgumentException("years have four digits: yyyy");
    }
    // strict resolving wants an era with a year of era; nobody writes one
    String strict = bare.contains("G") ? pattern : outsideOfQuotes(pattern);
    TimePattern compiled =
        new TimePattern(
            DateTimeFormatter.ofPattern(strict, Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT));
    if (!compiled.isWhole(bare)) {
      throw new IllegalArgumentException(
          "it must say year, month and day, and of a time the hour (hh with a, or HH)");
    }
    return compiled;
  }

  private boolean isWhole(String bare) {
    try {
      TemporalAccessor read = parse(formatter.format(SAMPLE.atZoneSameInstant(ZoneOffset.UTC)));
      return !(read instanceof LocalDate) || !TIME.matcher(bare).find();
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static String outsideOfQuotes(String pattern) {
    StringBuilder strict = new StringBuilder();
    boolean quoted = false;
    for (char c : pattern.toCharArray()) {
      quoted ^= c == '\'';
      strict.append(c == 'y' && !quoted ? 'u' : c);
    }
    return strict.toString();
  }

  /**
   * What a text says: a {@link ZonedDateTime}, an {@link OffsetDateTime}, a {@link LocalDateTime}
   * or a {@link LocalDate}.
   *
   * @throws DateTimeException if it is not written so
   */
  public TemporalAccessor parse(String text) {
    return formatter.parseBest(
        text, ZonedDateTime::from, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
  }
}
