package dev.rollcall.jdbc;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters in a table of PostgreSQL, MySQL or MariaDB: one row per letter id, without payload,
 * with the element's position, the reason, and the SHA-256 of record and element. A table of an
 * older release is refused with the statements that add its new columns. Meant for batches whose
 * records are kept elsewhere; letters of a topic belong in a dead-letter topic, from where they can
 * be re-driven. Immutable, serializable and threadsafe.
 *
 * <pre>{@code
 * JdbcDeadLetters.into(JdbcTable.named("dead_letters").url(url).autoCreate())
 * }</pre>
 */
public final class JdbcDeadLetters implements DeadLetterTarget {

  /** The columns of the table. */
  static final Schema SCHEMA =
      Schema.of(
          List.of(
              Column.of("letter_id", ColumnType.STRING),
              Column.of("source", ColumnType.STRING),
              Column.of("source_offset", ColumnType.INT64),
              Column.of("ordinal", ColumnType.INT64),
              Column.of("stage", ColumnType.STRING),
              Column.of("sink", ColumnType.STRING),
              Column.of("reason_class", ColumnType.STRING),
              Column.of("reason", ColumnType.STRING),
              Column.of("attempt", ColumnType.INT64),
              Column.of("record_time", ColumnType.TIMESTAMP),
              Column.of("sha256", ColumnType.STRING),
              Column.of("path", ColumnType.STRING),
              Column.of("element_sha256", ColumnType.STRING),
              Column.of("branch", ColumnType.STRING)),
          "letter_id");

  private final JdbcTable table;

  private JdbcDeadLetters(JdbcTable table) {
    this.table = table;
  }

  /** Writes into this table, with its address and options. */
  public static JdbcDeadLetters into(JdbcTable table) {
    return new JdbcDeadLetters(table);
  }

  @Override
  public String name() {
    return table.name();
  }

  @Override
  public SinkPlan plan() {
    return table.planLetters(SCHEMA, "one row per letter, however often it comes; no payload");
  }

  @Override
  public DeadLetters open() {
    return new Letters(name(), table.openLetters(SCHEMA));
  }

  private record Letters(String name, RowSink rows) implements DeadLetters {

    @Override
    public void write(List<DeadLetter> letters) {
      // a sink takes one row per key and call
      Map<String, RowSink.VersionedRow> byId = new LinkedHashMap<>();
      letters.forEach(letter -> byId.put(letter.id(), row(letter)));
      List<RowSink.Rejection> refused = rows.write(List.copyOf(byId.values())).rejections();
      if (!refused.isEmpty()) {
        throw new FatalException(
            name
                + ": %d dead letters are refused, the first: %s"
                    .formatted(refused.size(), refused.get(0).reason()));
      }
    }

    /** A letter must not be rejected for a character in its reason or a name. */
    private static RowSink.VersionedRow row(DeadLetter letter) {
      return new RowSink.VersionedRow(
          Row.of(
              SCHEMA,
              letter.id(),
              ValueChecks.sanitized(letter.source(), false),
              letter.offset(),
              (long) letter.ordinal(),
              letter.stage().label(),
              ValueChecks.sanitized(letter.sink(), false),
              ValueChecks.sanitized(letter.reasonClass(), false),
              ValueChecks.sanitized(letter.reason(), false),
              (long) letter.attempt(),
              letter.timestamp(),
              letter.sha256(),
              letter.element().path(),
              letter.element().sha256(),
              letter.element().branch()),
          new Row.Version(1, letter.timestamp(), letter.offset(), letter.attempt()));
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JdbcDeadLetters that && table.equals(that.table);
  }

  @Override
  public int hashCode() {
    return table.hashCode();
  }

  @Override
  public String toString() {
    return table.toString();
  }
}
