package dev.rollcall.cli.flatten;

import dev.rollcall.cli.console.Choice;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.error.ConfigurationException;
import java.util.Arrays;
import java.util.List;

/** Parses measures on the command line: {@code count,mean:age,quantiles:age:0.9}. */
final class MeasureList {

  private static final List<String> KINDS =
      List.of("count", "sum", "mean", "min", "max", "distinct", "quantiles");
  private static final double[] DEFAULT_QUANTILES = {0.5, 0.95};
  private static final int READABLE_SCALE = 2;

  private MeasureList() {}

  /**
   * The aggregation of a list.
   *
   * @param readable with means of few digits
   * @throws ConfigurationException if a measure is unknown or lacks its column
   */
  static Aggregation aggregation(String measures, List<String> by, boolean readable) {
    AggregationBuilder builder = Aggregation.named("aggregate").groupBy(by.toArray(String[]::new));
    List<String> all = names(measures);
    if (all.isEmpty()) {
      throw new ConfigurationException("--measures: got none, expected such as count,mean:age");
    }
    all.forEach(measure -> add(measure, builder, readable));
    return builder.build();
  }

  private static String example(String kind) {
    return switch (kind) {
      case "count" -> "count alone";
      case "distinct" -> "such as distinct:user_id";
      case "quantiles" -> "such as quantiles:age or quantiles:age:0.5:0.99";
      default -> "such as " + kind + ":age";
    };
  }

  /** Names with commas between them. */
  static List<String> names(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(n -> !n.isEmpty()).toList();
  }

  private static void add(String measure, AggregationBuilder builder, boolean readable) {
    List<String> parts = Arrays.stream(measure.split(":", -1)).map(String::strip).toList();
    String kind = Choice.of("--measures", parts.get(0), KINDS);
    int most = kind.equals("count") ? 1 : kind.equals("quantiles") ? Integer.MAX_VALUE : 2;
    if (parts.size() > most) {
      throw new ConfigurationException(
          "--measures: '" + measure + "' says too much, expected " + example(kind));
    }
    if (parts.contains("") || parts.size() < Math.min(2, most)) {
      throw new ConfigurationException(
          "--measures: '" + measure + "' lacks its column, expected " + example(kind));
    }
    String column = parts.get(parts.size() > 1 ? 1 : 0);
    switch (kind) {
      case "sum" -> builder.sum(column);
      case "mean" -> {
        builder.mean(column);
        if (readable) {
          builder.scale(READABLE_SCALE);
        }
      }
      case "min" -> builder.min(column);
      case "max" -> builder.max(column);
      case "distinct" -> builder.distinct(column);
      case "quantiles" -> builder.quantiles(column, quantiles(parts.subList(2, parts.size())));
      default -> builder.count();
    }
  }

  private static double[] quantiles(List<String> asked) {
    try {
      return asked.isEmpty()
          ? DEFAULT_QUANTILES
          : asked.stream().mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException e) {
      throw new ConfigurationException(
          "--measures: got %s, expected quantiles from 0 to 1, such as quantiles:age:0.5:0.99"
              .formatted(asked));
    }
  }
}
