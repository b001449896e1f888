package dev.rollcall.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the contract does not say of deletes in a real Cassandra. */
class CassandraDeletesIT {

  private static final Instant NOON = Instant.parse("2024-02-29T12:00:00Z");

  private static final Schema NOTES =
      Schema.of(
          List.of(
              Column.of("note_id", ColumnType.STRING),
              Column.of("day", ColumnType.STRING),
              Column.of("note", ColumnType.STRING)),
          "note_id");

  private static TestKeyspace keyspace;

  @BeforeAll
  static void make() {
    keyspace = TestKeyspace.made();
  }

  @AfterAll
  static void drop() {
    keyspace.close();
  }

  /** Offsets that are equal modulo 1,000 make equal write times within a millisecond. */
  @Test
  void aDeleteAndARowOfOneWriteTimeAreWonByTheDeleteInEitherOrder() {
    try (RowSink sink = keyspace.table("ties").autoCreate().open(NOTES, TestKeyspace.OWNER)) {
      sink.requireDeletes();
      write(sink, row("delete last", 7), delete("delete last", 1_007));
      write(sink, delete("row last", 7), row("row last", 1_007));
      write(sink, row("later", 1_008), delete("later", 7));
    }
    assertThat(keyspace.execute("SELECT note_id FROM %s.ties"))
        .extracting(row -> row.getString(0))
        .containsExactly("later");
  }

  @Test
  void deletesAreRefusedWhereARowIsFoundByMoreThanItsKey() {
    CassandraTable table = keyspace.table("by_day").partitionedBy("day").autoCreate();
    try (RowSink sink = table.open(NOTES, TestKeyspace.OWNER)) {
      assertThatThrownBy(sink::requireDeletes)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(
              "the table is partitioned by 'day', expected columns of the key (note_id) only");
    }
  }

  @Test
  void aPipelineThatDeletesIsRefusedThereByNameBeforeItEntersItsDefinition() {
    CassandraTable table = keyspace.table("by_day_too").partitionedBy("day").autoCreate();
    var type =
        RecordType.named("note")
            .key("note_id")
            .column("note_id", ColumnType.STRING)
            .column("day", ColumnType.STRING)
            .column("note", ColumnType.STRING);
    InMemorySource source = InMemorySource.named("notes", 1);
    Pipeline deleting =
        Pipeline.named("notes").records(type.tombstoneKey("note_id").build()).rows(table).build();

    assertThatThrownBy(() -> PipelineRunner.runUntilCaughtUp(deleting, source))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "by_day_too: the table is partitioned by 'day'", "make the column part of the key");
    assertThat(keyspace.execute("SELECT target FROM %s.rollcall_definitions"))
        .extracting(row -> row.getString(0))
        .doesNotContain("by_day_too");
  }

  private static void write(RowSink sink, RowSink.VersionedRow one, RowSink.VersionedRow other) {
    assertThat(sink.write(List.of(one)).rejections()).isEmpty();
    assertThat(sink.write(List.of(other)).rejections()).isEmpty();
  }

  private static RowSink.VersionedRow row(String id, long offset) {
    return new RowSink.VersionedRow(
        Row.of(NOTES, id, "monday", "x"), new Row.Version(1, NOON, offset, 0));
  }

  private static RowSink.VersionedRow delete(String id, long offset) {
    return new RowSink.VersionedRow(
        Row.of(NOTES, id, null, null), new Row.Version(1, NOON, offset, 0), true);
  }
}
