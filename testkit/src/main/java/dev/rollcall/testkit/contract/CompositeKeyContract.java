package dev.rollcall.testkit.contract;

import static dev.rollcall.testkit.contract.SampleKeys.FILES;
import static dev.rollcall.testkit.contract.SampleKeys.LINES;
import static dev.rollcall.testkit.contract.SampleKeys.VISITS;
import static dev.rollcall.testkit.contract.SampleKeys.at;
import static dev.rollcall.testkit.contract.SampleKeys.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The part of {@link RowSinkContract} about keys of several columns. */
abstract class CompositeKeyContract {

  private static final String LINES_TABLE = "contract_lines";
  private static final String VISITS_TABLE = "contract_visits";
  private static final String FILES_TABLE = "contract_files";

  private final String fresh = UUID.randomUUID().toString();

  /**
   * The table of this name, which is made on opening if need be. Every table of these tests always
   * has the same schema.
   */
  protected abstract RowTarget target(String table);

  /**
   * The stored row of a key, read without the sink, each value in the Java type of its column;
   * empty if there is none.
   */
  protected abstract Optional<Row> stored(String table, Schema schema, Row.Key key);

  @Test
  void rowsThatAgreeInPartOfTheirKeyAreDifferentRows() {
    String other = fresh + " other";
    List<Row> rows =
        List.of(
            line(fresh, 1L, "a"), line(fresh, 2L, "b"), line(other, 1L, "c"), line(other, 2L, "d"));

    write(LINES_TABLE, LINES, rows.stream().map(row -> at(1, row)).toList());

    assertThat(rows).allSatisfy(row -> assertStored(LINES_TABLE, row));
  }

  @Test
  void theNewerRowOfAWholeKeyWinsInBothOrdersOfArrival() {
    for (long line : List.of(1L, 2L)) {
      RowSink.VersionedRow old = at(41, line(fresh, line, "old"));
      RowSink.VersionedRow young = at(42, line(fresh, line, "young"));

      write(LINES_TABLE, LINES, List.of(line == 1 ? old : young));
      write(LINES_TABLE, LINES, List.of(line == 1 ? young : old));

      assertStored(LINES_TABLE, young.row());
    }
  }

  @Test
  void anOlderRowOfOneKeyDoesNotHoldBackARowWithAnotherPart() {
    write(LINES_TABLE, LINES, List.of(at(900, line(fresh, 1L, "new"))));
    write(LINES_TABLE, LINES, List.of(at(7, line(fresh, 2L, "old, of another line"))));

    assertStored(LINES_TABLE, line(fresh, 1L, "new"));
    assertStored(LINES_TABLE, line(fresh, 2L, "old, of another line"));
  }

  @Test
  void aCallOfManyKeysWritesEachOfThemAndAgainChangesNothing() {
    List<RowSink.VersionedRow> rows = new ArrayList<>();
    for (int order = 0; order < 60; order++) {
      for (long line = -5; line < 5; line++) {
        rows.add(at(order, line(fresh + order, line, order + "/" + line)));
      }
    }

    write(LINES_TABLE, LINES, rows);
    write(LINES_TABLE, LINES, rows);

    assertThat(rows).allSatisfy(row -> assertStored(LINES_TABLE, row.row()));
  }

  @Test
  void aUuidAndADayAreAKey() {
    UUID visitor = UUID.fromString(fresh);
    List<Row> rows = new ArrayList<>();
    for (LocalDate day :
        List.of(LocalDate.of(1600, 2, 29), LocalDate.EPOCH, LocalDate.of(9999, 12, 31))) {
      rows.add(Row.of(VISITS, "note of " + day, day, visitor));
      rows.add(Row.of(VISITS, "other of " + day, day, new UUID(-1, visitor.hashCode())));
    }

    write(VISITS_TABLE, VISITS, rows.stream().map(row -> at(1, row)).toList());

    assertThat(rows).allSatisfy(row -> assertStored(VISITS_TABLE, row));
  }

  @Test
  void partsThatReadTheSameInARowAreDifferentKeys() {
    byte[] digest = {0, -1, 47};
    List<Row> rows =
        List.of(
            Row.of(FILES, fresh + "a", "bc", digest, "1"),
            Row.of(FILES, fresh + "ab", "c", digest, "2"),
            Row.of(FILES, fresh + "a", "b/c", digest, "3"),
            Row.of(FILES, fresh + "a/b", "c", digest, "4"),
            Row.of(FILES, fresh + "a", "bc", new byte[] {0, -1}, "5"),
            Row.of(FILES, fresh + "A", "bc", digest, "6"),
            Row.of(FILES, fresh + "a", "bc ", digest, "7"));

    write(FILES_TABLE, FILES, rows.stream().map(row -> at(1, row)).toList());

    assertThat(rows).allSatisfy(row -> assertStored(FILES_TABLE, row));
  }

  @Test
  void aRowWithANullInItsKeyIsRejectedAloneAndTheColumnIsNamed() {
    List<RowSink.VersionedRow> rows =
        List.of(
            at(1, line(fresh, 1L, "first")),
            at(1, line(fresh, null, "secret")),
            at(1, line(null, 2L, "secret")),
            at(1, line(fresh, 4L, "last")));

    try (RowSink sink = target(LINES_TABLE).open(LINES, SampleRows.OWNER)) {
      List<RowSink.Rejection> rejections = sink.write(rows).rejections();

      assertThat(rejections).extracting(RowSink.Rejection::index).containsExactly(1, 2);
      assertThat(rejections.get(0).reason()).contains("'line_no'").doesNotContain("secret");
      assertThat(rejections.get(1).reason()).contains("'order_id'").doesNotContain("secret");
    }
    assertStored(LINES_TABLE, rows.get(0).row());
    assertStored(LINES_TABLE, rows.get(3).row());
  }

  private void write(String table, Schema schema, List<RowSink.VersionedRow> rows) {
    try (RowSink sink = target(table).open(schema, SampleRows.OWNER)) {
      assertThat(sink.write(rows).rejections()).isEmpty();
    }
  }

  final void assertStored(String table, Row expected) {
    Schema schema = expected.schema();
    Optional<Row> row = stored(table, schema, Row.Key.of(expected));
    assertThat(row).as("stored row of %s", table).isPresent();
    for (int i = 0; i < schema.size(); i++) {
      assertThat(row.get().get(i))
          .as("column '%s'", schema.column(i).name())
          .isEqualTo(expected.get(i));
    }
  }
}
