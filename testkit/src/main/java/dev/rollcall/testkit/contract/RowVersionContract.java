package dev.rollcall.testkit.contract;

import static dev.rollcall.testkit.contract.SampleRows.SCHEMA;
import static dev.rollcall.testkit.contract.SampleRows.full;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowSink.VersionedRow;
import dev.rollcall.core.record.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store must do with rows that a column's time orders, and with rows that are older. */
public abstract class RowVersionContract extends DeleteContract {

  private static final Instant NOON = Instant.parse("2024-02-29T12:00:00Z");
  private static final String TABLE = "contract_versions";
  private static final DefinitionRegistry.Entry BY_RECORD =
      new DefinitionRegistry.Entry("ordered", 1);
  private static final DefinitionRegistry.Entry BY_COLUMN =
      new DefinitionRegistry.Entry("ordered", 1, "rows ordered by 'updated_at'");

  private final String fresh = UUID.randomUUID() + "/";

  /** Whether a row that is older than the stored one is told. Default: true. */
  protected boolean tellsOutdated() {
    return true;
  }

  /** Whether rows of one time are ordered by the times of their records. Default: true. */
  protected boolean ordersByRecordTime() {
    return true;
  }

  @Test
  void theColumnsTimeOrdersRowsWhateverTheTimesOfTheirRecords() {
    Row old = full(fresh + "t", 1);
    Row young = full(fresh + "t", 2);
    try (RowSink sink = target(TABLE).open(SCHEMA, SampleRows.OWNER)) {
      sink.write(List.of(at(young, NOON.plusMillis(1), NOON, 3)));
      sink.write(List.of(at(old, NOON, NOON.plusSeconds(60), 9)));
    }
    assertStored(TABLE, young);
  }

  @Test
  void ofEqualTimesTheLaterRecordWinsWhateverItsOffset() {
    assumeThat(ordersByRecordTime()).as("this store orders them by offset").isTrue();
    Row old = full(fresh + "r", 1);
    Row young = full(fresh + "r", 2);
    try (RowSink sink = target(TABLE).open(SCHEMA, SampleRows.OWNER)) {
      sink.write(List.of(at(young, NOON, NOON.plusMillis(1), 3)));
      sink.write(List.of(at(old, NOON, NOON, 9)));
      assertStored(TABLE, young);
      sink.write(List.of(at(old, NOON, NOON.plusMillis(2), 1)));
      assertStored(TABLE, old);
    }
  }

  @Test
  void aDeleteOfTheTimeOfItsRowDeletesItInBothOrdersOfArrival() {
    Row first = full(fresh + "d1", 1);
    Row late = full(fresh + "d2", 1);
    Row.Version version = new Row.Version(1, NOON, NOON.plusMillis(1), 1_000, 0);
    try (RowSink sink = target(TABLE).open(SCHEMA, SampleRows.OWNER)) {
      sink.write(List.of(at(first, NOON, NOON, 999)));
      sink.write(List.of(deletion(version, SCHEMA, first), deletion(version, SCHEMA, late)));
      sink.write(List.of(at(late, NOON, NOON, 999)));
    }
    assertGone(TABLE, first);
    assertGone(TABLE, late);
  }

  @Test
  void rowsOlderThanTheStoredAreToldAndRowsWrittenAgainAreNot() {
    assumeThat(tellsOutdated()).as("this store tells whether rows are outdated").isTrue();
    Row kept = full(fresh + "kept", 1);
    Row gone = full(fresh + "gone", 1);
    Row other = full(fresh + "other", 1);
    try (RowSink sink = target(TABLE).open(SCHEMA, SampleRows.OWNER)) {
      List<VersionedRow> newest =
          List.of(at(kept, NOON, 5), at(other, NOON, 6), deletion(gone, NOON, 7));
      List<VersionedRow> older =
          List.of(at(other, NOON, 6), at(gone, NOON, 2), deletion(kept, NOON, 1));

      assertThat(sink.write(newest)).isEqualTo(RowSink.Result.WRITTEN);
      assertThat(sink.write(newest)).isEqualTo(RowSink.Result.WRITTEN);
      assertThat(sink.write(older).outdated()).containsExactly(1, 2);
      assertThat(sink.write(older).rejections()).isEmpty();
    }
    assertStored(TABLE, kept);
    assertStored(TABLE, other);
  }

  @Test
  void rowsOfOneVersionAreOrderedByOneRule() {
    String table = "ordered_" + fresh.substring(0, 8);
    target(table).open(SCHEMA, BY_RECORD).close();
    target(table).open(SCHEMA, BY_RECORD).close();

    assertThatThrownBy(() -> target(table).open(SCHEMA, BY_COLUMN))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            table, "rows ordered by 'updated_at'", "the record's time", "by one rule");

    target(table).open(SCHEMA, BY_RECORD).close();
  }

  @Test
  void pipelinesThatShareRowsOrderThemByOneRuleIfTheirVersionsMeet() {
    String table = "shared_order_" + fresh.substring(0, 8);
    DefinitionRegistry.Entry other = new DefinitionRegistry.Entry("other", 1);
    sharedTarget(table).open(SCHEMA, BY_COLUMN).close();
    assertThatThrownBy(() -> sharedTarget(table).open(SCHEMA, other))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("pipeline 'ordered' version 1", "by one rule");

    DefinitionRegistry.Entry higher = new DefinitionRegistry.Entry("other", 2);
    if (replacesLowerDefinitions()) {
      sharedTarget(table).open(SCHEMA, higher).close();
    } else {
      assertThatThrownBy(() -> sharedTarget(table).open(SCHEMA, higher))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("name another target");
    }
  }

  @Test
  void aHigherVersionMayOrderThemByAnotherRule() {
    assumeThat(replacesLowerDefinitions()).as("this store has a table per definition").isTrue();
    String table = "reordered_" + fresh.substring(0, 8);
    DefinitionRegistry.Entry second =
        new DefinitionRegistry.Entry("ordered", 2, BY_COLUMN.details());
    target(table).open(SCHEMA, BY_RECORD).close();

    try (RowSink sink = target(table).open(SCHEMA, second)) {
      assertThat(sink.definitions().entries()).containsExactly(second);
    }
  }

  private static VersionedRow at(Row row, Instant time, Instant recorded, long offset) {
    return new VersionedRow(row, new Row.Version(1, time, recorded, offset, 0));
  }

  private static VersionedRow at(Row row, Instant time, long offset) {
    return new VersionedRow(row, new Row.Version(1, time, offset, 0));
  }

  private static VersionedRow deletion(Row row, Instant time, long offset) {
    return deletion(new Row.Version(1, time, offset, 0), SCHEMA, row);
  }
}
