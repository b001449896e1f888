package dev.rollcall.cli.profile;

import dev.rollcall.cli.check.Check;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.flatten.Element;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.core.user.Users;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Counts the source again in the plainest way, lists and sets, so that nothing is shared with the
 * code under test but the reading of JSON. Exact measures must be equal; a distinct count beyond
 * 1,024 must be within 5 % (four standard errors).
 */
final class Recount {

  private static final double DISTINCT_ERROR = 0.05;
  private static final int EXACT_DISTINCT = 1_024;

  /** The users of one group. */
  private static final class Group {
    long count;
    final Set<Object> users = new HashSet<>();
    final List<Long> ages = new ArrayList<>();
    final List<Long> male = new ArrayList<>();
    final List<Long> female = new ArrayList<>();
  }

  private final Flattener flattener = Flattener.of(Users.recordType());
  private final Map<String, Map<String, Group>> counted = new HashMap<>();

  void add(SourceRecord record) {
    byte[] value = record.value();
    if (value == null) {
      return;
    }
    for (Element element : flattener.flatten(value, record.timestamp())) {
      if (element instanceof Element.Accepted accepted
          && !accepted.row().isNull("age")
          && accepted.row().getLong("age") >= 18) {
        add(accepted.row());
      }
    }
  }

  private void add(Row row) {
    add(ProfileAnalytics.BY_NATIONALITY_AND_GENDER, row, "nationality", "gender");
    add(ProfileAnalytics.MEAN_AGE, row);
    add(ProfileAnalytics.BY_EMAIL_DOMAIN, row, "email_domain");
    add(ProfileAnalytics.BY_AGE_BAND, row, "age_band");
  }

  private void add(String aggregation, Row row, String... groupBy) {
    List<String> values = Arrays.stream(groupBy).map(c -> quoted(row.get(c))).toList();
    Group group =
        counted
            .computeIfAbsent(aggregation, any -> new HashMap<>())
            .computeIfAbsent(values.toString(), any -> new Group());
    group.count++;
    group.users.add(String.valueOf(row.get("user_id")));
    group.ages.add(row.getLong("age"));
    if ("male".equals(row.getString("gender"))) {
      group.male.add(row.getLong("age"));
    } else if ("female".equals(row.getString("gender"))) {
      group.female.add(row.getLong("age"));
    }
  }

  /** One check per aggregation. */
  List<Check> compare(Map<String, List<Map<String, @Nullable Object>>> results) {
    List<Check> checks = new ArrayList<>();
    results.forEach((aggregation, rows) -> checks.add(compare(aggregation, rows)));
    return checks;
  }

  private Check compare(String aggregation, List<Map<String, @Nullable Object>> rows) {
    Map<String, Group> expected = new HashMap<>(counted.getOrDefault(aggregation, Map.of()));
    List<String> differences = new ArrayList<>();
    long compared = 0;
    for (Map<String, @Nullable Object> row : rows) {
      String key = key(aggregation, row);
      Group group = expected.remove(key);
      if (group == null) {
        differences.add("group " + key + " is not in the source");
        continue;
      }
      for (Map.Entry<String, Function<Group, @Nullable BigDecimal>> measure :
          measures().entrySet()) {
        if (row.containsKey(measure.getKey())) {
          compared++;
          check(key, measure.getKey(), measure.getValue().apply(group), row.get(measure.getKey()))
              .ifPresent(differences::add);
        }
      }
    }
    new TreeSet<>(expected.keySet())
        .forEach(key -> differences.add("group " + key + " is missing"));
    return Check.of(aggregation + " = a plain recount of the source", compared, differences);
  }

  private static Optional<String> check(
      String key, String measure, @Nullable BigDecimal want, @Nullable Object have) {
    BigDecimal got = have == null ? null : new BigDecimal(have.toString());
    boolean agrees;
    if (want == null || got == null) {
      agrees = want == null && got == null;
    } else if (measure.startsWith("distinct") && want.longValue() > EXACT_DISTINCT) {
      agrees = Math.abs(got.doubleValue() / want.doubleValue() - 1) <= DISTINCT_ERROR;
    } else {
      agrees = want.compareTo(got) == 0;
    }
    return agrees
        ? Optional.empty()
        : Optional.of("group %s, %s: got %s, expected %s".formatted(key, measure, got, want));
  }

  private static String key(String aggregation, Map<String, @Nullable Object> row) {
    List<String> columns =
        switch (aggregation) {
          case ProfileAnalytics.BY_NATIONALITY_AND_GENDER -> List.of("nationality", "gender");
          case ProfileAnalytics.BY_EMAIL_DOMAIN -> List.of("email_domain");
          case ProfileAnalytics.BY_AGE_BAND -> List.of("age_band");
          default -> List.of();
        };
    return columns.stream().map(column -> quoted(row.get(column))).toList().toString();
  }

  /** So that no value and the text "null" are two groups. */
  private static String quoted(@Nullable Object value) {
    return value == null ? "null" : "'" + value + "'";
  }

  private static Map<String, Function<Group, @Nullable BigDecimal>> measures() {
    return Map.of(
        "count", group -> BigDecimal.valueOf(group.count),
        "distinct_user_id", group -> BigDecimal.valueOf(group.users.size()),
        "mean_age", group -> mean(group.ages),
        "mean_age_male", group -> mean(group.male),
        "mean_age_female", group -> mean(group.female),
        "min_age", group -> rank(group.ages, 0),
        "max_age", group -> rank(group.ages, 1),
        "sum_age", group -> BigDecimal.valueOf(sum(group.ages)),
        "p50_age", group -> rank(group.ages, 0.5),
        "p95_age", group -> rank(group.ages, 0.95));
  }

  private static long sum(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).sum();
  }

  private static @Nullable BigDecimal mean(List<Long> values) {
    return values.isEmpty()
        ? null
        : BigDecimal.valueOf(sum(values))
            .divide(
                BigDecimal.valueOf(values.size()),
                AggregationBuilder.DEFAULT_SCALE,
                RoundingMode.HALF_EVEN);
  }

  /** The value at the lower rank, floor(share · (n − 1)), as the quantiles measure defines it. */
  private static @Nullable BigDecimal rank(List<Long> values, double share) {
    if (values.isEmpty()) {
      return null;
    }
    BigDecimal rank = BigDecimal.valueOf(share).multiply(BigDecimal.valueOf(values.size() - 1L));
    return BigDecimal.valueOf(values.stream().sorted().toList().get(rank.intValue()));
  }
}
