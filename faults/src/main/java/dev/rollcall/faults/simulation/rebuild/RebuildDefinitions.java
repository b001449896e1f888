package dev.rollcall.faults.simulation.rebuild;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.internal.aggregate.AggregateDetails;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.pipeline.CompiledBranch;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.MergeWaits;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineBuilder;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Two versions of one definition: the second takes no element whose hash is a multiple of three,
 * and has one measure more by shape. And three that somebody deploys by mistake. Their target is
 * never opened: each worker has its own end of the simulated store.
 */
enum RebuildDefinitions {
  FIRST(1),
  SECOND(2),
  /** The second without {@code rebuild()}. */
  SECOND_AS_A_STREAM(2),
  /** Another second one. */
  ANOTHER_SECOND(2),
  /** A second one with other groups. */
  SECOND_OF_OTHER_GROUPS(2);

  static final String BY_COLOUR = "by_colour";
  static final String BY_SHAPE = "by_shape";
  static final List<String> AGGREGATIONS = List.of(BY_COLOUR, BY_SHAPE);

  static final MergeWaits AT_ONCE =
      new MergeWaits(
          new RetryPolicy(500, Duration.ZERO, Duration.ZERO),
          new RetryPolicy(20, Duration.ZERO, Duration.ZERO));

  final int version;
  final CompiledPipeline compiled;
  private final Map<String, AggregateDetails> details;

  RebuildDefinitions(int version) {
    this.version = version;
    this.compiled = CompiledPipeline.of(pipeline());
    this.details =
        compiled.aggregations().stream()
            .collect(
                Collectors.toMap(
                    CompiledBranch.BoundAggregation::name,
                    one ->
                        AggregateDetails.of(
                            compiled.owner(one, false), one.aggregator().aggregation())));
  }

  /** What this definition enters, without a rebuild. */
  AggregateDetails details(String aggregation) {
    return Objects.requireNonNull(details.get(aggregation));
  }

  Aggregator aggregator(String aggregation) {
    return compiled.aggregations().stream()
        .filter(one -> one.name().equals(aggregation))
        .findFirst()
        .orElseThrow()
        .aggregator();
  }

  static boolean takes(int version, long hash) {
    return version == 1 || hash % 3 != 0;
  }

  private Pipeline pipeline() {
    boolean swaps = name().equals("SECOND_OF_OTHER_GROUPS");
    var byColour =
        Aggregation.named(BY_COLOUR).groupBy(swaps ? "shape" : "colour").count().sum("hash");
    var byShape =
        Aggregation.named(BY_SHAPE).groupBy(swaps ? "colour" : "shape").count().sum("hash");
    if (version == 2) {
      byShape = byShape.max("hash");
    }
    if (name().equals("ANOTHER_SECOND")) {
      byColour = byColour.min("hash");
    }
    PipelineBuilder pipeline =
        Pipeline.named("simulated")
            .version(version)
            .records(
                RecordType.named("dot")
                    .envelope("dots")
                    .key("id")
                    .column("id", ColumnType.STRING)
                    .column("colour", ColumnType.STRING)
                    .column("shape", ColumnType.STRING)
                    .column("hash", ColumnType.INT64)
                    .build())
            .where(List.of("hash"), row -> takes(version, row.getLong("hash")))
            .aggregate(byColour)
            .aggregate(byShape)
            .into(InMemoryAggregates.named("simulated"))
            .retry(new RetryPolicy(2, Duration.ZERO, Duration.ZERO));
    return (version == 2 && !isStream() ? pipeline.rebuild() : pipeline).build();
  }

  boolean isStream() {
    return name().equals("SECOND_AS_A_STREAM");
  }
}
