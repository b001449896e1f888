package dev.rollcall.cli.infer;

import dev.rollcall.core.record.EpochUnit;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether values are times, in what form and unit. */
final class TimeGuess {

  private static final Set<String> TIME_WORDS =
      Names.setOf(
          "time date at ts timestamp datetime created updated modified changed deleted "
              + "registered expires expiry expiration exp iat nbf start started end ended since "
              + "until when day seen occurred published epoch due deadline joined paid shipped "
              + "delivered received sent ordered completed closed opened clock on utc millis micros "
              + "nanos");

  private static final Set<String> BIRTH_WORDS =
      Set.of("dob", "birth", "birthday", "birthdate", "born");

  private static final Instant FIRST = Instant.parse("1990-01-01T00:00:00Z");
  private static final Instant FIRST_BIRTH = Instant.parse("1850-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

  /** Of texts as of numbers: within them a number of eight digits may be a day. */
  private static final BigDecimal FIRST_DAY = new BigDecimal("19000101");

  private static final BigDecimal LAST_DAY = new BigDecimal("21001231");

  private final ScalarFacts facts;
  private final boolean isNamedSo;
  private final boolean isBirth;
  private final boolean isShown;

  /**
   * @param words of the path, the last being the name's
   * @param isShown false if not even a range of the values may be shown
   */
  TimeGuess(ScalarFacts facts, List<String> words, boolean isShown) {
    this.facts = facts;
    this.isBirth = words.stream().anyMatch(BIRTH_WORDS::contains);
    this.isNamedSo = isBirth || words.stream().anyMatch(TIME_WORDS::contains);
    this.isShown = isShown && !isBirth;
  }

  /** Null if they are none. */
  @Nullable Guess guess() {
    if (facts.values == 0 || facts.booleans > 0) {
      return null;
    }
    long iso = facts.isoDays + facts.isoLocal + facts.isoZoned;
    if (iso == facts.values) {
      return iso();
    }
    if (facts.areNumbers()) {
      Guess digits = digits();
      return digits != null ? digits : isNamedSo ? epoch() : null;
    }
    return facts.textValues == facts.values ? pattern() : null;
  }

  /** What should be said of a column that could not be taken for times; empty for nothing. */
  String remark() {
    long iso = facts.isoDays + facts.isoLocal + facts.isoZoned;
    if (facts.areNumbers()) {
      if (isNamedSo && facts.fractions == 0 && facts.wholeDigits > 4) {
        return "perhaps times, but of no one unit: say epoch: SECONDS, MILLIS, … if it is clear";
      }
      EpochUnit unit = unit();
      return !isNamedSo && unit != null && unit != EpochUnit.SECONDS && range(unit) != null
          ? "could be %s: type: TIMESTAMP, epoch: %s".formatted(unit.words(), unit)
          : "";
    }
    if (iso > 0 && 2 * iso > facts.values) {
      return "%d of %d are ISO 8601 times; as TIMESTAMP with elseNull: true the others become null"
          .formatted(iso, facts.values);
    }
    return isNamedSo && facts.forms != null && facts.forms.isEmpty() && looksLikeTime()
        ? "a time in no form known here: say pattern: … as DateTimeFormatter writes it"
        : "";
  }

  private boolean looksLikeTime() {
    return facts.longest >= 6 && facts.longest <= 40 && facts.wholes + facts.fractions == 0;
  }

  private Guess iso() {
    if (facts.isoDays == facts.values) {
      return Guess.of("DATE");
    }
    Guess time = Guess.of("TIMESTAMP");
    return facts.isoLocal > 0
        ? time.remark("names no zone: read as UTC, else say zone: Europe/Berlin")
        : time;
  }

  private @Nullable Guess pattern() {
    List<TimeForm> forms = facts.forms == null ? List.of() : facts.forms;
    if (forms.isEmpty()) {
      return null;
    }
    TimeForm form = forms.get(0);
    for (TimeForm other : forms) {
      if (form.isMirrorOf(other)) {
        return Guess.of(
            "STRING",
            "day or month first cannot be told: type: %s, pattern: %s or %s"
                .formatted(form.isDay() ? "DATE" : "TIMESTAMP", form.pattern(), other.pattern()));
      }
    }
    return TimeForm.ALL.stream().anyMatch(form::isMirrorOf)
        ? of(
            form,
            form.isDayFirst() ? "a day above 12 stands first" : "a day above 12 stands second")
        : of(form, "");
  }

  /** A column of this form. */
  static Guess of(TimeForm form, String evidence) {
    Guess guess =
        Guess.of(form.isDay() ? "DATE" : "TIMESTAMP").with("pattern", Yaml.quoted(form.pattern()));
    if (!evidence.isEmpty()) {
      guess.remark(evidence);
    }
    return form.isDay() || form.hasZone()
        ? guess
        : guess.remark("names no zone: read as UTC, else say zone: Europe/Berlin");
  }

  /** {@code 20191001}: a day in digits, if the name says so. */
  private @Nullable Guess digits() {
    if (!isNamedSo || facts.forms == null || facts.least == null || facts.greatest == null) {
      return null;
    }
    for (TimeForm form : facts.forms) {
      if (form.pattern().equals("yyyyMMdd")
          && facts.least.compareTo(FIRST_DAY) >= 0
          && facts.greatest.compareTo(LAST_DAY) <= 0) {
        return Guess.of("DATE", "days in digits").with("pattern", "yyyyMMdd");
      }
      if (form.pattern().equals("yyyyMMddHHmmss")
          && facts.least.compareTo(FIRST_DAY.movePointRight(6)) >= 0
          && facts.greatest.compareTo(LAST_DAY.movePointRight(6)) <= 0) {
        return Guess.of("TIMESTAMP", "times in digits").with("pattern", "yyyyMMddHHmmss");
      }
    }
    return null;
  }

  private @Nullable Guess epoch() {
    EpochUnit unit = unit();
    // a text is read only if it has digits alone, a number of other units only if it is whole
    if (unit == null
        || facts.exponents > 0
        || facts.fractions > 0 && (facts.texts > 0 || unit != EpochUnit.SECONDS)) {
      return null;
    }
    String range = range(unit);
    if (range == null) {
      return null;
    }
    Guess guess =
        Guess.of("TIMESTAMP", unit.words() + (isShown ? ": " + range : ""))
            .with("epoch", unit.name());
    return facts.zeros == 0 ? guess : guess.remark(facts.zeros + " are 0, which is 1970");
  }

  /** By the digits of the greatest: of no unit is a time of today between those of others. */
  private @Nullable EpochUnit unit() {
    if (facts.greatest == null || facts.least == null || facts.smallest == null) {
      return null;
    }
    BigDecimal most = facts.greatest.abs().max(facts.least.abs());
    EpochUnit[] units = {EpochUnit.SECONDS, EpochUnit.MILLIS, EpochUnit.MICROS, EpochUnit.NANOS};
    for (int i = 0; i < units.length; i++) {
      BigDecimal from = BigDecimal.ONE.movePointRight(8 + 3 * i);
      if (most.compareTo(from) >= 0 && most.compareTo(from.movePointRight(3)) < 0) {
        // far smaller ones are of another unit, or no times
        return facts.smallest.compareTo(from.movePointLeft(1)) < 0 ? null : units[i];
      }
    }
    return null;
  }

  /** From the first day to the last; null if one of them cannot be. */
  private @Nullable String range(EpochUnit unit) {
    try {
      BigDecimal low = facts.zeros > 0 && !isBirth ? facts.smallest : facts.least;
      if (low == null || facts.greatest == null) {
        return null;
      }
      Instant first = unit.instant(low, ZoneOffset.UTC);
      Instant last = unit.instant(facts.greatest, ZoneOffset.UTC);
      if (first.isBefore(isBirth ? FIRST_BIRTH : FIRST) || last.isAfter(LAST)) {
        return null;
      }
      return day(first) + (day(first).equals(day(last)) ? "" : " to " + day(last));
    } catch (ArithmeticException | DateTimeException e) {
      return null;
    }
  }

  private static LocalDate day(Instant time) {
    return time.atZone(ZoneOffset.UTC).toLocalDate();
  }
}
