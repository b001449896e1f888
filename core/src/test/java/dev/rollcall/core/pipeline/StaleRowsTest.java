package dev.rollcall.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import org.junit.jupiter.api.Test;

/** What a rebuild by a higher definition leaves of the lower one. */
class StaleRowsTest {

  private final InMemoryRows rows = InMemoryRows.named("stale");

  @Test
  void rowsThatTheHigherDefinitionNoLongerProducesAreCounted() {
    rows.clear();
    run(adults(1, 0, rows));
    assertThat(rows.rows()).hasSize(3);

    Pipeline corrected = adults(2, 18, rows);
    run(corrected);

    assertThat(corrected.staleRows())
        .hasEntrySatisfying("memory:stale", stale -> assertThat(stale.count()).isEqualTo(2));
    assertThat(rows.rows()).hasSize(3);
  }

  @Test
  void whatALowerDefinitionDeletedIsNoRow() {
    rows.clear();
    RecordType type =
        RecordType.named("guest")
            .key("id")
            .column("id", ColumnType.STRING)
            .deletedWhere("deleted", "true")
            .build();
    PipelineBuilder guests = Pipeline.named("adults").records(type).rows(rows);
    PipelineRunner.runUntilCaughtUp(
        guests.build(),
        InMemorySource.named("guests", 1)
            .add(0, "{\"id\":\"a\"}")
            .add(0, "{\"id\":\"b\",\"deleted\":true}"));

    assertThat(guests.version(2).build().staleRows())
        .hasEntrySatisfying("memory:stale", stale -> assertThat(stale.count()).isOne());
  }

  @Test
  void rowsOfASharedTargetCannotBeToldApart() {
    rows.clear();
    run(adults(2, 0, rows.shared()));

    assertThat(adults(3, 0, rows.shared()).staleRows()).isEmpty();
  }

  private static void run(Pipeline pipeline) {
    PipelineRunner.runUntilCaughtUp(
        pipeline,
        InMemorySource.named("guests", 1)
            .add(0, "{\"id\":\"a\",\"age\":17}")
            .add(0, "{\"id\":\"b\",\"age\":36}")
            .add(0, "{\"id\":\"c\",\"age\":5}"));
  }

  private static Pipeline adults(int version, long from, RowTarget target) {
    return Pipeline.named("adults")
        .version(version)
        .records(Guests.TYPE)
        .where(row -> row.getLong("age") >= from)
        .rows(target)
        .build();
  }
}
