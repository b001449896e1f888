package dev.rollcall.cli.demo.report;

import static dev.rollcall.cli.demo.report.DemoNumbers.counted;

import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.demo.DemoResult;

/**
 * The last word on a demonstration.
 *
 * @param good if everything agrees
 * @param headline a few words, no full stop
 * @param detail what stands behind them, in sentences
 */
record DemoVerdict(boolean good, String headline, String detail) {

  static DemoVerdict of(DemoResult result) {
    long compared = result.checks().stream().mapToLong(Check::compared).sum();
    long failed = result.checks().stream().filter(check -> !check.agrees()).count();
    String all =
        counted(compared, "value", "values")
            + " compared in "
            + counted(result.checks().size(), "check", "checks")
            + ", "
            + DemoNumbers.seconds(DemoPhases.of(result).total())
            + " in all.";
    if (result.agrees()) {
      return new DemoVerdict(
          true,
          compared == 0 ? "Nothing differs, and nothing was compared" : "Everything agrees",
          stored(result) + (compared == 0 ? "" : ", in agreement with the source") + ". " + all);
    }
    String balance =
        result.report().balances()
            ? ""
            : "The accounts do not balance: written + filtered + dead-lettered must be what was read,"
                + " and each aggregation must have met each element once. ";
    return new DemoVerdict(
        false,
        failed == 0
            ? "The accounts do not balance"
            : DemoNumbers.grouped(failed)
                + " of "
                + counted(result.checks().size(), "check", "checks")
                + " found differences",
        balance + stored(result) + ". " + all);
  }

  private static String stored(DemoResult result) {
    return counted(result.report().read(), "element", "elements")
        + " read; "
        + counted(result.cassandraRows(), "row", "rows")
        + " in Cassandra and "
        + counted(result.documents(), "aggregate document", "aggregate documents");
  }
}
