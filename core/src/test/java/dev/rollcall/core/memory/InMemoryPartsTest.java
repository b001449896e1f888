package dev.rollcall.core.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows that are removed because their whole is newer. */
class InMemoryPartsTest {

  private static final int ORDERS = 10_000;
  private static final int LINES = 25;

  private static final Schema ORDER =
      Schema.of(List.of(Column.of("id", ColumnType.STRING)), List.of("id"));
  private static final Schema LINE =
      Schema.of(
          List.of(Column.of("id", ColumnType.STRING), Column.of("line", ColumnType.INT64)),
          List.of("id", "line"));
  private static final Schema PART =
      Schema.of(
          List.of(
              Column.of("id", ColumnType.STRING),
              Column.of("line", ColumnType.INT64),
              Column.of("part", ColumnType.INT64)),
          List.of("id", "line", "part"));

  private static RowSink sink(InMemoryRows rows, Schema schema) {
    return rows.connect(schema, new DefinitionRegistry.Entry("p", 1, ""));
  }

  private static RowSink.VersionedRow row(long offset, Schema schema, Object... values) {
    return new RowSink.VersionedRow(
        Row.of(schema, values), new Row.Version(1, Instant.EPOCH.plusMillis(offset), offset, 0));
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void manyWholesAreLookedUpNotSearchedFor() {
    InMemoryRows rows = InMemoryRows.named("many-parts");
    rows.clear();
    RowSink sink = sink(rows, LINE);
    for (int version = 1; version <= 2; version++) {
      for (int order = 0; order < ORDERS; order++) {
        List<RowSink.VersionedRow> lines = new ArrayList<>();
        for (int line = 0; line < LINES / version; line++) {
          lines.add(row(version, LINE, "o" + order, (long) line));
        }
        sink.write(lines);
        sink.removeParts(List.of(row(version, ORDER, "o" + order)));
      }
    }

    assertThat(rows.rows()).hasSize(ORDERS * (LINES / 2));
  }

  @Test
  void wholesMayHaveKeysOfSeveralLengths() {
    InMemoryRows rows = InMemoryRows.named("parts-of-parts");
    rows.clear();
    RowSink sink = sink(rows, PART);
    sink.write(List.of(row(1, PART, "a", 1L, 1L), row(1, PART, "a", 2L, 1L)));
    sink.write(List.of(row(1, PART, "b", 1L, 1L)));

    sink.removeParts(List.of(row(2, LINE, "a", 1L)));
    assertThat(rows.rows()).hasSize(2);
    sink.removeParts(List.of(row(2, ORDER, "a")));
    assertThat(rows.rows()).extracting(row -> row.get("id")).containsExactly("b");
    sink.removeParts(List.of(row(3, LINE, "a", 2L)));
    assertThat(sink.write(List.of(row(1, PART, "a", 2L, 7L))).outdated()).containsExactly(0);
    sink.write(List.of(row(3, PART, "a", 1L, 1L)));
    assertThat(rows.rows()).hasSize(2);
    rows.clear();
    assertThat(sink.write(List.of(row(1, PART, "a", 2L, 7L))).outdated()).isEmpty();
  }
}
