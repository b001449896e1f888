package dev.rollcall.cli.demo.report;

import static dev.rollcall.cli.demo.report.DisplayFormat.brief;
import static dev.rollcall.cli.demo.report.DisplayFormat.fixed;
import static dev.rollcall.cli.demo.report.DisplayFormat.number;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.demo.DemoResult;
import dev.rollcall.examples.ProfileAnalytics;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A result in the order and with the labels that people read. The templates of both reports call
 * its methods by their names. An aggregation that is not there reads as one without groups.
 */
final class Summary {

  private static final int NO_AGE = Integer.MAX_VALUE;

  private final DemoResult result;

  Summary(DemoResult result) {
    this.result = result;
  }

  /** What became of the elements of one aggregation, and how many documents there are now. */
  record Aggregation(String name, long documents, long applied, long alreadyApplied) {}

  /**
   * Why elements are dead letters.
   *
   * @param example what one of them says; null if none was read back
   */
  record Reason(String name, long count, @Nullable String example) {}

  /**
   * A phase of the run.
   *
   * @param length of its bar, from 0 to 1: 1 for the longest
   */
  record Phase(String name, double seconds, double share, double length) {
    @JsonProperty
    String time() {
      return DisplayFormat.seconds(seconds);
    }

    String percentage() {
      return DisplayFormat.percent(share);
    }
  }

  DemoResult result() {
    return result;
  }

  boolean good() {
    return result.agrees();
  }

  /** How many checks found differences. */
  long failed() {
    return result.checks().stream().filter(check -> !check.agrees()).count();
  }

  long compared() {
    return result.checks().stream().mapToLong(Check::compared).sum();
  }

  List<Aggregation> aggregations() {
    return result.report().aggregations().entrySet().stream()
        .map(
            each ->
                new Aggregation(
                    each.getValue().windowsPerRow() == 1
                        ? each.getKey()
                        : each.getKey() + ", (row, window) pairs",
                    groups(each.getKey()).size(),
                    each.getValue().applied(),
                    each.getValue().alreadyApplied()))
        .toList();
  }

  UsersByNationality users() {
    return UsersByNationality.of(groups(ProfileAnalytics.BY_NATIONALITY_AND_GENDER));
  }

  /** {@code 53.17 all · 53.57 female · 52.80 male}. */
  String meanAge() {
    return "%s all · %s female · %s male"
        .formatted(
            fixed(ofAll("mean_age"), 2),
            fixed(ofAll("mean_age_female"), 2),
            fixed(ofAll("mean_age_male"), 2));
  }

  /** {@code from 24 to 81}. */
  String ageRange() {
    return "from " + brief(ofAll("min_age")) + " to " + brief(ofAll("max_age"));
  }

  private @Nullable BigDecimal ofAll(String measure) {
    List<Map<String, @Nullable Object>> all = groups(ProfileAnalytics.MEAN_AGE);
    return all.isEmpty() ? null : number(all.get(0).get(measure));
  }

  /** Domains of e-mail addresses, the largest first. */
  List<Group> domains() {
    return groups(ProfileAnalytics.BY_EMAIL_DOMAIN, "email_domain", Group.LARGEST_FIRST);
  }

  /** The youngest first, those without an age last. */
  List<Group> ageBands() {
    return groups(
        ProfileAnalytics.BY_AGE_BAND,
        "age_band",
        Comparator.comparingInt(Summary::youngest).thenComparing(Group::label));
  }

  /** The age with which a band like {@code 25-34} or {@code 65+} starts. */
  private static int youngest(Group band) {
    String digits = band.label().replaceFirst("^([0-9]{0,3}).*", "$1");
    return digits.isEmpty() ? NO_AGE : Integer.parseInt(digits);
  }

  /** Dead letters by reason class, the most frequent first. */
  List<Reason> reasons() {
    return result.report().reasons().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(reason -> new Reason(reason.getKey(), reason.getValue(), example(reason.getKey())))
        .toList();
  }

  private @Nullable String example(String reasonClass) {
    return result.deadLetters().stream()
        .filter(letter -> letter.reasonClass().equals(reasonClass))
        .map(DemoResult.Letter::reason)
        .findFirst()
        .orElse(null);
  }

  List<Phase> phases() {
    double longest = result.seconds().values().stream().mapToDouble(s -> s).max().orElse(0);
    return result.seconds().entrySet().stream()
        .map(
            phase ->
                new Phase(
                    phase.getKey(),
                    phase.getValue(),
                    phase.getValue() / total(),
                    phase.getValue() / longest))
        .toList();
  }

  /** All phases together, {@code 12.31 s}. */
  String time() {
    return DisplayFormat.seconds(total());
  }

  private double total() {
    return result.seconds().values().stream().mapToDouble(s -> s).sum();
  }

  private List<Group> groups(String aggregation, String column, Comparator<Group> order) {
    return Group.sorted(
        groups(aggregation).stream().map(group -> Group.of(group, column)).toList(), order);
  }

  private List<Map<String, @Nullable Object>> groups(String aggregation) {
    return result.aggregates().getOrDefault(aggregation, List.of());
  }
}
