package dev.rollcall.cli.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.demo.DemoResult;
import dev.rollcall.core.pipeline.RunReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextReportTest {

  @Test
  void theVerdictIsTheLastWord() {
    assertThat(printed(DemoResults.plain().build()).strip().lines().toList())
        .anyMatch(line -> line.strip().equals("✔ Everything agrees."))
        .last()
        .asString()
        .contains("values compared in 7 checks");
  }

  @Test
  void aCheckThatFoundDifferencesShowsThemAndDecides() {
    assertThat(printed(DemoResults.plain().wrong().build()))
        .contains("✔ mean age = plain recount", "✘ users by age band = plain recount")
        .contains("65+: count 466, recounted 465")
        .contains("✘ 2 of 7 checks found differences.")
        .doesNotContain("Everything agrees");
  }

  @Test
  void theAccountsAreOneLine() {
    DemoResult result = DemoResults.plain().deadLetters(12).build();
    assertThat(printed(result))
        .contains(
            "%,d read = %,d written + 57 filtered + 12 dead-lettered  ✔"
                .formatted(result.report().read(), result.report().written()));
  }

  @Test
  void accountsThatDoNotBalanceAreSaid() {
    DemoResult good = DemoResults.plain().build();
    RunReport report = new RunReport(2_000, 1, 2, 3, 0, Map.of(), Map.of());
    DemoResult bad =
        new DemoResult(
            good.engine(),
            good.source(),
            good.aggregateStore(),
            good.load(),
            report,
            1,
            good.aggregates(),
            List.of(),
            good.checks(),
            good.seconds());
    assertThat(printed(bad))
        .contains("2,000 read = 1 written + 2 filtered + 3 dead-lettered  ✘")
        .contains("✘ The accounts do not balance.");
  }

  @Test
  void aResultWithoutChecksDoesNotClaimToAgree() {
    DemoResult good = DemoResults.plain().build();
    DemoResult unchecked =
        new DemoResult(
            good.engine(),
            good.source(),
            good.aggregateStore(),
            good.load(),
            good.report(),
            good.cassandraRows(),
            good.aggregates(),
            List.of(),
            List.<Check>of(),
            good.seconds());
    assertThat(printed(unchecked))
        .contains("nothing was compared")
        .doesNotContain("Everything agrees");
  }

  @Test
  void aNationalityIsARowWithItsGendersBesideIt() {
    String printed =
        printed(
            DemoResults.of(
                List.of(
                    group("GB", "male", 1_234, "46.25", 45, 75),
                    group("GB", "female", 7, "50.000000", "46.5", 80),
                    group(null, null, 2, null, null, null))));
    assertThat(printed).contains("1,243 users, 2 nationalities");
    assertThat(lineStarting(printed, "  GB").replaceAll(" +", " "))
        .startsWith(" GB 7 50.0 1,234 46.3 0 – 1,241 ███");
    assertThat(lineStarting(printed, "  –").replaceAll(" +", " ")).startsWith(" – 0 – 0 – 2 – 2 ▏");
  }

  @Test
  void twoGendersLeaveRoomForTheQuantiles() {
    String printed =
        printed(
            DemoResults.of(
                List.of(
                    group("GB", "male", 1_234, "46.25", 45, 75),
                    group("GB", "female", 7, "50.000000", "46.5", 80))));
    assertThat(lineStarting(printed, "  GB").replaceAll(" +", " "))
        .startsWith(" GB 7 50.0 46.5 80 1,234 46.3 45 75 1,241 ███");
  }

  @Test
  void domainsBeyondTenAreAddedUp() {
    String printed = printed(DemoResults.plain().domains(40).build());
    assertThat(printed).contains("mail-9.example.org", "+ 30 more").doesNotContain("mail-10.");
  }

  @Test
  void ageBandsStandInTheOrderOfAges() {
    String printed = printed(DemoResults.plain().build());
    assertThat(printed).containsSubsequence("18-24", "25-34", "35-44", "45-54", "55-64", "65+");
  }

  @Test
  void deadLettersAreCountedByReasonWithAnExample() {
    String printed = printed(DemoResults.plain().deadLetters(50).build());
    assertThat(lineStarting(printed, "  Dead letters").strip()).endsWith(" 50");
    assertThat(printed).contains("malformed-json", "expected a whole number");
  }

  @ParameterizedTest
  @CsvSource({"1,1,0", "21,1,0", "22,40,50", "3,11,1"})
  void noLineIsWiderThanATerminal(int nationalities, int domains, int letters) {
    DemoResult result =
        DemoResults.plain()
            .nationalities(nationalities)
            .domains(domains)
            .deadLetters(letters)
            .wrong()
            .build();
    assertThat(printed(result).lines())
        .allSatisfy(
            line ->
                assertThat(line.codePointCount(0, line.length()))
                    .isLessThanOrEqualTo(TextReport.WIDTH));
  }

  @Test
  void gendersWithoutNumberStayWithinTheWidth() {
    List<Map<String, @Nullable Object>> groups =
        IntStream.range(0, 12)
            .mapToObj(i -> group("NL", "gender-with-a-long-name-" + i, 100_000 + i, "40", 40, 70))
            .toList();
    String printed = printed(DemoResults.of(groups));
    assertThat(printed).contains("+ 4 more genders, counted in all");
    assertThat(printed.lines())
        .allSatisfy(
            line ->
                assertThat(line.codePointCount(0, line.length()))
                    .isLessThanOrEqualTo(TextReport.WIDTH));
  }

  @Test
  void colourChangesNoCharacterAndNoneMeansNoEscapes() {
    DemoResult result = DemoResults.plain().deadLetters(5).wrong().build();
    StringWriter coloured = new StringWriter();
    TextReport.print(result, new PrintWriter(coloured), true);
    assertThat(coloured.toString()).contains("\u001B[1;31m");
    String plain = printed(result);
    assertThat(plain).doesNotContain("\u001B");
    assertThat(withoutTrailingBlanks(coloured.toString().replaceAll("\u001B\\[[0-9;]*m", "")))
        .isEqualTo(withoutTrailingBlanks(plain));
  }

  @Test
  void aGroupValueCannotSteerTheTerminal() {
    String printed =
        printed(DemoResults.of(List.of(group("\u001B[2Jx\u202E", "male", 1, "4", 4, 4))));
    assertThat(printed).doesNotContain("\u001B", "\u202E").contains("\uFFFD[2Jx\uFFFD");
  }

  @Test
  void nothingAtAllPrintsToo() {
    assertThat(printed(DemoResults.of(List.of())))
        .contains("no groups", "0 users, 0 nationalities", "– all");
  }

  private static String printed(DemoResult result) {
    StringWriter text = new StringWriter();
    TextReport.print(result, new PrintWriter(text), false);
    return text.toString();
  }

  private static String lineStarting(String text, String start) {
    return text.lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
  }

  private static String withoutTrailingBlanks(String text) {
    return text.replaceAll(" +\\R", "\n");
  }

  static Map<String, @Nullable Object> group(
      @Nullable String nationality,
      @Nullable String gender,
      int count,
      @Nullable String mean,
      @Nullable Object p50,
      @Nullable Object p95) {
    Map<String, @Nullable Object> group = new LinkedHashMap<>();
    group.put("nationality", nationality);
    group.put("gender", gender);
    group.put("count", count);
    group.put("mean_age", mean == null ? null : new BigDecimal(mean));
    group.put("p50_age", p50 instanceof String text ? new BigDecimal(text) : p50);
    group.put("p95_age", p95);
    return group;
  }
}
