package dev.rollcall.faults.visit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * What a log of visits says, by means that the pipeline does not use: a plain consumer and a tree
 * of the JSON. Used by one thread.
 */
public final class LogContent {

  /** A person's newest visit. */
  record Newest(long timestamp, long offset, VisitRow row) {
    Newest or(Newest other) {
      boolean newer =
          other.timestamp > timestamp || (other.timestamp == timestamp && other.offset > offset);
      return newer ? other : this;
    }
  }

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  final Map<String, Tally> groups = new HashMap<>();
  final Map<String, Newest> rows = new HashMap<>();

  /** How often a bad record is at {@code partition@offset}: more than once in several logs. */
  final Map<String, Long> bad = new HashMap<>();

  private final Map<Integer, Long> recordsByPartition = new HashMap<>();
  private final Map<Integer, Long> lengths = new HashMap<>();
  private final Map<Integer, Long> ends = new HashMap<>();

  private LogContent() {}

  /** Of all committed records. */
  public static LogContent of(String bootstrapServers, String topic) {
    return of(bootstrapServers, topic, Map.of(), "read_committed");
  }

  /** From these offsets on, by partition; from the beginning of partitions that are not named. */
  public static LogContent of(
      String bootstrapServers, String topic, Map<Integer, Long> from, String isolation) {
    LogContent content = new LogContent();
    content.read(bootstrapServers, topic, from, isolation, content::add);
    return content;
  }

  /** Hands over every committed record of any topic as it is now. */
  public static void forEach(
      String bootstrapServers, String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    new LogContent().read(bootstrapServers, topic, Map.of(), "read_committed", each);
  }

  private void read(
      String bootstrapServers,
      String topic,
      Map<Integer, Long> from,
      String isolation,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", isolation);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      from.forEach((number, offset) -> consumer.seek(new TopicPartition(topic, number), offset));
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
      end.forEach(
          (partition, offset) -> {
            lengths.put(partition.partition(), offset - consumer.position(partition));
            ends.put(partition.partition(), offset);
          });
      while (end.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(each);
      }
    }
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    recordsByPartition.merge(record.partition(), 1L, Long::sum);
    JsonNode visit = tree(record.value());
    if (visit == null || !visit.path("amount").isNumber()) {
      bad.merge(record.partition() + "@" + record.offset(), 1L, Long::sum);
      return;
    }
    String city = visit.get("city").textValue();
    BigDecimal amount = visit.get("amount").decimalValue();
    long mark = visit.get("mark").longValue();
    groups.merge(city, new Tally(1, amount, BigInteger.valueOf(mark)), Tally::plus);
    VisitRow row = new VisitRow(city, amount, mark, visit.path("note").textValue());
    rows.merge(
        visit.get("person").textValue(),
        new Newest(record.timestamp(), record.offset(), row),
        Newest::or);
  }

  private static @Nullable JsonNode tree(byte[] value) {
    try {
      return JSON.readTree(new String(value, StandardCharsets.UTF_8));
    } catch (JsonProcessingException malformed) {
      return null;
    }
  }

  /** Both logs, one after the other. */
  public LogContent plus(LogContent other) {
    LogContent both = new LogContent();
    for (LogContent one : List.of(this, other)) {
      one.groups.forEach((city, tally) -> both.groups.merge(city, tally, Tally::plus));
      one.rows.forEach((person, newest) -> both.rows.merge(person, newest, Newest::or));
      one.bad.forEach((place, times) -> both.bad.merge(place, times, Long::sum));
      one.recordsByPartition.forEach((p, n) -> both.recordsByPartition.merge(p, n, Long::sum));
    }
    return both;
  }

  public long records() {
    return recordsByPartition.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many of its records are bad. */
  public long bad() {
    return bad.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many partitions hold records. */
  public int partitions() {
    return recordsByPartition.size();
  }

  /** By partition, the offset that its next record will get. */
  public Map<Integer, Long> ends() {
    return Map.copyOf(ends);
  }

  /** Whether every partition has offsets without a record that a reader sees. */
  public boolean hasGapsEverywhere() {
    return lengths.entrySet().stream()
        .allMatch(each -> each.getValue() > recordsByPartition.getOrDefault(each.getKey(), 0L));
  }
}
