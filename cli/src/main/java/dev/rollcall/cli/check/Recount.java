package dev.rollcall.cli.check;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.Measure;
import dev.rollcall.core.aggregate.Measure.Condition;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates counted again in the plainest way, over lists of rows: nothing of the accumulators,
 * their codec or the merging is used. A distinct count beyond 1,024 may be off by 5 % (four
 * standard errors), a quantile of so many different values by 1 %.
 */
final class Recount {

  private static final int EXACT = 1_024;
  private static final Period WEEK = Period.ofWeeks(1);
  private static final Set<TemporalAmount> COMMON =
      Set.of(Period.ofDays(1), WEEK, Period.ofMonths(1), Period.ofMonths(3), Period.ofMonths(12));
  private static final double DISTINCT_ERROR = 0.05;
  private static final double QUANTILE_ERROR = 0.01;

  private Recount() {}

  /** Whether rows of this schema have all that the aggregation asks for. */
  static boolean isPossible(Aggregation aggregation, Schema schema) {
    Stream<@Nullable String> columns =
        Stream.of(
                aggregation.groupBy().stream(),
                aggregation.window().map(window -> window.column()).stream(),
                aggregation.measures().stream().map(Measure::column),
                aggregation.measures().stream()
                    .map(Measure::where)
                    .map(where -> where == null ? null : where.column()))
            .flatMap(each -> each);
    boolean byRecordTime = aggregation.window().filter(w -> w.column() == null).isPresent();
    boolean isCommon = aggregation.window().filter(w -> !isCommon(w.size())).isEmpty();
    // which of equal ids counts depends on where rows stand, and rows do not say
    boolean once = aggregation.measures().stream().anyMatch(m -> m.oncePer() != null);
    return !byRecordTime
        && isCommon
        && !once
        && columns.allMatch(column -> column == null || schema.find(column).isPresent());
  }

  /** A result of each group. */
  static List<Map<String, @Nullable Object>> of(Aggregation aggregation, List<Row> rows) {
    Map<Map<String, @Nullable Object>, List<Row>> groups = new LinkedHashMap<>();
    for (Row row : rows) {
      for (Map<String, @Nullable Object> group : groups(aggregation, row)) {
        groups.computeIfAbsent(group, any -> new ArrayList<>()).add(row);
      }
    }
    List<Map<String, @Nullable Object>> results = new ArrayList<>();
    groups.forEach(
        (group, members) -> {
          Map<String, @Nullable Object> result = new LinkedHashMap<>(group);
          for (Measure measure : aggregation.measures()) {
            result.put(measure.name(), value(measure, members, result));
          }
          results.add(result);
        });
    return results;
  }

  /** A size of the calendar that a recount needs no origin for. */
  private static boolean isCommon(TemporalAmount size) {
    return size instanceof Duration || COMMON.contains(size);
  }

  /** A group for each of the row's windows. */
  private static List<Map<String, @Nullable Object>> groups(Aggregation aggregation, Row row) {
    Map<String, @Nullable Object> columns = new LinkedHashMap<>();
    aggregation.groupBy().forEach(column -> columns.put(column, row.get(column)));
    Aggregation.Window window = aggregation.window().orElse(null);
    if (window == null) {
      return List.of(columns);
    }
    Instant at = window.column() == null ? null : row.getTimestamp(window.column());
    List<Map<String, @Nullable Object>> groups = new ArrayList<>();
    if (at == null) {
      groups.add(in(columns, null, null));
    } else if (window.size() instanceof Duration size) {
      long every = ((Duration) window.every()).toMillis();
      long sinceOneBegan = Math.floorMod(at.toEpochMilli() - window.offset().toMillis(), every);
      for (long start = at.toEpochMilli() - sinceOneBegan;
          start + size.toMillis() > at.toEpochMilli();
          start -= every) {
        groups.add(
            in(columns, Instant.ofEpochMilli(start), Instant.ofEpochMilli(start).plus(size)));
      }
    } else {
      LocalDate first = first(at.atZone(window.zone()).toLocalDate(), (Period) window.size());
      groups.add(
          in(
              columns,
              first.atStartOfDay(window.zone()).toInstant(),
              first.plus(window.size()).atStartOfDay(window.zone()).toInstant()));
    }
    return groups;
  }

  private static LocalDate first(LocalDate date, Period size) {
    if (size.getDays() > 0) {
      return size.equals(WEEK)
          ? date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
          : date;
    }
    int months = (date.getMonthValue() - 1) % size.getMonths();
    return date.withDayOfMonth(1).minusMonths(months);
  }

  private static Map<String, @Nullable Object> in(
      Map<String, @Nullable Object> columns, @Nullable Instant start, @Nullable Instant end) {
    Map<String, @Nullable Object> group = new LinkedHashMap<>(columns);
    group.put("window_start", start);
    group.put("window_end", end);
    return group;
  }

  private static @Nullable Object value(
      Measure measure, List<Row> group, Map<String, @Nullable Object> before) {
    List<Row> rows = group.stream().filter(row -> isIn(measure.where(), row)).toList();
    if (measure.kind() == Measure.Kind.COUNT) {
      return (long) rows.size();
    }
    if (measure.kind() == Measure.Kind.RATIO) {
      BigDecimal by = new BigDecimal(String.valueOf(before.get(measure.operands().get(1))));
      BigDecimal of = new BigDecimal(String.valueOf(before.get(measure.operands().get(0))));
      return by.signum() == 0 ? null : of.divide(by, measure.scale(), RoundingMode.HALF_EVEN);
    }
    String column = measure.column();
    List<Object> values = new ArrayList<>();
    for (Row row : rows) {
      Object value = column == null ? null : row.get(column);
      if (value != null) {
        values.add(value);
      }
    }
    return ofValues(measure, values);
  }

  private static @Nullable Object ofValues(Measure measure, List<Object> values) {
    int different = new HashSet<>(values).size();
    if (measure.kind() == Measure.Kind.DISTINCT) {
      BigDecimal count = BigDecimal.valueOf(different);
      return different <= EXACT ? count : new Values.About(count, DISTINCT_ERROR);
    }
    BigDecimal sum =
        values.stream()
            .filter(Number.class::isInstance)
            .map(value -> new BigDecimal(value.toString()))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    if (measure.kind() == Measure.Kind.SUM) {
      return sum;
    }
    if (values.isEmpty()) {
      return null;
    }
    List<Object> sorted = values.stream().sorted().toList();
    return switch (measure.kind()) {
      case MIN -> sorted.get(0);
      case MAX -> sorted.get(sorted.size() - 1);
      case MEAN ->
          sum.divide(BigDecimal.valueOf(values.size()), measure.scale(), RoundingMode.HALF_EVEN);
      default -> {
        BigDecimal rank =
            BigDecimal.valueOf(measure.quantile()).multiply(BigDecimal.valueOf(sorted.size() - 1L));
        Object value = sorted.get(rank.intValue());
        yield different <= EXACT && value instanceof Long
            ? value
            : new Values.About(new BigDecimal(value.toString()), QUANTILE_ERROR);
      }
    };
  }

  private static boolean isIn(@Nullable Condition where, Row row) {
    return where == null
        || row.get(where.column()) != null && where.values().contains(row.get(where.column()));
  }
}
