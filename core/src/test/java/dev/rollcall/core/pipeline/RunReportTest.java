package dev.rollcall.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.pipeline.RunReport.Applied;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunReportTest {

  private static final RunReport REPORT =
      new RunReport(
          10, 6, 1, 3, 2, Map.of("by_country", new Applied(5, 3)), Map.of("sink-rejected", 2L));

  @Test
  void reportsAddUp() {
    RunReport other =
        new RunReport(1, 0, 0, 1, 0, Map.of("overall", new Applied(0, 0)), Map.of("x", 1L));
    RunReport sum = REPORT.plus(other).plus(REPORT);
    assertThat(sum)
        .isEqualTo(
            new RunReport(
                21,
                12,
                2,
                7,
                4,
                Map.of("by_country", new Applied(10, 6), "overall", new Applied(0, 0)),
                Map.of("sink-rejected", 4L, "x", 1L)));
    assertThat(REPORT.plus(RunReport.EMPTY)).isEqualTo(REPORT);
  }

  @Test
  void aReportBalancesOrStopsTheRun() {
    assertThat(REPORT.requireBalanced()).isSameAs(REPORT);
    RunReport lost = new RunReport(10, 6, 1, 2, 2, REPORT.aggregations(), Map.of());
    assertThat(lost.balances()).isFalse();
    RunReport unaggregated =
        new RunReport(10, 6, 1, 3, 2, Map.of("by_country", new Applied(5, 2)), Map.of());
    assertThatThrownBy(unaggregated::requireBalanced)
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("10 read = 6 written + 1 filtered + 3 dead-lettered");
  }

  @Test
  void itReadsAsOneLine() {
    assertThat(REPORT)
        .hasToString(
            "10 read = 6 written + 1 filtered + 3 dead-lettered;"
                + " by_country: 5 applied, 3 already applied");
  }
}
