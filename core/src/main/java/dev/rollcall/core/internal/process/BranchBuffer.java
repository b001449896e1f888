package dev.rollcall.core.internal.process;

import dev.rollcall.core.flatten.Coverage;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of a {@link SealedBuffer} that one branch made.
 *
 * @param rows in the order of their offsets
 * @param letters of elements that were refused before any sink saw them
 * @param read elements
 * @param filtered of them, without a row or a letter
 * @param contributions of the rows to each aggregation that is kept
 * @param coverage of what the columns were made
 */
record BranchBuffer(
    List<BufferedRow> rows,
    List<DeadLetter> letters,
    List<Contribution> contributions,
    long read,
    long filtered,
    Coverage coverage) {

  /** The newest row per key, as the sinks of its parts are told. */
  List<RowSink.VersionedRow> wholes() {
    Map<Row.Key, RowSink.VersionedRow> newest = new LinkedHashMap<>();
    for (BufferedRow row : rows) {
      newest.merge(
          Row.Key.of(row.row()),
          new RowSink.VersionedRow(row.row(), row.version(), row.deleted()),
          (one, other) -> other.version().compareTo(one.version()) >= 0 ? other : one);
    }
    return List.copyOf(newest.values());
  }
}
