package dev.rollcall.cli.system;

import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * How far the fetching of a day is, in a table beside the raw users, for those who read them there:
 * {@code started} first, {@code finished} or {@code failed} last.
 */
final class ExtractionStatus {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              Column.of("id", ColumnType.UUID),
              Column.of("extraction_date", ColumnType.STRING),
              Column.of("records_count", ColumnType.INT64),
              Column.of("status", ColumnType.STRING),
              Column.of("created_at", ColumnType.TIMESTAMP)),
          "id");

  private static final DefinitionRegistry.Entry WRITER =
      new DefinitionRegistry.Entry("extraction-status", 1);

  private final CassandraTable table;
  private final LocalDate day;

  ExtractionStatus(Stores stores, LocalDate day) {
    this.table =
        stores
            .at(CassandraTable.in("batch_keyspace").named("extraction_metadata"))
            .columnType("records_count", "int")
            .autoCreate();
    this.day = day;
  }

  void set(String status, long records) {
    Instant now = Instant.now();
    UUID id = UUID.nameUUIDFromBytes(day.toString().getBytes(StandardCharsets.UTF_8));
    try (RowSink sink = table.open(SCHEMA, WRITER)) {
      Row row = Row.of(SCHEMA, id, day.toString(), records, status, now);
      List<RowSink.Rejection> refused =
          sink.write(List.of(new RowSink.VersionedRow(row, new Row.Version(1, now, 0, 0))));
      if (!refused.isEmpty()) {
        throw new IllegalStateException(table.name() + ": " + refused.get(0).reason());
      }
    }
  }
}
