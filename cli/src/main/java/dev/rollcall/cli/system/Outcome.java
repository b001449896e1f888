package dev.rollcall.cli.system;

import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.produce.Loaded;
import dev.rollcall.core.pipeline.RunReport;
import java.util.List;

/**
 * What came of a run.
 *
 * @param loaded what was brought to where the pipeline reads
 * @param report the accounts of this run: what it found applied already is not counted again
 * @param checks what is stored, against the source
 */
record Outcome(Loaded loaded, RunReport report, List<Check> checks) {

  Outcome {
    checks = List.copyOf(checks);
  }

  boolean agrees() {
    return report.balances() && !checks.isEmpty() && checks.stream().allMatch(Check::agrees);
  }
}
