package dev.rollcall.cli.demo.report;

import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.demo.DemoResult;
import dev.rollcall.cli.demo.DemoResult.Letter;
import dev.rollcall.cli.produce.Loaded;
import dev.rollcall.core.flatten.Coverage;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.examples.ProfileAnalytics;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Results of demonstrations that never were, with numbers like real ones; the same each time. */
final class DemoResults {

  static final List<String> NATIONALITIES =
      List.of(
          "AU", "BR", "CA", "CH", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IN", "IR", "MX", "NL",
          "NO", "NZ", "RS", "TR", "UA", "US", "LEGO");

  private static final List<String> BANDS =
      List.of("18-24", "25-34", "35-44", "45-54", "55-64", "65+");
  private static final List<String> CLASSES =
      List.of("malformed-json", "missing-value", "wrong-type", "source-error");

  private final Random random = new Random(7);
  private int nationalities = 21;
  private int domains = 1;
  private int letters;
  private Coverage coverage = Coverage.NONE;
  private boolean wrong;

  /** As of a plain run: 21 nationalities, one domain, no dead letters, all agrees. */
  static DemoResults plain() {
    return new DemoResults();
  }

  DemoResults nationalities(int count) {
    nationalities = count;
    return this;
  }

  DemoResults domains(int count) {
    domains = count;
    return this;
  }

  DemoResults deadLetters(int count) {
    letters = count;
    return this;
  }

  DemoResults coverage(Coverage found) {
    coverage = found;
    return this;
  }

  /** Two of the checks found something. */
  DemoResults wrong() {
    wrong = true;
    return this;
  }

  DemoResult build() {
    Map<String, List<Map<String, @Nullable Object>>> aggregates = new LinkedHashMap<>();
    List<Map<String, @Nullable Object>> users = users();
    long written = users.stream().mapToLong(user -> (Long) user.get("count")).sum();
    aggregates.put(ProfileAnalytics.BY_NATIONALITY_AND_GENDER, users);
    aggregates.put(ProfileAnalytics.MEAN_AGE, List.of(meanAge(written)));
    aggregates.put(ProfileAnalytics.BY_EMAIL_DOMAIN, emailDomains(written));
    aggregates.put(ProfileAnalytics.BY_AGE_BAND, ageBands(written));
    return result(aggregates, written, letters());
  }

  /** A result over these groups of the aggregation by nationality and gender alone. */
  static DemoResult of(List<Map<String, @Nullable Object>> users) {
    long written = users.stream().mapToLong(user -> ((Number) user.get("count")).longValue()).sum();
    return plain()
        .result(Map.of(ProfileAnalytics.BY_NATIONALITY_AND_GENDER, users), written, List.of());
  }

  private DemoResult result(
      Map<String, List<Map<String, @Nullable Object>>> aggregates,
      long written,
      List<Letter> deadLetters) {
    long filtered = 57;
    Map<String, RunReport.Applied> applied = new TreeMap<>();
    aggregates.keySet().forEach(name -> applied.put(name, new RunReport.Applied(written, 0)));
    Map<String, Long> reasons = new TreeMap<>();
    deadLetters.forEach(letter -> reasons.merge(letter.reasonClass(), 1L, Long::sum));
    long dead = deadLetters.size();
    RunReport report =
        new RunReport(
            written + filtered + dead,
            written,
            0,
            0,
            filtered,
            dead,
            0,
            applied,
            reasons,
            coverage,
            Map.of());
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("servers", 9.41);
    seconds.put("load", 1.872);
    seconds.put("pipeline", 12.305);
    seconds.put("read back", 0.91);
    seconds.put("check", 0.084);
    return new DemoResult(
        "spark",
        "offline server, seed rollcall, 2,000 users",
        "MongoDB-compatible stand-in (mongo-java-server)",
        new Loaded("c0ffee5eed", report.read(), report.read()),
        report,
        written,
        aggregates,
        deadLetters,
        checks(written),
        seconds);
  }

