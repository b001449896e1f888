package dev.rollcall.faults.simulation.rows;

import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.EpochUnit;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import dev.rollcall.core.record.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two versions of one definition. The second makes another note of each element, and takes no
 * element whose hash is a multiple of three: some keys lose their newest record, some all of them.
 * Both delete where an element says so, whatever its hash, and where a message has no value.
 */
final class Definitions {

  /** What orders the rows of a version. */
  enum Order {
    RECORD_TIME,
    COLUMN
  }

  private static final Map<Order, List<CompiledPipeline>> VERSIONS =
      Map.of(Order.RECORD_TIME, versions(Order.RECORD_TIME), Order.COLUMN, versions(Order.COLUMN));

  private Definitions() {}

  private static List<CompiledPipeline> versions(Order order) {
    return Stream.of(1, 2).map(version -> CompiledPipeline.of(pipeline(version, order))).toList();
  }

  /** The definition of a version, 1 or 2. */
  static CompiledPipeline of(int version, Order order) {
    return Objects.requireNonNull(VERSIONS.get(order)).get(version - 1);
  }

  private static RecordTypeBuilder type() {
    return RecordType.named("dot")
        .key("id")
        .column("id", ColumnType.STRING)
        .column("colour", ColumnType.STRING)
        .column("hash", ColumnType.INT64)
        .column("changed", ColumnType.TIMESTAMP)
        .epoch(EpochUnit.MILLIS)
        .envelope("dots")
        .deletedWhere("deleted", "true");
  }

  private static Pipeline pipeline(int version, Order order) {
    return Pipeline.named("dots")
        .version(version)
        .records(
            (order == Order.COLUMN ? type().rowVersion("changed") : type().tombstoneKey("id"))
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
