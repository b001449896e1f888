package dev.rollcall.core.internal.process;

import dev.rollcall.core.internal.pipeline.ColumnSelection;
import dev.rollcall.core.internal.pipeline.CompiledBranch;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    List<Versions> candidates = byKey(rows);
    while (!candidates.isEmpty()) {
      List<Versions> written = candidates;
      List<RowSink.VersionedRow> batch = new ArrayList<>(written.size());
      for (Versions each : written) {
        BufferedRow newest = each.newest;
        batch.add(
            new RowSink.VersionedRow(
                selection.apply(newest.row()), newest.version(), newest.deleted()));
      }
      List<RowSink.VersionedRow> given = Collections.unmodifiableList(batch);
      RowSink.Result result = calls.retrying(sinkName, () -> sink.write(given));
      result.outdated().forEach(index -> written.get(index).addTo(outdated));
      candidates = new ArrayList<>();
      for (RowSink.Rejection rejection : result.rejections()) {
        Versions versions = written.get(rejection.index());
        refused.put(versions.newest, versions.newest.refusedBy(sinkName, rejection.reason()));
        if (versions.removeNewest()) {
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

  private static List<Versions> byKey(List<BufferedRow> rows) {
    Map<Row.Key, Versions> byKey = new HashMap<>(rows.size() * 4 / 3 + 1);
    List<Versions> inOrder = new ArrayList<>(rows.size());
    for (BufferedRow row : rows) {
      Row.Key key = Objects.requireNonNull(row.key());
      Versions versions = byKey.get(key);
      if (versions == null) {
        versions = new Versions(row);
        byKey.put(key, versions);
        inOrder.add(versions);
      } else {
        versions.add(row);
      }
    }
    return inOrder;
  }

  /** The rows of one key; mostly there is one. */
  private static final class Versions {
    private BufferedRow newest;

    /** The others, in no order but that those of one version are as they came. */
    private List<BufferedRow> older = List.of();

    Versions(BufferedRow only) {
      this.newest = only;
    }

    /** Adds a row that came behind the others; of equal versions it is the newer. */
    void add(BufferedRow row) {
      if (older.isEmpty()) {
        older = new ArrayList<>(1);
      }
      if (row.version().compareTo(newest.version()) < 0) {
        older.add(row);
      } else {
        older.add(newest);
        newest = row;
      }
    }

    void addTo(Set<BufferedRow> rows) {
      rows.addAll(older);
      rows.add(newest);
    }

    /** Returns whether one is left. */
    boolean removeNewest() {
      if (older.isEmpty()) {
        return false;
      }
      int last = 0;
      for (int i = 1; i < older.size(); i++) {
        last = older.get(i).version().compareTo(older.get(last).version()) < 0 ? last : i;
      }
      newest = older.remove(last);
      return true;
    }
  }
}
