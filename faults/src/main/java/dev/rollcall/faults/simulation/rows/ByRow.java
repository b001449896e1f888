package dev.rollcall.faults.simulation.rows;

import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Row;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decides by the row, and keeps a marker of what was deleted: SQL, MongoDB, memory. */
final class ByRow extends RowModel {

  private static final Comparator<Row.Version> TIME =
      Comparator.comparing(Row.Version::timestamp)
          .thenComparing(Row.Version::recordTime)
          .thenComparingLong(Row.Version::offset)
          .thenComparingInt(Row.Version::ordinal);

  private static final Comparator<Row.Version> DEFINITION =
      Comparator.comparingInt(Row.Version::definition);

  /** Rows and markers. */
  private final Map<String, RowSink.VersionedRow> stored = new TreeMap<>();

  private final Map<String, List<@Nullable Object>> values = new TreeMap<>();
  private final RowsBug bug;

  ByRow(RowsBug bug) {
    this.bug = bug;
  }

  @Override
  boolean write(RowSink.VersionedRow row) {
    String key = key(row.row());
    RowSink.VersionedRow now = stored.get(key);
    if (now != null && !isTaken(row, row.version(), now.version())) {
      return false;
    }
    stored.put(key, row);
    if (!row.deleted()) {
      values.put(key, values(row.row()));
      return true;
    }
    values.remove(key);
    if (bug == RowsBug.DELETE_IS_FORGOTTEN) {
      stored.remove(key);
    }
    return true;
  }

  private boolean isTaken(RowSink.VersionedRow row, Row.Version fresh, Row.Version old) {
    return switch (bug) {
      case LAST_WRITE_WINS -> true;
      case DEFINITION_IS_NOT_COMPARED -> TIME.compare(fresh, old) > 0;
      case TIME_BEFORE_DEFINITION ->
          TIME.thenComparingInt(Row.Version::definition).compare(fresh, old) >= 0;
      case EQUAL_IS_LEFT_OUT -> fresh.compareTo(old) > 0;
      case DELETE_WINS_ALWAYS -> row.deleted() || fresh.compareTo(old) >= 0;
      case DELETE_HAS_NO_DEFINITION ->
          row.deleted() ? TIME.compare(fresh, old) >= 0 : fresh.compareTo(old) >= 0;
      case RECORD_TIME_IS_NOT_COMPARED ->
          DEFINITION
                  .thenComparing(Row.Version::timestamp)
                  .thenComparingLong(Row.Version::offset)
                  .thenComparingInt(Row.Version::ordinal)
                  .compare(fresh, old)
              >= 0;
      case RECORD_TIME_BEFORE_COLUMN ->
          DEFINITION.thenComparing(Row.Version::recordTime).thenComparing(TIME).compare(fresh, old)
              >= 0;
      default -> fresh.compareTo(old) >= 0;
    };
  }

  @Override
  boolean hasNewerDelete(RowSink.VersionedRow row) {
    RowSink.VersionedRow now = stored.get(key(row.row()));
    return now != null && now.deleted() && now.version().compareTo(row.version()) > 0;
  }

  /** The rows and markers that a definition wrote. */
  List<RowSink.VersionedRow> writtenBy(int definition) {
    return stored.values().stream()
        .filter(row -> row.version().definition() == definition)
        .toList();
  }

  /** Changes a row by hand, or puts one where a marker was; the version stays. */
  void damage(String key) {
    values.put(key, Arrays.asList(key, null, null, "changed by hand"));
  }

  @Override
  Map<String, List<@Nullable Object>> rows() {
    return values;
  }
}
