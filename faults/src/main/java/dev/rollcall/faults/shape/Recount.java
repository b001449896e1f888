package dev.rollcall.faults.shape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * What a log says, by means that the pipeline does not use: a plain consumer and a tree of the
 * JSON. Used by one thread.
 */
final class Recount {

  /** The mark of a person's newest record. */
  record Newest(long timestamp, long mark) {
    Newest or(Newest other) {
      return other.timestamp > timestamp ? other : this;
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  final Map<String, Tally> groups = new HashMap<>();
  final Map<String, Newest> rows = new HashMap<>();

  /** How often a bad record is at {@code partition@offset}: more than once in several logs. */
  final Map<String, Long> bad = new HashMap<>();

  final Map<Integer, Long> recordsByPartition = new HashMap<>();

  /** By partition, the offset that its next record will get. */
  final Map<Integer, Long> ends = new HashMap<>();

  /** By partition, how many of its offsets hold no record that a reader sees. */
  final Map<Integer, Long> gaps = new HashMap<>();

  /** Of all committed records. */
  static Recount of(String bootstrapServers, String topic) {
    return of(bootstrapServers, topic, Map.of(), "read_committed");
  }

  /** From these offsets on, by partition; from the beginning of partitions that are not named. */
  static Recount of(
      String bootstrapServers, String topic, Map<Integer, Long> from, String isolation) {
    Recount recount = new Recount();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", isolation),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      from.forEach((number, offset) -> consumer.seek(new TopicPartition(topic, number), offset));
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      ends.forEach(
          (partition, end) -> {
            recount.ends.put(partition.partition(), end);
            recount.gaps.put(partition.partition(), end - consumer.position(partition));
          });
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(recount::add);
      }
    }
    recount.recordsByPartition.forEach(
        (partition, records) -> recount.gaps.merge(partition, -records, Long::sum));
    return recount;
  }

  /** Both logs, one after the other. */
  Recount plus(Recount other) {
    Recount both = new Recount();
    for (Recount one : List.of(this, other)) {
      one.groups.forEach((city, tally) -> both.groups.merge(city, tally, Tally::plus));
      one.rows.forEach((person, newest) -> both.rows.merge(person, newest, Newest::or));
      one.bad.forEach((place, times) -> both.bad.merge(place, times, Long::sum));
      one.recordsByPartition.forEach((p, n) -> both.recordsByPartition.merge(p, n, Long::sum));
    }
    return both;
  }

  long records() {
    return recordsByPartition.values().stream().mapToLong(Long::longValue).sum();
  }

  long gaps() {
    return gaps.values().stream().mapToLong(Long::longValue).sum();
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    recordsByPartition.merge(record.partition(), 1L, Long::sum);
    JsonNode tree = tree(record.value());
    if (tree == null) {
      bad.merge(record.partition() + "@" + record.offset(), 1L, Long::sum);
      return;
    }
    long mark = tree.get("mark").longValue();
    groups.merge(tree.get("city").textValue(), new Tally(1, BigInteger.valueOf(mark)), Tally::plus);
    rows.merge(tree.get("person").textValue(), new Newest(record.timestamp(), mark), Newest::or);
  }

  private static @Nullable JsonNode tree(byte[] value) {
    try {
      return JSON.readTree(new String(value, StandardCharsets.UTF_8));
    } catch (JsonProcessingException malformed) {
      return null;
    }
  }
}
