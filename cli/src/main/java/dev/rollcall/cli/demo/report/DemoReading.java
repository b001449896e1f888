package dev.rollcall.cli.demo.report;

import dev.rollcall.cli.demo.DemoResult;
import dev.rollcall.examples.ProfileAnalytics;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The four aggregations in the order and with the labels that people read. An aggregation that is
 * not there reads as one without groups.
 *
 * @param users by nationality and gender
 * @param domains of e-mail addresses, the largest first
 * @param bands of age, the youngest first, those without one last
 * @param meanAge the measures of the one group of all users; empty if there is none
 */
record DemoReading(
    DemoCross users,
    List<Group> domains,
    List<Group> bands,
    Map<String, @Nullable Object> meanAge) {

  private static final int NO_AGE = Integer.MAX_VALUE;

  /**
   * A group of an aggregation by one column.
   *
   * @param label the group's value
   * @param count users in it
   * @param mean their mean age, if it is measured
   */
  record Group(String label, long count, @Nullable BigDecimal mean) {}

  static DemoReading of(DemoResult result) {
    List<Map<String, @Nullable Object>> all = groups(result, ProfileAnalytics.MEAN_AGE);
    return new DemoReading(
        DemoCross.of(groups(result, ProfileAnalytics.BY_NATIONALITY_AND_GENDER)),
        read(
            groups(result, ProfileAnalytics.BY_EMAIL_DOMAIN),
            "email_domain",
            Comparator.comparingLong(Group::count).reversed().thenComparing(Group::label)),
        read(
            groups(result, ProfileAnalytics.BY_AGE_BAND),
            "age_band",
            Comparator.comparingInt(DemoReading::youngest).thenComparing(Group::label)),
        all.isEmpty() ? Map.of() : all.get(0));
  }

  /** A measure of all users; null if there is none. */
  @Nullable BigDecimal measure(String name) {
    return DemoNumbers.of(meanAge.get(name));
  }

  /** The largest count; 0 of none. */
  static long largest(List<Group> groups) {
    return groups.stream().mapToLong(Group::count).max().orElse(0);
  }

  /** The counts together. */
  static long total(List<Group> groups) {
    return groups.stream().mapToLong(Group::count).sum();
  }

  private static List<Map<String, @Nullable Object>> groups(DemoResult result, String aggregation) {
    return result.aggregates().getOrDefault(aggregation, List.of());
  }

  private static List<Group> read(
      List<Map<String, @Nullable Object>> groups, String column, Comparator<Group> order) {
    return groups.stream()
        .map(
            group ->
                new Group(
                    DemoText.clean(group.get(column)),
                    DemoNumbers.count(group),
                    DemoNumbers.of(group.get("mean_age"))))
        .sorted(order)
        .toList();
  }

  /** The age with which a band like {@code 25-34} or {@code 65+} starts. */
  private static int youngest(Group band) {
    int digits = 0;
    while (digits < Math.min(3, band.label().length())
        && "0123456789".indexOf(band.label().charAt(digits)) >= 0) {
      digits++;
    }
    return digits == 0 ? NO_AGE : Integer.parseInt(band.label().substring(0, digits));
  }
}
