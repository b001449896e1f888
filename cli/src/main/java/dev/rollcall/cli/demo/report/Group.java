package dev.rollcall.cli.demo.report;

import static dev.rollcall.cli.demo.report.DisplayFormat.brief;
import static dev.rollcall.cli.demo.report.DisplayFormat.fixed;
import static dev.rollcall.cli.demo.report.DisplayFormat.number;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Users who have a value in common: a nationality, a gender, an age band, an e-mail domain.
 *
 * @param label the value, safe to show
 * @param count how many
 * @param mean their mean age, if it is measured, as the quantiles
 * @param p50 half of them are at most this old
 * @param p95 19 of 20 are at most this old
 * @param share of all groups together, from 0 to 1
 * @param length of its bar, from 0 to 1: 1 for the largest group
 * @param parts of a nationality, its genders
 */
record Group(
    String label,
    long count,
    @Nullable BigDecimal mean,
    @Nullable BigDecimal p50,
    @Nullable BigDecimal p95,
    double share,
    double length,
    List<Group> parts) {

  static final Comparator<Group> LARGEST_FIRST =
      Comparator.comparingLong(Group::count).reversed().thenComparing(Group::label);

  /** Without measures. */
  static Group of(String label, long count, List<Group> parts) {
    return new Group(label, count, null, null, null, 0, 0, parts);
  }

  /** As a store answered. */
  static Group of(Map<String, @Nullable Object> measures, String column) {
    BigDecimal count = number(measures.get("count"));
    return new Group(
        DisplayFormat.text(measures.get(column)),
        count == null ? 0 : count.longValue(),
        number(measures.get("mean_age")),
        number(measures.get("p50_age")),
        number(measures.get("p95_age")),
        0,
        0,
        List.of());
  }

  /** The same groups in this order, each with its share. */
  static List<Group> sorted(List<Group> groups, Comparator<Group> order) {
    double total = Math.max(1, total(groups));
    double largest = Math.max(1, groups.stream().mapToLong(Group::count).max().orElse(0));
    return groups.stream()
        .sorted(order)
        .map(group -> group.with(group.count / total, group.count / largest, group.parts))
        .toList();
  }

  private Group with(double newShare, double newLength, List<Group> newParts) {
    return new Group(label, count, mean, p50, p95, newShare, newLength, newParts);
  }

  /** With the first {@code most} of its parts. */
  Group firstParts(int most) {
    return with(share, length, parts.stream().limit(most).toList());
  }

  /** The first {@code most}, and one more that stands for the rest if there is any. */
  static List<Group> first(int most, List<Group> groups) {
    if (groups.size() <= most) {
      return groups;
    }
    List<Group> rest = groups.subList(most, groups.size());
    double share = rest.stream().mapToDouble(Group::share).sum();
    double length = rest.stream().mapToDouble(Group::length).sum();
    List<Group> first = new ArrayList<>(groups.subList(0, most));
    first.add(
        of("+ " + DisplayFormat.grouped(rest.size()) + " more", total(rest), List.of())
            .with(share, Math.min(1, length), List.of()));
    return first;
  }

  static long total(List<Group> groups) {
    return groups.stream().mapToLong(Group::count).sum();
  }

  String name() {
    return label.equals(DisplayFormat.NOTHING) ? "not given" : label;
  }

  String percentage() {
    return DisplayFormat.percent(share);
  }

  String meanAge() {
    return fixed(mean, 2);
  }

  String briefMean() {
    return fixed(mean, 1);
  }

  String median() {
    return brief(p50);
  }

  String oldest() {
    return brief(p95);
  }
}
