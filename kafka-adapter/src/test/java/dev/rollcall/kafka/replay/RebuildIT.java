package dev.rollcall.kafka.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineBuilder;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunListener;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.kafka.FreshTopics;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.source.KafkaSource;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/**
 * A second version that rebuilds, in the consumer group in which a worker of the first still runs:
 * that one halts by name, and the second ends with exact figures.
 */
class RebuildIT {

  private static final Duration SOON = Duration.ofMinutes(5);

  private final KafkaTopic topic = FreshTopics.create("rebuild", 2);
  private final KafkaSource source = KafkaSource.of(topic).group(topic.name());
  private final InMemoryAggregates counts = InMemoryAggregates.named(topic.name());

  /** A worker, and the partitions that it was given, in the order in which it was. */
  private static final class Worker implements RunListener, AutoCloseable {
    final BlockingQueue<SourcePartition> given = new LinkedBlockingQueue<>();
    final PipelineRunner run;

    Worker(Pipeline pipeline, KafkaSource source) {
      run =
          PipelineRunner.builder(pipeline)
              .flushEvery(Duration.ofMillis(50))
              .listener(this)
              .start(source);
    }

    @Override
    public void assigned(Collection<SourcePartition> partitions) {
      given.addAll(partitions);
    }

    /** The next partition that it was given. */
    int next() throws InterruptedException {
      SourcePartition partition = given.poll(SOON.toSeconds(), TimeUnit.SECONDS);
      assertThat(partition).as("given within %s", SOON).isNotNull();
      return partition.partition();
    }

    @Override
    public void close() {
      run.close();
    }
  }

  @Test
  void aWorkerOfTheFirstVersionHaltsAtADocumentAndItsPartitionIsRebuiltToo() throws Exception {
    try (Worker first = new Worker(version(1), source)) {
      first.next();
      first.next();
      try (Worker second = new Worker(version(2), source)) {
        int begun = second.next();
        send(begun, "de", 3);
        second.run.awaitCaughtUp();
        assertThat(stored()).containsEntry("de", 3L);
        send(1 - begun, "de", 4);

        assertThatThrownBy(first.run::awaitEnd)
            .isInstanceOf(ConfigurationException.class)
            .hasMessageContainingAll("'counts'", "version 2", "expected 1");
        assertThat(second.next()).as("of the group that the first has left").isEqualTo(1 - begun);
        second.run.awaitCaughtUp();
        assertThat(stored()).containsOnly(Map.entry("de", 7L));
      }
    }
    assertThatThrownBy(() -> new Worker(version(1), source).close())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("version 2", "expected 1");
  }

  @Test
  void aRebuildInTheMidstIsRefusedAndTheFirstVersionGoesOnUntilTheGroupIsReplayed()
      throws Exception {
    send(0, "de", 3);
    send(1, "fr", 2);
    try (Worker first = new Worker(version(1), source)) {
      first.next();
      first.next();
      first.run.awaitCaughtUp();
      try (Worker second = new Worker(version(2), source)) {
        assertThatThrownBy(second.run::awaitEnd)
            .isInstanceOf(ConfigurationException.class)
            .hasMessageContainingAll("version 2", "first offset", "--from-beginning");
      }
      assertThatThrownBy(first.run::awaitEnd)
          .as("given the partition back")
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContainingAll("version 2", "version 1 can be started again");
    }
    assertThat(stored()).containsOnly(Map.entry("de", 3L), Map.entry("fr", 2L));
    send(0, "fr", 1);
    try (Worker first = new Worker(version(1), source)) {
      first.run.awaitCaughtUp();
      assertThat(stored()).as("the first may come back").containsEntry("fr", 3L);
    }

    ConsumerGroupReset.toBeginning(source).apply();
    try (Worker second = new Worker(version(2), source)) {
      second.run.awaitCaughtUp();
      assertThat(stored()).containsOnly(Map.entry("de", 3L), Map.entry("fr", 3L));
    }
    assertThat(counts.documents()).allMatch(each -> each.result().containsKey("max_n"));
  }

  /** The second has a measure more, so that its documents tell themselves apart. */
  private Pipeline version(int version) {
    var measures = Aggregation.named("counts").groupBy("country").count();
    PipelineBuilder pipeline =
        Pipeline.named("rebuilt")
            .version(version)
            .records(
                RecordType.named("visit")
                    .key("n")
                    .column("n", ColumnType.INT64)
                    .column("country", ColumnType.STRING)
                    .build())
            .aggregate(version == 1 ? measures : measures.max("n"))
            .into(counts);
    return (version == 1 ? pipeline : pipeline.rebuild()).build();
  }

  private void send(int partition, String country, int records) throws Exception {
    try (Producer<byte[], byte[]> producer = KafkaClients.producer(topic)) {
      for (int n = 0; n < records; n++) {
        byte[] value = "{\"n\":%d,\"country\":\"%s\"}".formatted(n, country).getBytes();
        producer.send(new ProducerRecord<>(topic.name(), partition, null, value)).get();
      }
    }
  }

  private Map<String, Object> stored() {
    Map<String, Object> stored = new TreeMap<>();
    counts
        .results("counts")
        .forEach(result -> stored.put(String.valueOf(result.get("country")), result.get("count")));
    return stored;
  }
}
