package dev.rollcall.benchmarks.subject;

import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.benchmarks.workload.Measured;
import dev.rollcall.benchmarks.workload.Metric;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunListener;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.user.Users;
import dev.rollcall.jdbc.JdbcAggregates;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.source.KafkaSource;
import dev.rollcall.testkit.port.InterceptedPorts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/** One aggregation of 42 groups into PostgreSQL by one process; counts what is written. */
public final class PartitionedGroups {

  private static final LongAdder FLUSHES = new LongAdder();
  private static final LongAdder WRITES = new LongAdder();
  private static final LongAdder BYTES = new LongAdder();

  private PartitionedGroups() {}

  /** Runs until the topic is read. */
  public static Measured run(ForkInput input, String table) {
    List.of(FLUSHES, WRITES, BYTES).forEach(LongAdder::reset);
    Pipeline pipeline =
        Pipeline.named("bench-" + UUID.randomUUID())
            .records(Users.recordType())
            .aggregate(
                Aggregation.named(table)
                    .groupBy("nationality", "gender")
                    .count()
                    .mean("age")
                    .distinct("user_id")
                    .quantiles("age", 0.5, 0.95))
            .into(counted(JdbcAggregates.url(input.store()).autoCreate()))
            .deadLetters(InMemoryDeadLetters.named("bench"))
            .build();
    KafkaTopic topic = KafkaTopic.named(input.topic()).bootstrapServers(input.kafka());
    try (PipelineRunner run =
        PipelineRunner.builder(pipeline)
            .listener(new FlushCount())
            .start(KafkaSource.of(topic).group(pipeline.name()))) {
      long read = run.awaitCaughtUp().read();
      return new Measured(
          read,
          Map.of(
              Metric.FLUSHES, FLUSHES.doubleValue(),
              Metric.DOCUMENT_WRITES, WRITES.doubleValue(),
              Metric.DOCUMENT_BYTES, BYTES.doubleValue() / Math.max(1, WRITES.sum())));
    }
  }

  private static AggregateTarget counted(AggregateTarget target) {
    return InterceptedPorts.aggregates(
        target,
        (writes, store) -> {
          WRITES.add(writes.size());
          for (AggregateStore.Write write : writes) {
            BYTES.add(write.state().length);
          }
          return store.compareAndSet(writes);
        });
  }

  private static final class FlushCount implements RunListener {
    @Override
    public void flushed(SourcePartition partition, RunReport report, Duration took) {
      FLUSHES.increment();
    }
  }
}
