package dev.rollcall.testkit.contract;

import static dev.rollcall.testkit.contract.SampleRows.SCHEMA;
import static dev.rollcall.testkit.contract.SampleRows.full;
import static dev.rollcall.testkit.contract.SampleRows.half;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowSink.VersionedRow;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a delete is worth against rows of its key. Not threadsafe. */
public abstract class DeleteContract extends DefinitionContract {

  private static final String TABLE = "deleted_rows";
  private static final String LINES_TABLE = "deleted_lines";
  private static final Instant NOON = Instant.parse("2024-02-29T12:00:00Z");

  private final String fresh = "d" + UUID.randomUUID() + "-";

  @Test
  void aDeleteRemovesAnOlderRowAndLosesToANewerOneInEveryOrderAndHoweverOftenReplayed() {
    List<List<Integer>> orders = orders(3);
    try (RowSink sink = sink(TABLE, SCHEMA)) {
      for (int i = 0; i < orders.size(); i++) {
        String key = fresh + "row" + i;
        Row newest = half(key, 3, i % 2 == 0);
        List<VersionedRow> versions =
            List.of(at(1, full(key, 1)), deletion(2, SCHEMA, full(key, 1)), at(3, newest));

        for (int replay = 0; replay < 2; replay++) {
          orders.get(i).forEach(each -> write(sink, versions.get(each)));
          assertStored(TABLE, newest);
        }
      }
    }
  }

  @Test
  void theNewestDeleteRemovesEveryRowInEveryOrderAndHoweverOftenReplayed() {
    List<List<Integer>> orders = orders(4);
    try (RowSink sink = sink(TABLE, SCHEMA)) {
      for (int i = 0; i < orders.size(); i++) {
        String key = fresh + "gone" + i;
        List<VersionedRow> versions =
            List.of(
                at(1, full(key, 1)),
                deletion(2, SCHEMA, full(key, 1)),
                at(3, half(key, 3, true)),
                deletion(4, SCHEMA, full(key, 1)));

        for (int replay = 0; replay < 2; replay++) {
          orders.get(i).forEach(each -> write(sink, versions.get(each)));
          assertGone(TABLE, full(key, 1));
        }
      }
    }
  }

  @Test
  void aDeleteOfAKeyThatWasNeverSeenKeepsOlderRowsOut() {
    Row old = full(fresh + "unseen", 1);
    try (RowSink sink = sink(TABLE, SCHEMA)) {
      write(sink, deletion(5, SCHEMA, old));
      assertGone(TABLE, old);
      write(sink, at(4, old));
      assertGone(TABLE, old);
    }
  }

