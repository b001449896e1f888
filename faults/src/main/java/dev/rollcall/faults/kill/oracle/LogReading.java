package dev.rollcall.faults.kill.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** What the log says: groups, the newest row of each key, and which records are bad. */
final class LogReading {

  /** A row as its last record has it. */
  record Newest(
      long timestamp,
      long offset,
      String city,
      BigDecimal amount,
      long mark,
      @Nullable String note) {
    boolean olderThan(ConsumerRecord<byte[], byte[]> record) {
      return timestamp < record.timestamp()
          || (timestamp == record.timestamp() && offset < record.offset());
    }
  }

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  final Map<String, Tally> groups = new HashMap<>();
  final Map<String, Newest> rows = new HashMap<>();

  /** As {@code partition@offset}. */
  final Set<String> bad = new HashSet<>();

  long records;

  static LogReading of(String bootstrapServers, String topic) {
    LogReading reading = new LogReading();
    readAll(bootstrapServers, topic, reading::add);
    return reading;
  }

  /** Every committed record of a topic as it is now, partition by partition. */
  static void readAll(
      String bootstrapServers, String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(each);
      }
    }
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    records++;
    JsonNode visit = tree(record.value());
    if (visit == null || !visit.path("amount").isNumber()) {
      bad.add(record.partition() + "@" + record.offset());
      return;
    }
    String city = visit.get("city").textValue();
    BigDecimal amount = visit.get("amount").decimalValue();
    long mark = visit.get("mark").longValue();
    groups.merge(city, Tally.NONE.plus(amount, mark), (sum, one) -> sum.plus(amount, mark));
    String key = visit.get("person").textValue();
    Newest known = rows.get(key);
    if (known == null || known.olderThan(record)) {
      JsonNode note = visit.get("note");
      rows.put(
          key,
          new Newest(
              record.timestamp(),
              record.offset(),
              city,
              amount,
              mark,
              note == null ? null : note.textValue()));
    }
  }

  private static @Nullable JsonNode tree(byte[] value) {
    try {
      return JSON.readTree(new String(value, StandardCharsets.UTF_8));
    } catch (JsonProcessingException malformed) {
      return null;
    }
  }
}
