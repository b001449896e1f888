package dev.rollcall.cli.system;

import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.port.AggregateTarget;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The aggregates of a system.
 *
 * @param target how the pipeline writes them
 * @param results reads those of an aggregation back, by other means
 */
public record StoredFigures(
    AggregateTarget target, Function<String, List<Map<String, @Nullable Object>>> results) {

  /** Of a system without aggregations. */
  static final StoredFigures NONE =
      new StoredFigures(InMemoryAggregates.named("none"), aggregation -> List.of());
}
