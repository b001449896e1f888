package dev.rollcall.benchmarks.peer;

import dev.rollcall.benchmarks.workload.ForkInput;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Poll, work, commit, on one thread: the loop that people write around a Kafka consumer. */
public final class ConsumerLoop {

  private static final Duration POLL = Duration.ofMillis(200);

  /** One poll's worth of work. */
  private interface Work {
    void on(ConsumerRecords<byte[], byte[]> records) throws Exception;
  }

  private ConsumerLoop() {}

  /** Adds up the bytes of each record and does nothing else; returns the number of records. */
  public static long touch(ForkInput input) throws Exception {
    long[] sum = {0};
    long read =
        run(
            input,
            records -> {
              for (ConsumerRecord<byte[], byte[]> record : records) {
                for (byte b : record.value()) {
                  sum[0] += b;
                }
              }
            });
    return sum[0] == 0 ? 0 : read;
  }

  /** Reads each record as a tree and adds its row to three daily groupings. */
  public static long sketches(ForkInput input) throws Exception {
    UsualAggregates groups = new UsualAggregates();
    return run(
        input,
        records -> {
          for (ConsumerRecord<byte[], byte[]> record : records) {
            groups.add(
                TreeRow.user(TreeRow.tree(record.value())),
                Instant.ofEpochMilli(record.timestamp()));
          }
        });
  }

  /** Reads each record as a tree and writes its profile to the store, if there is one. */
  public static long readTree(ForkInput input, String table) throws Exception {
    try (ProfileWriter writer = ProfileWriter.open(input.store(), table)) {
      return run(
          input,
          records -> {
            List<@Nullable Object[]> profiles = new ArrayList<>(records.count());
            for (ConsumerRecord<byte[], byte[]> record : records) {
              profiles.add(TreeRow.profile(TreeRow.tree(record.value())));
            }
            writer.write(profiles);
          });
    }
  }

  private static long run(ForkInput input, Work work) throws Exception {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", input.kafka(),
            "group.id", "bench-" + UUID.randomUUID(),
            "auto.offset.reset", "earliest",
            "enable.auto.commit", "false",
            "isolation.level", "read_committed",
            "max.poll.records", "5000");
    long read = 0;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(input.topic()));
      while (read < input.users()) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          work.on(records);
          consumer.commitSync();
          read += records.count();
        }
      }
    }
    return read;
  }
}
