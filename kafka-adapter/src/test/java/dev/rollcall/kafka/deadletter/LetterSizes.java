package dev.rollcall.kafka.deadletter;

import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.LogRange;
import dev.rollcall.kafka.internal.client.TopicAdmin;
import dev.rollcall.kafka.internal.client.TopicSnapshotReader;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** How many bytes the messages of letters have: keys, values and headers. */
final class LetterSizes {

  private LetterSizes() {}

  static long of(ProducerRecord<byte[], byte[]> message) {
    return of(message.key(), message.value(), message.headers());
  }

  /** Of all messages that the topic holds. */
  static long of(KafkaTopic topic) {
    LogRange all;
    try (Admin admin = KafkaClients.admin(topic)) {
      int partitions = TopicAdmin.require(admin, topic).partitions().size();
      all = LogRange.of(admin, topic, partitions);
    }
    Map<String, Long> sizes = new HashMap<>();
    TopicSnapshotReader.read(
        topic,
        all,
        message ->
            sizes.merge("all", of(message.key(), message.value(), message.headers()), Long::sum));
    return sizes.getOrDefault("all", 0L);
  }

  private static long of(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    long size = (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
    for (var header : headers) {
      size += header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    return size;
  }
}
