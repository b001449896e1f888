package dev.rollcall.benchmarks.subject;

import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineBuilder;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.user.Users;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.source.KafkaSource;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Users from Kafka to aggregations in memory, without rows. */
public final class GroupsPipeline {

  /** What users are grouped by, by the day of their record. */
  static final List<List<String>> GROUPINGS =
      List.of(List.of("nationality", "gender"), List.of("email_domain"), List.of("age_band"));

  private GroupsPipeline() {}

  /** Count, mean, distinct users and quantiles. */
  static Aggregation aggregation(List<String> columns) {
    return Aggregation.named("by_" + columns.get(0))
        .groupBy(columns.toArray(String[]::new))
        .tumbling(Duration.ofDays(1))
        .count()
        .mean("age")
        .distinct("user_id")
        .quantiles("age", 0.5, 0.95)
        .build();
  }

  /**
   * All three aggregations; returns the number of records read.
   *
   * @param workers how many threads; 0 for as many as Rollcall takes
   */
  public static long three(ForkInput input, int workers) {
    return run(input, GROUPINGS, workers);
  }

  /** The first aggregation, on one thread. */
  public static long one(ForkInput input) {
    return run(input, GROUPINGS.subList(0, 1), 1);
  }

  private static long run(ForkInput input, List<List<String>> groupings, int workers) {
    InMemoryAggregates groups = InMemoryAggregates.named("bench-" + UUID.randomUUID());
    Pipeline pipeline = aggregated(groupings, groups).build();
    KafkaTopic topic = KafkaTopic.named(input.topic()).bootstrapServers(input.kafka());
    PipelineRunner.Builder runner = PipelineRunner.builder(pipeline);
    if (workers > 0) {
      runner.workers(workers);
    }
    try (PipelineRunner run = runner.start(KafkaSource.of(topic).group(pipeline.name()))) {
      return run.awaitCaughtUp().read();
    } finally {
      groups.clear();
    }
  }

  private static PipelineBuilder aggregated(
      List<List<String>> groupings, InMemoryAggregates groups) {
    PipelineBuilder builder =
        Pipeline.named("bench-" + UUID.randomUUID()).records(Users.recordType());
    groupings.forEach(grouping -> builder.aggregate(aggregation(grouping)));
    return builder.into(groups).deadLetters(InMemoryDeadLetters.named("bench"));
  }
}
