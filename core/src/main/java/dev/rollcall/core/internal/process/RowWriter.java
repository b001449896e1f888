package dev.rollcall.core.internal.process;

import dev.rollcall.core.internal.pipeline.ColumnSelection;
import dev.rollcall.core.internal.pipeline.CompiledBranch;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the rows of a flush to one sink, only the newest row per key. If the sink refuses that
 * one, the row before it is tried, so that what is stored does not depend on where flushes end.
 */
public final class RowWriter {

  private final String sinkName;
  private final RowSink sink;
  private final StoreCalls calls;
  private final ColumnSelection selection;

  RowWriter(CompiledBranch.Output output, RowSink sink, StoreCalls calls) {
    this.sinkName = output.name();
    this.sink = sink;
    this.calls = calls;
    this.selection = output.selection();
  }

  /** Creates a writer outside a processor, with its own retries. */
  public static RowWriter of(CompiledBranch.Output output, RowSink sink, RetryPolicy retry) {
    return new RowWriter(output, sink, new StoreCalls(retry));
  }

  /**
   * What is not written of some rows.
   *
   * @param refused with their letters
   * @param outdated those older than what the sink holds
   */
  public record Unwritten(Map<BufferedRow, DeadLetter> refused, Set<BufferedRow> outdated) {}

  /** Writes the rows; returns which of them are not written. */
  public Unwritten write(List<BufferedRow> rows) {
    Map<BufferedRow, DeadLetter> refused = new LinkedHashMap<>();
    Set<BufferedRow> outdated = BufferedRow.set();
    Collection<Deque<BufferedRow>> candidates = byKey(rows);
    while (!candidates.isEmpty()) {
      List<Deque<BufferedRow>> written = List.copyOf(candidates);
      List<RowSink.VersionedRow> batch =
          written.stream()
              .map(Deque::peekLast)
              .map(
                  newest ->
                      new RowSink.VersionedRow(
                          selection.apply(newest.row()), newest.version(), newest.deleted()))
              .toList();
      RowSink.Result result = calls.retrying(sinkName, () -> sink.write(batch));
      result.outdated().forEach(index -> outdated.addAll(written.get(index)));
      candidates = new ArrayList<>();
      for (RowSink.Rejection rejection : result.rejections()) {
        Deque<BufferedRow> versions = written.get(rejection.index());
        BufferedRow newest = versions.removeLast();
        refused.put(newest, newest.refusedBy(sinkName, rejection.reason()));
        if (!versions.isEmpty()) {
          candidates.add(versions);
        }
      }
    }
    return new Unwritten(refused, outdated);
  }

  /** Removes the parts of rows of another branch that are older than they. */
  void removeParts(List<RowSink.VersionedRow> wholes) {
    calls.retrying(
        sinkName,
        () -> {
          sink.removeParts(wholes);
          return true;
        });
  }

  /** The rows of each key, newest last. */
  private static Collection<Deque<BufferedRow>> byKey(List<BufferedRow> rows) {
    Map<Row.Key, List<BufferedRow>> groups = new LinkedHashMap<>();
    for (BufferedRow row : rows) {
      groups.computeIfAbsent(Row.Key.of(row.row()), any -> new ArrayList<>(1)).add(row);
    }
    List<Deque<BufferedRow>> candidates = new ArrayList<>(groups.size());
    for (List<BufferedRow> group : groups.values()) {
      group.sort((a, b) -> a.version().compareTo(b.version()));
      candidates.add(new ArrayDeque<>(group));
    }
    return candidates;
  }
}
