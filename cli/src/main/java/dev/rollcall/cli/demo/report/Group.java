package dev.rollcall.cli.demo.report;

import static dev.rollcall.cli.demo.report.DisplayFormat.fixed;
import static dev.rollcall.cli.demo.report.DisplayFormat.percent;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value and how often it occurs: a domain, an age band, a reason.
 *
 * @param label the value, safe to show
 * @param count how often
 * @param mean the mean age of its users, if it is measured
 * @param share of all groups together, from 0 to 1
 * @param length of its bar, from 0 to 1: 1 for the largest group
 */
record Group(String label, long count, @Nullable BigDecimal mean, double share, double length) {

  static final Comparator<Group> LARGEST_FIRST =
      Comparator.comparingLong(Group::count).reversed().thenComparing(Group::label);

  Group(String label, long count, @Nullable BigDecimal mean) {
    this(label, count, mean, 0, 0);
  }

  /** The same groups in this order, each with its share. */
  static List<Group> sorted(List<Group> groups, Comparator<Group> order) {
    double total = Math.max(1, total(groups));
    double largest = Math.max(1, groups.stream().mapToLong(Group::count).max().orElse(0));
    return groups.stream()
        .sorted(order)
        .map(g -> new Group(g.label, g.count, g.mean, g.count / total, g.count / largest))
        .toList();
  }

  /** The first {@code most}, and one more that stands for the rest if there is any. */
  static List<Group> first(int most, List<Group> groups) {
    if (groups.size() <= most) {
      return groups;
    }
    List<Group> first = new ArrayList<>(groups.subList(0, most));
    List<Group> rest = groups.subList(most, groups.size());
    String label = "+ " + DisplayFormat.grouped(rest.size()) + " more";
    double share = rest.stream().mapToDouble(Group::share).sum();
    double length = rest.stream().mapToDouble(Group::length).sum();
    first.add(new Group(label, total(rest), null, share, Math.min(1, length)));
    return first;
  }

  static long total(List<Group> groups) {
    return groups.stream().mapToLong(Group::count).sum();
  }

  String percentage() {
    return percent(share);
  }

  String meanAge() {
    return fixed(mean, 2);
  }
}
