package dev.rollcall.cli.demo;

import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.produce.Loaded;
import dev.rollcall.core.pipeline.RunReport;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a demonstration came to.
 *
 * @param engine what ran the pipeline: {@code spark}
 * @param source where the users came from, in words
 * @param aggregateStore what held the aggregates, called by its right name
 * @param load how the users got into Kafka
 * @param report the accounts of the run
 * @param cassandraRows rows in the table, which is the number of distinct keys written
 * @param aggregates the readable results as they were read back, per aggregation in order
 * @param deadLetters those read back from the topic
 * @param checks what was compared, and how it came out
 * @param seconds how long each phase took, in order
 */
public record DemoResult(
    String engine,
    String source,
    String aggregateStore,
    Loaded load,
    RunReport report,
    long cassandraRows,
    Map<String, List<Map<String, @Nullable Object>>> aggregates,
    List<Letter> deadLetters,
    List<Check> checks,
    Map<String, Double> seconds) {

  /** A dead letter as people see it. */
  public record Letter(String id, String reasonClass, String reason) {}

  /** True if the accounts balance, something was compared, and all of it agrees. */
  public boolean agrees() {
    return report.balances() && !checks.isEmpty() && checks.stream().allMatch(Check::agrees);
  }

  /** How many aggregate documents there are. */
  public long documents() {
    return aggregates.values().stream().mapToLong(List::size).sum();
  }
}
