package dev.rollcall.core.aggregate;

import dev.rollcall.core.aggregate.Measure.Condition;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.Texts;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link Aggregation}. Not threadsafe. {@link #where}, {@link #oncePer}, {@link #as} and
 * {@link #scale} change the measure declared last. Problems are collected and raised, all at once,
 * by {@link #build}.
 */
public final class AggregationBuilder {

  /** Digits behind the point of a mean or a ratio, unless {@link #scale} says so: {@value}. */
  public static final int DEFAULT_SCALE = 6;

  /** Most digits behind the point of a mean or a ratio: {@value}. */
  public static final int MAX_SCALE = 30;

  /** Most windows that a row can be in: {@value}. */
  public static final int MAX_WINDOWS = 1_000;

  /** How many ids a measure {@link #oncePer} keeps of a document: {@value}. */
  public static final int MAX_IDS = 1_024;

  public static final String WINDOW_START = "window_start";
  public static final String WINDOW_END = "window_end";

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
  private static final Set<Measure.Kind> ONCE =
      Set.of(Measure.Kind.COUNT, Measure.Kind.SUM, Measure.Kind.MEAN);
  private static final Set<Measure.Kind> RATIO_OPERANDS =
      Set.of(Measure.Kind.COUNT, Measure.Kind.SUM, Measure.Kind.DISTINCT);

  private final String name;
  private final List<String> groupBy = new ArrayList<>();
  private final List<Measure> measures = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final WindowDeclaration window = new WindowDeclaration(problems);

  /** How many of the measures, from the end, were declared last: several for quantiles. */
  private int last;

  /** A measure was refused: that there is none, or what changes it, is no problem of its own. */
  private boolean refused;

  private boolean lastRefused;

  AggregationBuilder(String name) {
    this.name = given(name, "aggregation: name");
  }

  /** Adds group-by columns: STRING, INT64, BOOLEAN, DATE, UUID or DECIMAL. Default: one group. */
  public AggregationBuilder groupBy(String... columns) {
    groupBy.addAll(ConfigurationException.requireAllNonNull(columns, "groupBy"));
    return this;
  }

  /** One document per group and window of this size, by the record's timestamp. Default: none. */
  public AggregationBuilder tumbling(Duration size) {
    window.fixed(given(size, "tumbling: size"), size, null);
    return this;
  }

  /**
   * One document per group and window of this size, by a TIMESTAMP column. Rows without a value are
   * aggregated in a window of their own, whose bounds are null. Default: no windows.
   */
  public AggregationBuilder tumbling(Duration size, String timestampColumn) {
    window.fixed(given(size, "tumbling: size"), size, given(timestampColumn, "tumbling: column"));
    return this;
  }

  /**
   * One document per group and window of the calendar, by the record's timestamp: of days from
   * midnight, weeks ({@code Period.ofWeeks}) from Monday, months, quarters ({@code
   * Period.ofMonths(3)}) and years from their first day, in {@link #zone}. Several of one kind are
   * counted from 1970. Default: no windows.
   */
  public AggregationBuilder tumbling(Period size) {
    window.calendar(given(size, "tumbling: size"), null);
    return this;
  }

  /** As {@link #tumbling(Period)}, by a TIMESTAMP column. */
  public AggregationBuilder tumbling(Period size, String timestampColumn) {
    window.calendar(given(size, "tumbling: size"), given(timestampColumn, "tumbling: column"));
    return this;
  }

  /**
   * One document per group and window of this size, one window beginning this long after another,
   * by the record's timestamp: a row counts in {@code size / every} documents, a whole number up to
   * {@value #MAX_WINDOWS}. Default: no windows.
   */
  public AggregationBuilder hopping(Duration size, Duration every) {
    window.fixed(given(size, "hopping: size"), given(every, "hopping: every"), null);
    return this;
  }

  /** As {@link #hopping(Duration, Duration)}, by a TIMESTAMP column. */
  public AggregationBuilder hopping(Duration size, Duration every, String timestampColumn) {
    window.fixed(
        given(size, "hopping: size"),
        given(every, "hopping: every"),
        given(timestampColumn, "hopping: column"));
    return this;
  }

  /**
   * The zone whose midnights begin windows of the calendar; a day of it may have 23 or 25 hours.
   * Default: UTC.
   */
  public AggregationBuilder zone(ZoneId windowZone) {
    window.in(given(windowZone, "zone"));
    return this;
  }

  /**
   * How much later than at whole multiples of {@code every} since 1970-01-01T00:00:00Z windows of a
   * fixed size begin: less than {@code every}. {@code tumbling(Duration.ofDays(7))} begins on
   * Thursdays, with {@code offset(Duration.ofDays(4))} on Mondays. Default: 0.
   */
  public AggregationBuilder offset(Duration windowOffset) {
    window.after(given(windowOffset, "offset"));
    return this;
  }

  /** How many rows, named {@code count}. See {@link Measure.Kind#COUNT}. */
  public AggregationBuilder count() {
    return add(Measure.of(Measure.Kind.COUNT, "count", null));
  }

  /** The sum of an INT64 or DECIMAL column, named {@code sum_age}. */
  public AggregationBuilder sum(String column) {
    return add(Measure.Kind.SUM, column);
  }

  /**
   * The mean of an INT64 or DECIMAL column, named {@code mean_age}, with {@value #DEFAULT_SCALE}
   * digits behind the point unless {@link #scale} says so.
   */
  public AggregationBuilder mean(String column) {
    return add(Measure.Kind.MEAN, column);
  }

  /** The least value of a number, STRING, TIMESTAMP or DATE column, named {@code min_age}. */
  public AggregationBuilder min(String column) {
    return add(Measure.Kind.MIN, column);
  }

  /** The greatest value of a number, STRING, TIMESTAMP or DATE column, named {@code max_age}. */
  public AggregationBuilder max(String column) {
    return add(Measure.Kind.MAX, column);
  }

  /**
   * How many different values a column of any type has, named {@code distinct_user_id}; its error
   * is at {@link Measure.Kind#DISTINCT}.
   */
  public AggregationBuilder distinct(String column) {
    return add(Measure.Kind.DISTINCT, column);
  }

  /**
   * Quantiles, each from 0 to 1, of an INT64, DECIMAL or FLOAT64 column, named {@code p50_age} and
   * {@code p99_9_age}; their error is at {@link Measure.Kind#QUANTILE}.
   */
  public AggregationBuilder quantiles(String column, double... quantiles) {
    given(column, "quantiles: column");
    List<Measure> declared = new ArrayList<>();
    int before = problems.size();
    if (quantiles.length == 0) {
      problems.add("quantiles of '" + column + "': got none, expected at least one from 0 to 1");
    }
    for (double q : quantiles) {
      if (!(q >= 0 && q <= 1)) {
        problems.add("quantiles of '" + column + "': got " + q + ", expected 0 to 1");
      }
      declared.add(Measure.quantile(column, q));
    }
    lastRefused = problems.size() > before;
    if (lastRefused) {
      refused = true;
      return this;
    }
    measures.addAll(declared);
    last = quantiles.length;
    return this;
  }

  /**
   * One measure by another, each a count, sum or distinct of this aggregation, with {@value
   * #DEFAULT_SCALE} digits behind the point unless {@link #scale} says so; null when the
   * denominator is 0.
   */
  public AggregationBuilder ratio(
      String ratioName, String numeratorMeasure, String denominatorMeasure) {
    return add(
        Measure.ratio(
            given(ratioName, "ratio: name"),
            given(numeratorMeasure, "ratio: numerator"),
            given(denominatorMeasure, "ratio: denominator")));
  }

  /** Measures only the rows that match. Default: all rows. */
  public AggregationBuilder where(Condition condition) {
    given(condition, "where");
    if (hasLast("where")) {
      Measure measure = measures.get(measures.size() - 1);
      if (measure.kind() == Measure.Kind.RATIO) {
        problems.add("ratio '" + measure.name() + "': put where on its measures instead");
      }
      if (measure.where() != null) {
        problems.add("measure '" + measure.name() + "': has two conditions, expected at most one");
      }
      measures.subList(measures.size() - last, measures.size()).replaceAll(m -> m.where(condition));
    }
    return this;
  }

  /**
   * Of rows that have the same value in this column, measures one: the one at the smallest position
   * (source partition, offset, place in the record), in whatever order they come, so that an event
   * that was sent three times counts once. Of a count, sum or mean; a row without a value is one of
   * its own. Exact up to {@value #MAX_IDS} values per document; with more the measure is null, and
   * stays null. Default: every row counts.
   */
  public AggregationBuilder oncePer(String idColumn) {
    given(idColumn, "oncePer: column");
    if (hasLast("oncePer")) {
      int at = measures.size() - 1;
      Measure measure = measures.get(at);
      if (!ONCE.contains(measure.kind())) {
        problems.add(
            "measure '%s': oncePer is of a count, sum or mean%s"
                .formatted(
                    measure.name(),
                    measure.kind() == Measure.Kind.RATIO
                        ? "; put it on the measures of the ratio"
                        : "; a "
                            + measure.kind()
                            + " that sees a row again is the same or an estimate"));
      } else if (measure.oncePer() != null) {
        problems.add("measure '" + measure.name() + "': oncePer is declared twice");
      } else {
        measures.set(at, measure.oncePer(idColumn));
      }
    }
    return this;
  }

  /** Names the measure declared last. Default: see each measure. */
  public AggregationBuilder as(String measureName) {
    given(measureName, "as");
    if (hasLast("as")) {
      if (last > 1) {
        problems.add("as '" + measureName + "': declare each quantile on its own to name it");
      }
      int at = measures.size() - 1;
      measures.set(at, measures.get(at).named(measureName));
    }
    return this;
  }

  /**
   * Digits behind the point of the mean or ratio declared last, from 0 to {@value #MAX_SCALE}.
   * Default: {@value #DEFAULT_SCALE}.
   */
  public AggregationBuilder scale(int digits) {
    if (hasLast("scale")) {
      int at = measures.size() - 1;
      Measure measure = measures.get(at);
      if (!measure.hasScale()) {
        problems.add("measure '" + measure.name() + "': only a mean or a ratio has a scale");
      } else if (digits < 0 || digits > MAX_SCALE) {
        problems.add(
            "measure '"
                + measure.name()
                + "': got scale "
                + digits
                + ", expected 0 to "
                + MAX_SCALE);
      } else {
        measures.set(at, measure.scaled(digits));
      }
    }
    return this;
  }

  /**
   * The aggregation.
   *
   * @throws ConfigurationException with every problem
   */
  public Aggregation build() {
    List<String> all = new ArrayList<>(problems);
    if (!NAME.matcher(name).matches()) {
      all.add(badName("aggregation name", name));
    }
    if (measures.isEmpty() && !refused) {
      all.add("no measures; expected at least one, such as count()");
    }
    checkNames(all);
    Aggregation.Window declared = window.placed(all);
    measures.stream().filter(m -> m.kind() == Measure.Kind.RATIO).forEach(m -> checkRatio(m, all));
    if (!all.isEmpty()) {
      throw ConfigurationException.of("aggregation '" + name + "'", all);
    }
    return new Aggregation(name, groupBy, declared, measures);
  }

  private void checkNames(List<String> all) {
    Set<String> taken = new HashSet<>();
    for (String column : groupBy) {
      if (!taken.add(column)) {
        all.add("group-by column '" + column + "' is named twice");
      }
    }
    if (window.isDeclared() && !(taken.add(WINDOW_START) & taken.add(WINDOW_END))) {
      all.add("a group-by column has the name of a window bound; rename the column");
    }
    for (Measure measure : measures) {
      if (!NAME.matcher(measure.name()).matches()) {
        all.add(badName("measure name", measure.name()) + "; name it with .as(...)");
      } else if (!taken.add(measure.name())) {
        all.add("the name '" + measure.name() + "' is taken twice; name a measure with .as(...)");
      }
    }
  }

  private void checkRatio(Measure ratio, List<String> all) {
    List<String> known = measures.stream().map(Measure::name).toList();
    for (String operand : ratio.operands()) {
      int at = known.indexOf(operand);
      if (at < 0) {
        all.add(
            "ratio '%s': no measure '%s'%s"
                .formatted(ratio.name(), operand, Texts.didYouMean(operand, known)));
      } else if (!RATIO_OPERANDS.contains(measures.get(at).kind())) {
        all.add(
            "ratio '%s': '%s' is a %s, expected a count, sum or distinct"
                .formatted(ratio.name(), operand, measures.get(at).kind()));
      }
    }
  }

  private static String badName(String what, String got) {
    return "%s: got '%s', expected a letter, then at most 62 letters, digits and underscores"
        .formatted(what, got);
  }

  private AggregationBuilder add(Measure.Kind kind, String column) {
    String prefix = kind.name().toLowerCase(Locale.ROOT);
    given(column, prefix + ": column");
    return add(Measure.of(kind, prefix + "_" + column, column));
  }

  private AggregationBuilder add(Measure measure) {
    measures.add(measure);
    last = 1;
    lastRefused = false;
    return this;
  }

  private static <T> T given(@Nullable T value, String what) {
    return ConfigurationException.requireNonNull(value, what);
  }

  private boolean hasLast(String modifier) {
    if (lastRefused) {
      return false;
    }
    if (last == 0) {
      problems.add(modifier + ": stands before any measure, expected after the one it changes");
    }
    return last > 0;
  }
}
