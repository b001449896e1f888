package dev.rollcall.cli.infer;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of the texts, numbers and booleans at one path: counters, least and greatest. Keeps
 * no value but the few words of a path that has few, and texts that mean no value.
 */
final class ScalarFacts {

  /** More different words than this are no closed set. */
  static final int FEW = 8;

  private static final int WORD = 24;
  private static final int LONGEST_NUMBER = 60;

  /** Texts that mean no value whatever the type. */
  static final Set<String> NULLS =
      Set.of(
          "N/A",
          "n/a",
          "#N/A",
          "NULL",
          "null",
          "Null",
          "NaN",
          "nan",
          "NAN",
          "\\N",
          "undefined",
          "(null)",
          "<null>",
          "nil",
          "NIL");

  /** Those that mean none where others are numbers, times and the like. */
  static final Set<String> NULLS_OF_TYPED =
      Set.of(
          "-",
          "--",
          "—",
          "?",
          "0000-00-00",
          "0000-00-00 00:00:00",
          "None",
          "none",
          "NONE",
          "NA",
          "na",
          "unknown",
          "Unknown",
          "missing");

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d+(\\.\\d+)?(?<exponent>[eE][+-]?\\d{1,3})?");

  long texts;
  long numbers;
  long booleans;
  long nulls;

  /** Texts of nothing but spaces. */
  long blanks;

  /** Each text of {@link #NULLS} and how often it was there. */
  final Map<String, Long> nullTexts = new TreeMap<>();

  /** The same of {@link #NULLS_OF_TYPED}. */
  final Map<String, Long> typedNulls = new TreeMap<>();

  /** Texts and numbers that are left when those are gone. */
  long values;

  /** Of the texts among them. */
  long textValues;

  long longest;

  // of the values, how many are …
  long wholes;
  long fractions;
  long exponents;
  long signed;
  long leadingZeros;
  long longDigits;
  long zeros;
  long fractionsOfZero;
  long uuids;
  long isoDays;
  long isoLocal;
  long isoZoned;

  int wholeDigits;
  int scale;
  int leastScale = Integer.MAX_VALUE;
  @Nullable BigDecimal least;
  @Nullable BigDecimal greatest;

  /** The nearest to zero that is not zero. */
  @Nullable BigDecimal smallest;

  /** Forms that read all values so far; null before the first. */
  @Nullable List<TimeForm> forms;

  final Shapes shapes = new Shapes();
  final DistinctHashes distinct = new DistinctHashes();

  /** The words and how often each was there; null if they are many. */
  @Nullable Map<String, Long> words = new LinkedHashMap<>();

  void text(String text) {
    texts++;
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      blanks++;
      return;
    }
    if (NULLS.contains(stripped)) {
      nullTexts.merge(stripped, 1L, Long::sum);
      return;
    }
    if (NULLS_OF_TYPED.contains(stripped)) {
      // whether it is one of the values is known at the end only
      typedNulls.merge(stripped, 1L, Long::sum);
      distinct.add(text);
      word(text);
      return;
    }
    textValues++;
    value(text, stripped);
    shapes.add(stripped);
    uuids += isUuid(stripped) ? 1 : 0;
    switch (TimeForm.iso(stripped)) {
      case DAY -> isoDays++;
      case LOCAL_TIME -> isoLocal++;
      case TIME_WITH_ZONE -> isoZoned++;
      case NONE -> {}
    }
  }

  void number(String text) {
    numbers++;
    value(text, text);
  }

  void bool() {
    booleans++;
  }

  private void value(String text, String stripped) {
    values++;
    longest = Math.max(longest, stripped.length());
    distinct.add(text);
    word(text);
    number(stripped, text.equals(stripped));
    if (forms == null || !forms.isEmpty()) {
      String shape = TimeForm.shape(stripped);
      List<TimeForm> left = new ArrayList<>();
      for (TimeForm form : forms == null ? TimeForm.ALL : forms) {
        if (form.matches(stripped, shape)) {
          left.add(form);
        }
      }
      forms = left;
    }
  }

  private void word(String text) {
    if (words != null) {
      if (text.length() <= WORD && (words.size() < FEW || words.containsKey(text))) {
        words.merge(text, 1L, Long::sum);
      } else {
        words = null;
      }
    }
  }

  private void number(String text, boolean isBare) {
    char first = text.charAt(0);
    if (first > '9' || text.length() > LONGEST_NUMBER || !NUMBER.matcher(text).matches()) {
      return;
    }
    BigDecimal number = new BigDecimal(text);
    if (text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
      exponents++;
    } else if (text.indexOf('.') < 0) {
      wholes++;
    } else {
      fractions++;
      fractionsOfZero += number.stripTrailingZeros().scale() <= 0 ? 1 : 0;
    }
    signed += text.charAt(0) == '+' ? 1 : 0;
    String digits = text.replaceFirst("^[+-]", "");
    leadingZeros +=
        digits.length() > 1 && digits.charAt(0) == '0' && digits.charAt(1) != '.' ? 1 : 0;
    scale = Math.max(scale, Math.max(0, number.scale()));
    leastScale = Math.min(leastScale, Math.max(0, number.scale()));
    int whole = number.signum() == 0 ? 1 : Math.max(1, number.precision() - number.scale());
    wholeDigits = Math.max(wholeDigits, whole);
    longDigits += whole > 18 && !fits(number) ? 1 : 0;
    least = least == null || number.compareTo(least) < 0 ? number : least;
    greatest = greatest == null || number.compareTo(greatest) > 0 ? number : greatest;
    if (number.signum() == 0) {
      zeros++;
    } else if (smallest == null || number.abs().compareTo(smallest) < 0) {
      smallest = number.abs();
    }
  }

  private static boolean fits(BigDecimal number) {
    try {
      number.longValueExact();
      return true;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  private static boolean isUuid(String text) {
    if (text.length() != 36) {
      return false;
    }
    for (int i = 0; i < 36; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      char c = text.charAt(i);
      if (dash ? c != '-' : c >= 128 || Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** How many have a value, if texts of typed columns count as none. */
  long present(boolean isTyped) {
    return values + booleans + (isTyped ? 0 : typedNullCount());
  }

  long typedNullCount() {
    return typedNulls.values().stream().mapToLong(Long::longValue).sum();
  }

  /** True if every value is a number. */
  boolean areNumbers() {
    return values > 0 && booleans == 0 && wholes + fractions + exponents == values;
  }

  boolean isEmpty() {
    return texts + numbers + booleans == 0;
  }
}
