package dev.rollcall.core.internal.mapping;

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

/** A compiled pattern of time texts. Strict: clamps and completes nothing. Threadsafe. */
public final class TimePattern {

  private static final OffsetDateTime SAMPLE =
      OffsetDateTime.of(2001, 12, 30, 23, 58, 59, 123_456_789, ZoneOffset.UTC);

  /** Outside of quoted text: a year of fewer digits, whose century would be a guess. */
  private static final Pattern SHORT_YEAR = Pattern.compile("(?<![yu])[yu]{1,3}(?![yu])");

  /** One letter used twice, most often MM for minutes. */
  private static final Pattern TWICE =
      Pattern.compile("([A-Za-z])\\1*[^A-Za-z]+(?:.*[^A-Za-z])?\\1");

  private static final Pattern ISO = Pattern.compile("\\d{4}-\\d{2}-\\d{2}.*");

  private static final Pattern TIME = Pattern.compile("[HhKkmsSAnNa]");

  private static final OffsetDateTime FOURTH_OF_MAY =
      OffsetDateTime.of(2001, 5, 4, 23, 58, 59, 0, ZoneOffset.UTC);

  private final DateTimeFormatter formatter;

  private TimePattern(DateTimeFormatter formatter) {
    this.formatter = formatter;
  }

  /**
   * Compiles a pattern.
   *
   * @throws IllegalArgumentException if it is invalid or does not contain at least a whole day
   */
  public static TimePattern of(String pattern) {
    String bare = pattern.replaceAll("'[^']*'", "");
    if (SHORT_YEAR.matcher(bare).find()) {
      throw new IllegalArgumentException("years have four digits: yyyy");
    }
    if (TWICE.matcher(bare).find()) {
      throw new IllegalArgumentException(
          "one letter stands in two places; M is the month and m the minute");
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
    String text = compiled.formatter.format(FOURTH_OF_MAY.atZoneSameInstant(ZoneOffset.UTC));
    if (ISO.matcher(text).matches() && !text.startsWith("2001-05-04")) {
      throw new IllegalArgumentException(
          "its texts look like ISO 8601, which is read first, and mean another day");
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
   * Parses a text to a {@link ZonedDateTime}, an {@link OffsetDateTime}, a {@link LocalDateTime} or
   * a {@link LocalDate}.
   *
   * @throws DateTimeException if it does not match, or is a time that its zone skipped
   */
  public TemporalAccessor parse(String text) {
    TemporalAccessor best =
        formatter.parseBest(
            text, ZonedDateTime::from, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    if (best instanceof ZonedDateTime zoned
        && !zoned.toLocalDateTime().equals(LocalDateTime.from(formatter.parse(text)))) {
      throw new DateTimeException("a time that the clocks skipped");
    }
    return best;
  }

  /** True if its texts are digits and nothing else, as those of a number are. */
  boolean isDigits() {
    return formatter
        .format(SAMPLE.atZoneSameInstant(ZoneOffset.UTC))
        .chars()
        .allMatch(c -> c >= '0' && c <= '9');
  }
}
