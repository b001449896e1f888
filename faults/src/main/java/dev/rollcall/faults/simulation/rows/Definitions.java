package dev.rollcall.faults.simulation.rows;

import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Two versions of one definition. The second makes another note of each element, and takes no
 * element whose hash is a multiple of three: some keys lose their newest record, some all of them.
 * Both delete where an element says so, whatever its hash, and where a message has no value.
 */
final class Definitions {

  static final CompiledPipeline FIRST = CompiledPipeline.of(pipeline(1));
  static final CompiledPipeline SECOND = CompiledPipeline.of(pipeline(2));

  private Definitions() {}

  private static Pipeline pipeline(int version) {
    return Pipeline.named("dots")
        .version(version)
        .records(
            RecordType.named("dot")
                .key("id")
                .column("id", ColumnType.STRING)
                .column("colour", ColumnType.STRING)
                .column("hash", ColumnType.INT64)
                .envelope("dots")
                .deletedWhere("deleted", "true")
                .tombstoneKey("id")
                .build())
        .where(row -> takes(version, hash(row)))
        .derived("note", ColumnType.STRING, (row, time) -> note(version, hash(row)))
        .rows(InMemoryRows.named("dots"))
        .retry(new RetryPolicy(2, Duration.ZERO, Duration.ZERO))
        .build();
  }

  private static @Nullable Long hash(Row row) {
    return row.isNull("hash") ? null : row.getLong("hash");
  }

  static boolean takes(int version, @Nullable Long hash) {
    return version == 1 || hash == null || hash % 3 != 0;
  }

  /** None without a hash, so that some rows are null in every column but the key. */
  static @Nullable String note(int version, @Nullable Long hash) {
    return hash == null ? null : "made of " + hash + " by version " + version;
  }
}
