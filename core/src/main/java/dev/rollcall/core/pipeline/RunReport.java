package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.flatten.Coverage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * What became of the elements of a run (an undecodable record counts as one). Immutable; the
 * reports of parts of a run add up with {@link #plus}.
 *
 * @param read elements read
 * @param written elements accepted by all row sinks
 * @param outdated elements whose row is older than the one that a sink holds, and was not written
 *     there; sinks that cannot tell count such rows as written
 * @param deleted elements that delete a row, and whose delete all row sinks accepted; they are not
 *     aggregated
 * @param filtered elements that did not pass a {@code where}, and records without a value, where
 *     those are not declared to delete
 * @param deadLettered elements that could not be used, or that a sink refused
 * @param sinkRejected those of them whose row a sink refused; they are aggregated all the same
 * @param aggregations per aggregation, what was applied
 * @param reasons dead letters by reason class
 * @param coverage what the columns were made of, and which were never filled; of a pipeline of
 *     several branches each branch has its own
 * @param branches of a pipeline with branches, the accounts of each by its name; with what no
 *     branch took they add up to the whole
 */
public record RunReport(
    long read,
    long written,
    long outdated,
    long deleted,
    long filtered,
    long deadLettered,
    long sinkRejected,
    Map<String, Applied> aggregations,
    Map<String, Long> reasons,
    Coverage coverage,
    Map<String, RunReport> branches)
    implements Serializable {

  /** Nothing yet. */
  public static final RunReport EMPTY = new RunReport(0, 0, 0, 0, 0, Map.of(), Map.of());

  /** One without deletes that knows nothing of columns. */
  public RunReport(
      long read,
      long written,
      long filtered,
      long deadLettered,
      long sinkRejected,
      Map<String, Applied> aggregations,
      Map<String, Long> reasons) {
    this(
        read,
        written,
        0,
        0,
        filtered,
        deadLettered,
        sinkRejected,
        aggregations,
        reasons,
        Coverage.NONE,
        Map.of());
  }

  /**
   * Elements of one aggregation; with hopping windows, (row, window) pairs. A row without a time is
   * in one document and stands for all its windows: it is as many pairs as any other.
   *
   * @param applied merged by this run
   * @param alreadyApplied found merged by an earlier run (a replay)
   * @param windowsPerRow how many pairs an element is; 1 unless windows are hopping
   */
  public record Applied(long applied, long alreadyApplied, int windowsPerRow)
      implements Serializable {

    /** Of elements that are in one window, or in none. */
    public Applied(long applied, long alreadyApplied) {
      this(applied, alreadyApplied, 1);
    }

    Applied plus(Applied other) {
      return new Applied(
          Math.addExact(applied, other.applied),
          Math.addExact(alreadyApplied, other.alreadyApplied),
          Math.max(windowsPerRow, other.windowsPerRow));
    }

    @Override
    public String toString() {
      return "%d applied, %d already applied%s"
          .formatted(
              applied,
              alreadyApplied,
              windowsPerRow == 1 ? "" : " (row, window) pairs, " + windowsPerRow + " per row");
    }
  }

  public RunReport {
    aggregations = Collections.unmodifiableMap(new TreeMap<>(aggregations));
    reasons = Collections.unmodifiableMap(new TreeMap<>(reasons));
    branches = Collections.unmodifiableMap(new TreeMap<>(branches));
  }

  /** Both together. */
  public RunReport plus(RunReport other) {
    return sum(
        other, coverage.plus(other.coverage), merged(branches, other.branches, RunReport::plus));
  }

  /** This report of what no branch took, and the reports of the branches. */
  public RunReport with(Map<String, RunReport> reports) {
    RunReport all = this;
    for (RunReport each : reports.values()) {
      all = all.sum(each, Coverage.NONE, Map.of());
    }
    return EMPTY.sum(all, Coverage.NONE, reports);
  }

  private RunReport sum(RunReport other, Coverage both, Map<String, RunReport> reports) {
    return new RunReport(
        Math.addExact(read, other.read),
        Math.addExact(written, other.written),
        Math.addExact(outdated, other.outdated),
        Math.addExact(deleted, other.deleted),
        Math.addExact(filtered, other.filtered),
        Math.addExact(deadLettered, other.deadLettered),
        Math.addExact(sinkRejected, other.sinkRejected),
        merged(aggregations, other.aggregations, Applied::plus),
        merged(reasons, other.reasons, Math::addExact),
        both,
        reports);
  }

  /**
   * The accounting identity: read = written + outdated + deleted + filtered + dead-lettered, and
   * for each aggregation (written + outdated + sink-rejected) × windows per row = applied + already
   * applied, of its branch.
   */
  public boolean balances() {
    if (!branches.isEmpty()) {
      return isSum() && branches.values().stream().allMatch(RunReport::balances);
    }
    return isSum()
        && aggregations.values().stream()
            .allMatch(
                a ->
                    (written + outdated + sinkRejected) * a.windowsPerRow()
                        == a.applied() + a.alreadyApplied());
  }

  private boolean isSum() {
    return read == written + outdated + deleted + filtered + deadLettered;
  }

  /** What people should see at the end of a run, a line each: {@link Coverage#remarks}. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>(coverage.remarks());
    branches.forEach(
        (branch, report) ->
            report.remarks().forEach(remark -> remarks.add(branch + ": " + remark)));
    return remarks;
  }

  /**
   * This report.
   *
   * @throws FatalException if it does not balance
   */
  public RunReport requireBalanced() {
    if (!balances()) {
      throw new FatalException(
          "the accounts do not balance, please report this as a bug of Rollcall: " + this);
    }
    return this;
  }

  private static <V> Map<String, V> merged(
      Map<String, V> one, Map<String, V> other, BinaryOperator<V> sum) {
    Map<String, V> all = new TreeMap<>(one);
    other.forEach((key, value) -> all.merge(key, value, sum));
    return all;
  }

  /**
   * One line for people: {@code 2000 read = 1943 written + 57 filtered + 0 dead-lettered}; {@code +
   * 2 outdated + 3 deleted} behind what was written only if there are any. Aggregations and
   * branches follow.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(accounts());
    branches.forEach(
        (name, branch) -> text.append("; ").append(name).append(": ").append(branch.accounts()));
    aggregations.forEach(
        (name, applied) -> text.append("; ").append(name).append(": ").append(applied));
    return text.toString();
  }

  private String accounts() {
    return "%d read = %d written%s%s + %d filtered + %d dead-lettered"
        .formatted(
            read,
            written,
            outdated == 0 ? "" : " + " + outdated + " outdated",
            deleted == 0 ? "" : " + " + deleted + " deleted",
            filtered,
            deadLettered);
  }
}
