package dev.rollcall.testkit.contract;

import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows with keys of several columns, which are neither first nor in the order of the key. */
final class SampleKeys {

  /** Text and a number. */
  static final Schema LINES =
      Schema.of(
          List.of(
              Column.of("line_no", ColumnType.INT64),
              Column.of("note", ColumnType.STRING),
              Column.of("order_id", ColumnType.STRING),
              Column.of("quantity", ColumnType.INT64)),
          "order_id",
          "line_no");

  /** Two types that stores write in ways of their own. */
  static final Schema VISITS =
      Schema.of(
          List.of(
              Column.of("note", ColumnType.STRING),
              Column.of("on_day", ColumnType.DATE),
              Column.of("visitor", ColumnType.UUID)),
          "visitor",
          "on_day");

  /** Three parts: two texts that could be taken for one, and bytes. */
  static final Schema FILES =
      Schema.of(
          List.of(
              Column.of("folder", ColumnType.STRING),
              Column.of("name", ColumnType.STRING),
              Column.of("digest", ColumnType.BYTES),
              Column.of("note", ColumnType.STRING)),
          "folder",
          "name",
          "digest");

  private SampleKeys() {}

  static Row line(@Nullable String order, @Nullable Long line, String note) {
    return Row.of(LINES, line, note, order, 3L);
  }

  static RowSink.VersionedRow at(long offset, Row row) {
    return new RowSink.VersionedRow(
        row, new Row.Version(1, Instant.parse("2024-02-29T12:00:00Z"), offset, 0));
  }
}
