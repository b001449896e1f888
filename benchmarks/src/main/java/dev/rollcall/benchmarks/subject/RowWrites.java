package dev.rollcall.benchmarks.subject;

import static dev.rollcall.core.record.ColumnType.STRING;

import dev.rollcall.benchmarks.peer.ProfileBatches;
import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.jdbc.JdbcTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that are there already, to a table of PostgreSQL: the sink alone. */
public final class RowWrites {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              Column.of("id", ColumnType.UUID),
              Column.of("first_name", STRING),
              Column.of("last_name", STRING),
              Column.of("gender", STRING),
              Column.of("address", STRING),
              Column.of("post_code", STRING),
              Column.of("email", STRING),
              Column.of("username", STRING),
              Column.of("dob", ColumnType.TIMESTAMP),
              Column.of("registered_date", ColumnType.TIMESTAMP),
              Column.of("phone", STRING),
              Column.of("picture", STRING)),
          "id");

  private RowWrites() {}

  /** Writes all batches of {@link ProfileBatches}; returns the number of rows. */
  public static long run(ForkInput input, String table) throws Exception {
    long written = 0;
    try (RowSink sink =
        JdbcTable.named(table)
            .url(input.store())
            .autoCreate()
            .open(SCHEMA, new DefinitionRegistry.Entry("bench", 1))) {
      for (List<@Nullable Object[]> batch : ProfileBatches.of(input)) {
        List<RowSink.VersionedRow> rows = new ArrayList<>(batch.size());
        for (@Nullable Object[] profile : batch) {
          Row.Version version = new Row.Version(1, ProfileBatches.TIME, written + rows.size(), 0);
          rows.add(new RowSink.VersionedRow(Row.of(SCHEMA, profile), version));
        }
        if (!sink.write(rows).equals(RowSink.Result.WRITTEN)) {
          throw new IllegalStateException("rows were not written");
        }
        written += rows.size();
      }
    }
    return written;
  }
}
