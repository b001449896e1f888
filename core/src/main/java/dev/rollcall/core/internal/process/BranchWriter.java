package dev.rollcall.core.internal.process;

import dev.rollcall.core.internal.pipeline.CompiledBranch;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.RowSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes durable what one branch left in a sealed buffer. Not threadsafe: one flush at a time. */
final class BranchWriter {

  private final CompiledBranch branch;
  private final List<RowWriter> writers = new ArrayList<>();

  BranchWriter(CompiledBranch branch, List<RowSink> sinks, StoreCalls calls) {
    this.branch = branch;
    for (int i = 0; i < sinks.size(); i++) {
      writers.add(new RowWriter(branch.outputs().get(i), sinks.get(i), calls));
    }
  }

  CompiledBranch branch() {
    return branch;
  }

  /**
   * The rows that a sink rejected, with their letters, and others of which one holds a newer row.
   */
  record Unwritten(
      Set<BufferedRow> rejected, Set<BufferedRow> outdated, List<DeadLetter> letters) {}

  /** Writes the rows to every sink. */
  Unwritten write(BranchBuffer buffer) {
    Set<BufferedRow> rejected = BufferedRow.set();
    Set<BufferedRow> outdated = BufferedRow.set();
    List<DeadLetter> letters = new ArrayList<>();
    for (RowWriter writer : writers) {
      RowWriter.Unwritten unwritten = writer.write(buffer.rows());
      rejected.addAll(unwritten.refused().keySet());
      letters.addAll(unwritten.refused().values());
      outdated.addAll(unwritten.outdated());
    }
    outdated.removeAll(rejected);
    return new Unwritten(rejected, outdated, letters);
  }

  /** Removes from its sinks what these rows of another branch have no longer. */
  void removeParts(List<RowSink.VersionedRow> wholes) {
    if (!wholes.isEmpty()) {
      writers.forEach(writer -> writer.removeParts(wholes));
    }
  }

  /** The accounts of a buffer, all of which is durable. */
  RunReport report(BranchBuffer buffer, Unwritten unwritten) {
    Map<String, RunReport.Applied> applied = new TreeMap<>();
    for (Contribution each : buffer.contributions()) {
      applied.put(each.aggregator().table().aggregation(), each.applied());
    }
    int deletes = deletes(buffer.rows());
    int rejected = unwritten.rejected().size();
    int rejectedDeletes = deletes(unwritten.rejected());
    int rejectedRows = rejected - rejectedDeletes;
    int outdated = unwritten.outdated().size() - deletes(unwritten.outdated());
    Map<String, Long> reasons = new TreeMap<>();
    buffer.letters().forEach(letter -> reasons.merge(letter.reasonClass(), 1L, Long::sum));
    unwritten.letters().forEach(letter -> reasons.merge(letter.reasonClass(), 1L, Long::sum));
    return new RunReport(
        buffer.read(),
        buffer.rows().size() - deletes - rejectedRows - outdated,
        outdated,
        deletes - rejectedDeletes,
        buffer.filtered(),
        buffer.letters().size() + rejected,
        rejectedRows,
        applied,
        reasons,
        buffer.coverage(),
        Map.of());
  }

  private static int deletes(Iterable<BufferedRow> rows) {
    int count = 0;
    for (BufferedRow row : rows) {
      count += row.deleted() ? 1 : 0;
    }
    return count;
  }
}