  private List<Map<String, @Nullable Object>> users() {
    List<Map<String, @Nullable Object>> groups = new ArrayList<>();
    for (String nationality : NATIONALITIES.subList(0, nationalities)) {
      for (String gender : List.of("male", "female")) {
        long count = nationality.equals("LEGO") ? 3L : 34 + random.nextInt(25);
        Map<String, @Nullable Object> group = new LinkedHashMap<>();
        group.put("nationality", nationality);
        group.put("gender", gender);
        group.put("count", count);
        int mean = 45_000_000 + random.nextInt(7_000_000);
        group.put("mean_age", BigDecimal.valueOf(mean, 6));
        group.put("distinct_user_id", count);
        group.put("p50_age", mean / 1_000_000 - 2 + random.nextInt(4));
        group.put("p95_age", (long) (72 + random.nextInt(6)));
        groups.add(group);
      }
    }
    return groups;
  }

  private static Map<String, @Nullable Object> meanAge(long users) {
    Map<String, @Nullable Object> group = new LinkedHashMap<>();
    group.put("count", users);
    group.put("mean_age", new BigDecimal("48.912005"));
    group.put("mean_age_male", new BigDecimal("48.701234"));
    group.put("mean_age_female", new BigDecimal("49.125000"));
    group.put("min_age", 18L);
    group.put("max_age", 81L);
    group.put("sum_age", new BigDecimal("95036"));
    return group;
  }

  private List<Map<String, @Nullable Object>> emailDomains(long users) {
    List<Map<String, @Nullable Object>> groups = new ArrayList<>();
    long rest = users;
    for (int i = 0; i < domains; i++) {
      long count = i == domains - 1 ? rest : Math.max(1, rest / 5);
      rest -= count;
      Map<String, @Nullable Object> group = new LinkedHashMap<>();
      group.put("email_domain", i == 0 ? "example.com" : "mail-" + i + ".example.org");
      group.put("count", count);
      group.put("distinct_user_id", count);
      groups.add(group);
    }
    return groups;
  }

  private List<Map<String, @Nullable Object>> ageBands(long users) {
    List<Map<String, @Nullable Object>> groups = new ArrayList<>();
    int[] percent = {10, 16, 16, 17, 17, 24};
    for (int i = BANDS.size() - 1; i >= 0; i--) {
      Map<String, @Nullable Object> group = new LinkedHashMap<>();
      group.put("age_band", BANDS.get(i));
      group.put("count", users * percent[i] / 100);
      group.put("mean_age", BigDecimal.valueOf(21_300_000 + i * 10_000_000L, 6));
      groups.add(group);
    }
    return groups;
  }

  private List<Letter> letters() {
    List<Letter> dead = new ArrayList<>();
    for (int i = 0; i < letters; i++) {
      String reason = CLASSES.get(i * 7 % 23 % CLASSES.size());
      dead.add(
          new Letter(
              "users-%d@%d#%d".formatted(i % 4, 100 + 13 * i, i % 3),
              reason,
              "column 'age' (user): got \"1e999999999\", expected a whole number of at most 64 bits;"
                  + " users-%d@%d#%d sent to dead letters".formatted(i % 4, 100 + 13 * i, i % 3)));
    }
    return dead;
  }

  private List<Check> checks(long users) {
    return List.of(
        new Check("rows in Cassandra = newest row per key of the source", users * 11, List.of()),
        new Check(
            "users by nationality and gender = plain recount",
            nationalities * 10L,
            wrong
                ? List.of(
                    "AU, female: count 47, recounted 48",
                    "AU, female: mean_age 48.100000, recounted 48.000000")
                : List.of()),
        new Check("mean age = plain recount", 7, List.of()),
        new Check("users by e-mail domain = plain recount", domains * 2L, List.of()),
        new Check(
            "users by age band = plain recount",
            18,
            wrong ? List.of("65+: count 466, recounted 465") : List.of()),
        new Check("distinct users and quantiles within their stated error", 84, List.of()),
        new Check("accounts balance, aggregation by aggregation", 5, List.of()));
  }
}
