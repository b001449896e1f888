package dev.rollcall.kafka;

import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.load.LoadRecord;
import dev.rollcall.kafka.source.KafkaRecords;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.testkit.server.TestServers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;

/** Topics of a test's own on the shared broker, and what to write into them and read back. */
public final class FreshTopics {

  private FreshTopics() {}

  public static KafkaTopic named(String prefix) {
    return KafkaTopic.named(prefix + "-" + UUID.randomUUID())
        .bootstrapServers(TestServers.kafka().bootstrapServers());
  }

  public static KafkaTopic create(String prefix, int partitions) {
    KafkaTopic topic = named(prefix);
    KafkaTopics.create(topic, partitions);
    return topic;
  }

  public static void delete(KafkaTopic topic) throws Exception {
    try (Admin admin = KafkaClients.admin(topic)) {
      admin.deleteTopics(List.of(topic.name())).all().get();
    }
  }

  /** Page {@code number} of a load: records whose value says page and line. */
  public static List<LoadRecord> page(String load, long number, int records) {
    return IntStream.range(0, records)
        .mapToObj(line -> new LoadRecord("user-" + line, value(load, number, line)))
        .toList();
  }

  /** The values of all pages, sorted. */
  public static List<String> values(String load, long pages, int records) {
    List<String> all = new ArrayList<>();
    for (long page = 0; page < pages; page++) {
      page(load, page, records).forEach(r -> all.add(text(r.value())));
    }
    return all.stream().sorted().toList();
  }

  /** The committed values of the topic, sorted. */
  public static List<String> committed(KafkaTopic topic) {
    List<String> found = new ArrayList<>();
    KafkaRecords.read(topic, record -> found.add(value(record)));
    return found.stream().sorted().toList();
  }

  public static String value(SourceRecord record) {
    byte[] value = record.value();
    return value == null ? "null" : text(value);
  }

  private static byte[] value(String load, long page, int line) {
    return "{\"load\":\"%s\",\"page\":%d,\"line\":%d}"
        .formatted(load, page, line)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
