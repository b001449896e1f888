package dev.rollcall.core.internal.process;

import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.pipeline.CompiledBranch;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.pipeline.RowOutcome;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one branch makes of a partition's records: its part of what waits for the flush. Not
 * threadsafe.
 */
final class BranchProcessor {

  private final CompiledBranch branch;
  private final Flattener flattener;
  private final List<RowWriter> writers = new ArrayList<>();
  private final List<AggregateMerger> mergers = new ArrayList<>();

  private final List<BufferedRow> buffered = new ArrayList<>();
  private final List<DeadLetter> letters = new ArrayList<>();
  private long read;
  private long filtered;

  BranchProcessor(CompiledBranch branch, List<RowSink> sinks, StoreCalls calls) {
    this.branch = branch;
    this.flattener = branch.flattener();
    for (int i = 0; i < sinks.size(); i++) {
      writers.add(new RowWriter(branch.outputs().get(i), sinks.get(i), calls));
    }
  }

  /** Counts its rows in this store. */
  void count(
      CompiledPipeline pipeline,
      AggregateStore store,
      StoreCalls calls,
      SourcePartition partition,
      MergeWaits waits) {
    branch
        .aggregations()
        .forEach(
            each ->
                mergers.add(new AggregateMerger(pipeline, each, store, calls, partition, waits)));
  }

  CompiledBranch branch() {
    return branch;
  }

  Flattener flattener() {
    return flattener;
  }

  /** What a record holds for it; those of other kinds are {@link Element.Elsewhere}. */
  List<Element> elements(SourceRecord record) {
    return flattener.flatten(record);
  }

  /** Why an element of it is refused before any step. */
  RowOutcome.Refused refusal(Element refused) {
    return (RowOutcome.Refused) branch.transform(refused, null);
  }

  /**
   * Takes elements of a record to their steps.
   *
   * @param only which one, and whose version it gets; null for all of them
   * @return how many were taken
   */
  int take(
      SourceRecord record, List<Element> elements, @Nullable OnlyElement only, ErrorTally errors) {
    LetterOrigin origin = new LetterOrigin(record, branch, flattener);
    int taken = 0;
    for (Element element : elements) {
      taken += isMeant(element, only) ? 1 : 0;
    }
    read += taken;
    errors.read(taken);
    for (Element element : elements) {
      if (!isMeant(element, only)) {
        continue;
      }
      RowOutcome outcome = branch.transform(element, record.time());
      if (outcome instanceof RowOutcome.Kept kept) {
        buffer(record, origin, element, only, kept.row(), false);
      } else if (outcome instanceof RowOutcome.Deleted deleted) {
        buffer(record, origin, element, only, deleted.row(), true);
      } else if (outcome instanceof RowOutcome.Refused reason) {
        DeadLetter letter = origin.letter(element.ordinal(), reason);
        letters.add(letter);
        errors.refused(letter);
      } else {
        filtered++;
      }
    }
    return taken;
  }

  private static boolean isMeant(Element element, @Nullable OnlyElement only) {
    return only == null ? !(element instanceof Element.Elsewhere) : only.means(element);
  }

  private void buffer(
      SourceRecord record,
      LetterOrigin origin,
      Element element,
      @Nullable OnlyElement only,
      Row row,
      boolean deleted) {
    int definition = only == null ? branch.definitionVersion() : only.version();
    long offset = only == null ? record.offset() : only.offset();
    buffered.add(
        new BufferedRow(
            origin,
            element.ordinal(),
            branch.version(element, record, definition, offset, element.parent()),
            row,
            deleted));
  }

  /** How many rows and letters wait. */
  int waiting() {
    return buffered.size() + letters.size();
  }

  /** The letters that wait, those of refused rows too once they are {@link #write}n. */
  List<DeadLetter> letters() {
    return letters;
  }

  /** The highest offset of the partition in any document that was read; -1 for none. */
  long highestSeen() {
    return mergers.stream().mapToLong(AggregateMerger::highestSeen).max().orElse(-1);
  }

  /** The rows that a sink rejected, and others of which one holds a newer row. */
  record Unwritten(Set<BufferedRow> rejected, Set<BufferedRow> outdated) {}

  /** Writes the rows to every sink; adds the letters of those that one rejected. */
  Unwritten write(ErrorTally errors) {
    Set<BufferedRow> rejected = BufferedRow.set();
    Set<BufferedRow> outdated = BufferedRow.set();
    for (RowWriter writer : writers) {
      RowWriter.Unwritten unwritten = writer.write(buffered);
      rejected.addAll(unwritten.refused().keySet());
      letters.addAll(unwritten.refused().values());
      outdated.addAll(unwritten.outdated());
    }
    if (!rejected.isEmpty()) {
      errors.rejected(rejected.size(), letters.get(letters.size() - 1).reason());
    }
    outdated.removeAll(rejected);
    return new Unwritten(rejected, outdated);
  }

  /** The newest row per key of those that wait, as their parts' sinks are told. */
  List<RowSink.VersionedRow> wholes() {
    Map<Row.Key, RowSink.VersionedRow> newest = new LinkedHashMap<>();
    for (BufferedRow row : buffered) {
      newest.merge(
          Row.Key.of(row.row()),
          new RowSink.VersionedRow(row.row(), row.version(), row.deleted()),
          (one, other) -> other.version().compareTo(one.version()) >= 0 ? other : one);
    }
    return List.copyOf(newest.values());
  }

  /** Removes from its sinks what these rows of another branch have no longer. */
  void removeParts(List<RowSink.VersionedRow> wholes) {
    if (!wholes.isEmpty()) {
      writers.forEach(writer -> writer.removeParts(wholes));
    }
  }

  /** Counts the rows, once they are written; returns what was applied per aggregation. */
  Map<String, RunReport.Applied> merge() {
    Map<String, RunReport.Applied> applied = new TreeMap<>();
    if (!mergers.isEmpty()) {
      List<BufferedRow> rows = buffered.stream().filter(row -> !row.deleted()).toList();
      mergers.forEach(merger -> applied.put(merger.aggregation(), merger.merge(rows)));
    }
    return applied;
  }

  /** The accounts since the last flush, all of which is durable; begins anew. */
  RunReport settle(Unwritten unwritten, Map<String, RunReport.Applied> applied) {
    int deletes = deletes(buffered);
    int rejected = unwritten.rejected().size();
    int rejectedDeletes = deletes(unwritten.rejected());
    int rejectedRows = rejected - rejectedDeletes;
    int outdated = unwritten.outdated().size() - deletes(unwritten.outdated());
    long refused = letters.stream().filter(each -> each.sink().isEmpty()).count();
    Map<String, Long> reasons = new TreeMap<>();
    letters.forEach(letter -> reasons.merge(letter.reasonClass(), 1L, Long::sum));
    RunReport report =
        new RunReport(
            read,
            buffered.size() - deletes - rejectedRows - outdated,
            outdated,
            deletes - rejectedDeletes,
            filtered,
            refused + rejected,
            rejectedRows,
            applied,
            reasons,
            flattener.takeCoverage(),
            Map.of());
    buffered.clear();
    letters.clear();
    read = 0;
    filtered = 0;
    return report;
  }

  private static int deletes(Iterable<BufferedRow> rows) {
    int count = 0;
    for (BufferedRow row : rows) {
      count += row.deleted() ? 1 : 0;
    }
    return count;
  }
}
