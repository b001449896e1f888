package dev.rollcall.cli.system;

import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.produce.Loaded;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.DeadLetter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run.
 *
 * @param loaded what was brought to where the pipeline reads
 * @param report the accounts of this run: what it found applied already is not counted again
 * @param checks what is stored, against the source
 * @param rows how many were read back from all tables
 * @param aggregates the results that were read back, by aggregation in order
 * @param letters those that were read back
 */
public record Outcome(
    Loaded loaded,
    RunReport report,
    List<Check> checks,
    long rows,
    Map<String, List<Map<String, @Nullable Object>>> aggregates,
    List<DeadLetter> letters) {

  public Outcome {
    checks = List.copyOf(checks);
    letters = List.copyOf(letters);
  }

  /** Of a batch, whose tables grow with each of its days: only what was compared is of use. */
  Outcome(Loaded loaded, RunReport report, List<Check> checks) {
    this(loaded, report, checks, 0, Map.of(), List.of());
  }

  /** True if the accounts balance, something was compared, and all of it agrees. */
  public boolean agrees() {
    return report.balances() && !checks.isEmpty() && checks.stream().allMatch(Check::agrees);
  }
}
