package dev.rollcall.cli.check;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.Measure;
import dev.rollcall.core.aggregate.Measure.Condition;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates counted again in the plainest way, over lists of rows: nothing of the accumulators,
 * their codec or the merging is used. A distinct count beyond 1,024 may be off by 5 % (four
 * standard errors), a quantile of so many different values by 1 %.
 */
final class Recount {

  private static final int EXACT = 1_024;
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
    return !byRecordTime
        && columns.allMatch(column -> column == null || schema.find(column).isPresent());
  }

  /** A result of each group. */
  static List<Map<String, @Nullable Object>> of(Aggregation aggregation, List<Row> rows) {
    Map<Map<String, @Nullable Object>, List<Row>> groups = new LinkedHashMap<>();
    for (Row row : rows) {
      groups.computeIfAbsent(group(aggregation, row), any -> new ArrayList<>()).add(row);
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

  private static Map<String, @Nullable Object> group(Aggregation aggregation, Row row) {
    Map<String, @Nullable Object> group = new LinkedHashMap<>();
    aggregation.groupBy().forEach(column -> group.put(column, row.get(column)));
    aggregation
        .window()
        .ifPresent(
            window -> {
              Instant at = window.column() == null ? null : row.getTimestamp(window.column());
              long size = window.size().toMillis();
              Instant start =
                  at == null
                      ? null
                      : Instant.ofEpochMilli(Math.floorDiv(at.toEpochMilli(), size) * size);
              group.put("window_start", start);
              group.put("window_end", start == null ? null : start.plus(Duration.ofMillis(size)));
            });
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