  @Test
  void rowsAndDeletesOfOneCallEachTakeEffect() {
    List<VersionedRow> before = new ArrayList<>();
    List<VersionedRow> mixed = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Row row = full(fresh + "mixed" + i, i);
      before.add(at(1, row));
      mixed.add(i % 3 == 0 ? deletion(2, SCHEMA, row) : at(2, row));
    }
    try (RowSink sink = sink(TABLE, SCHEMA)) {
      write(sink, before.toArray(VersionedRow[]::new));
      write(sink, mixed.toArray(VersionedRow[]::new));
    }
    for (VersionedRow each : mixed) {
      if (each.deleted()) {
        assertGone(TABLE, each.row());
      } else {
        assertStored(TABLE, each.row());
      }
    }
  }

  @Test
  void aDeleteLosesToARowThatIsDatedLater() {
    Row dated = full(fresh + "future", 7);
    try (RowSink sink = sink(TABLE, SCHEMA)) {
      write(
          sink,
          new VersionedRow(dated, new Row.Version(1, NOON.plusSeconds(86_400), 1, 0)),
          deletion(9, SCHEMA, full(fresh + "other", 1)));
      write(sink, deletion(10, SCHEMA, dated));
    }
    assertStored(TABLE, dated);
  }

  @Test
  void aDeleteBefore1970IsAVersionToo() {
    Row row = full(fresh + "early", 7);
    Row.Version first = new Row.Version(1, Instant.EPOCH.minusMillis(2), 7, 0);
    Row.Version second = new Row.Version(1, Instant.EPOCH.minusMillis(1), 6, 0);
    try (RowSink sink = sink(TABLE, SCHEMA)) {
      write(sink, deletion(second, SCHEMA, row));
      write(sink, new VersionedRow(row, first));
    }
    assertGone(TABLE, row);
  }

  @Test
  void oneOfTheKeysThatShareAPartIsDeleted() {
    Row kept = SampleKeys.line(fresh, 1L, "kept");
    Row gone = SampleKeys.line(fresh, 2L, "gone");
    Row other = SampleKeys.line(fresh + "2", 2L, "other");
    try (RowSink sink = sink(LINES_TABLE, SampleKeys.LINES)) {
      write(sink, at(1, kept), at(1, gone), at(1, other));
      write(sink, deletion(2, SampleKeys.LINES, gone));
      write(sink, at(1, gone));
    }
    assertStored(LINES_TABLE, kept);
    assertStored(LINES_TABLE, other);
    assertGone(LINES_TABLE, gone);
  }

  @Test
  void aDeleteWithANullInItsKeyIsRejectedAlone() {
    Row gone = SampleKeys.line(fresh, 7L, "gone");
    try (RowSink sink = sink(LINES_TABLE, SampleKeys.LINES)) {
      write(sink, at(1, gone));
      List<RowSink.Rejection> rejections =
          sink.write(
                  List.of(
                      deletion(2, SampleKeys.LINES, SampleKeys.line(fresh, null, "")),
                      deletion(2, SampleKeys.LINES, gone)))
              .rejections();
      assertThat(rejections).extracting(RowSink.Rejection::index).containsExactly(0);
      assertThat(rejections.get(0).reason()).contains("'line_no'");
    }
    assertGone(LINES_TABLE, gone);
  }

  @Test
  void aHigherDefinitionWritesOverADeleteOfALowerOneAndDeletesItsRows() {
    assumeThat(replacesLowerDefinitions()).as("this store has a table per definition").isTrue();
    String table = "deletes_" + UUID.randomUUID().toString().substring(0, 8);
    Row row = full("k", 1);
    try (RowSink first = target(table).open(SCHEMA, new DefinitionRegistry.Entry("deleting", 1));
        RowSink second = target(table).open(SCHEMA, new DefinitionRegistry.Entry("deleting", 2))) {
      write(first, deletion(new Row.Version(1, NOON.plusSeconds(60), 9, 0), SCHEMA, row));
      write(second, new VersionedRow(row, new Row.Version(2, NOON, 1, 0)));
      assertStored(table, row);

      write(first, deletion(new Row.Version(1, NOON.plusSeconds(90), 10, 0), SCHEMA, row));
      assertStored(table, row);

      write(second, deletion(new Row.Version(2, NOON, 2, 0), SCHEMA, row));
      write(first, new VersionedRow(row, new Row.Version(1, NOON.plusSeconds(99), 11, 0)));
      assertGone(table, row);
    }
  }

  private RowSink sink(String table, Schema schema) {
    RowSink sink = target(table).open(schema, SampleRows.OWNER);
    sink.requireDeletes();
    return sink;
  }

  private static void write(RowSink sink, VersionedRow... rows) {
    assertThat(sink.write(List.of(rows)).rejections()).isEmpty();
  }

  private static VersionedRow at(int second, Row row) {
    return new VersionedRow(row, version(second));
  }

  private static Row.Version version(int second) {
    return new Row.Version(1, NOON.plusSeconds(second), second, 0);
  }

  private static VersionedRow deletion(int second, Schema schema, Row row) {
    return deletion(version(second), schema, row);
  }

  static VersionedRow deletion(Row.Version version, Schema schema, Row row) {
    @Nullable Object[] key = new @Nullable Object[schema.size()];
    schema.keys().forEach(position -> key[position] = row.get(position));
    return new VersionedRow(Row.of(schema, key), version, true);
  }

  /** All orders of the numbers from 0 to {@code size} - 1. */
  private static List<List<Integer>> orders(int size) {
    List<List<Integer>> orders = List.of(List.of());
    for (int next = 0; next < size; next++) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> order : orders) {
        for (int at = 0; at <= order.size(); at++) {
          List<Integer> with = new ArrayList<>(order);
          with.add(at, next);
          longer.add(with);
        }
      }
      orders = longer;
    }
    return orders;
  }

  final void assertGone(String table, Row row) {
    assertThat(stored(table, row.schema(), Row.Key.of(row))).as("live row of %s", table).isEmpty();
  }
}
