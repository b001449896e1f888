package dev.rollcall.cli.infer;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way to write times, beside ISO 8601.
 *
 * @param pattern as a record type declares it
 * @param shape that of its texts, so that few need be parsed
 * @param isDay true if it names no hour
 * @param hasZone true if its texts name a zone
 */
record TimeForm(
    String pattern, String shape, DateTimeFormatter formatter, boolean isDay, boolean hasZone) {

  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4})-(\\d{2})-(\\d{2})"
              + "(?:[Tt ]([01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d{1,9})?)?\\s*"
              + "(Z|z|UTC|[+-]\\d{2}(?::?\\d{2})?)?)?");

  /** What a text in ISO 8601 says. */
  enum Iso {
    NONE,
    DAY,
    LOCAL_TIME,
    TIME_WITH_ZONE
  }

  private static final ZonedDateTime SAMPLE =
      ZonedDateTime.of(2001, 12, 30, 23, 58, 59, 123_000_000, ZoneId.of("UTC"));

  /** Those that are known, in the order in which they are tried. */
  static final List<TimeForm> ALL = all();

  static Iso iso(String text) {
    if (text.length() < 10 || text.charAt(4) != '-') {
      return Iso.NONE;
    }
    Matcher parts = ISO.matcher(text);
    if (!parts.matches()) {
      return Iso.NONE;
    }
    try {
      LocalDate day =
          LocalDate.of(
              Integer.parseInt(parts.group(1)),
              Integer.parseInt(parts.group(2)),
              Integer.parseInt(parts.group(3)));
      String zone = parts.group(5);
      if (day.getYear() < 1 || zone != null && zone.matches("[+-].*") && isNoOffset(zone)) {
        return Iso.NONE;
      }
      return parts.group(4) == null ? Iso.DAY : zone == null ? Iso.LOCAL_TIME : Iso.TIME_WITH_ZONE;
    } catch (DateTimeException e) {
      return Iso.NONE;
    }
  }

  private static boolean isNoOffset(String zone) {
    try {
      ZoneOffset.of(zone);
      return false;
    } catch (DateTimeException e) {
      return true;
    }
  }

  boolean matches(String text, String itsShape) {
    if (!shape.equals(itsShape)) {
      return false;
    }
    try {
      int year = formatter.parse(text).get(ChronoField.YEAR);
      return year >= 1 && year <= 9999;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** True if the day stands before the month, false if behind it or behind the year. */
  boolean isDayFirst() {
    return pattern.startsWith("d");
  }

  /** Of texts that both read, the day and the month may be exchanged. */
  boolean isMirrorOf(TimeForm other) {
    return !equals(other)
        && pattern.replace('d', '?').replace("M", "d").replace('?', 'M').equals(other.pattern);
  }

  private static List<TimeForm> all() {
    List<TimeForm> forms = new ArrayList<>();
    forms.add(of("yyyyMMdd"));
    forms.add(of("yyyy-M-d"));
    for (String day :
        List.of("d/M/yyyy", "M/d/yyyy", "d.M.yyyy", "d-M-yyyy", "M-d-yyyy", "yyyy/M/d")) {
      forms.add(of(day));
    }
    forms.add(of("yyyy.M.d"));
    for (String day :
        List.of("d MMM yyyy", "d-MMM-yyyy", "MMM d, yyyy", "d MMMM yyyy", "MMMM d, yyyy")) {
      forms.add(of(day));
    }
    List<TimeForm> days = List.copyOf(forms);
    for (TimeForm day : days) {
      for (String time : List.of("H:mm", "H:mm:ss", "H:mm:ss.SSS", "h:mm a", "h:mm:ss a")) {
        if (!day.pattern.equals("yyyyMMdd")) {
          forms.add(of(day.pattern + " " + time));
          forms.add(of(day.pattern + ", " + time));
        }
      }
    }
    forms.add(of("yyyyMMddHHmmss"));
    forms.add(of("yyyyMMdd'T'HHmmss'Z'"));
    forms.add(of("yyyy/M/d H:mm:ss Z"));
    forms.add(of("EEE, d MMM yyyy HH:mm:ss z"));
    forms.add(of("EEE, d MMM yyyy HH:mm:ss Z"));
    forms.add(of("EEE MMM d HH:mm:ss z yyyy"));
    forms.add(of("EEE MMM d HH:mm:ss Z yyyy"));
    forms.add(of("EEE MMM d HH:mm:ss yyyy"));
    forms.add(of("d/MMM/yyyy:HH:mm:ss Z"));
    return List.copyOf(forms);
  }

  private static TimeForm of(String pattern) {
    DateTimeFormatter formatter =
        DateTimeFormatter.ofPattern(pattern.replace('y', 'u'), Locale.ENGLISH)
            .withResolverStyle(ResolverStyle.STRICT);
    String bare = pattern.replaceAll("'[^']*'", "");
    return new TimeForm(
        pattern,
        shape(formatter.format(SAMPLE)),
        formatter,
        !bare.contains("H") && !bare.contains("h"),
        bare.matches(".*[zZ].*"));
  }

  /** A text with 9 for each run of digits, A for one of letters, and one sign for both signs. */
  static String shape(String text) {
    StringBuilder shape = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char kind = c >= '0' && c <= '9' ? '9' : Character.isLetter(c) ? 'A' : c == '+' ? '-' : c;
      boolean goesOn = (kind == '9' || kind == 'A') && !shape.isEmpty();
      if (!goesOn || shape.charAt(shape.length() - 1) != kind) {
        shape.append(kind);
      }
    }
    return shape.toString();
  }
}
