package dev.rollcall.kafka.deadletter;

import dev.rollcall.core.port.SharedResources;
import dev.rollcall.core.port.SharedResources.Lease;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.KafkaClients;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;

/**
 * One idempotent producer and one admin client per cluster and settings, shared by all users in
 * this JVM and closed by the last one. Threadsafe.
 */
record SharedClients(Producer<byte[], byte[]> producer, Admin admin) {

  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(10);

  /** By cluster and settings, whatever the topic. */
  private static final SharedResources<KafkaTopic, SharedClients> SHARED =
      SharedResources.closedAfter(Duration.ZERO, SharedClients::close);

  /** Leases the clients of the topic's cluster. */
  static Lease<SharedClients> acquire(KafkaTopic topic) {
    return SHARED.acquire(topic.sibling("any"), SharedClients::open);
  }

  private static SharedClients open(KafkaTopic cluster) {
    Admin admin = KafkaClients.admin(cluster);
    return new SharedClients(KafkaClients.producer(cluster), admin);
  }

  private void close() {
    producer.close(CLOSED_WITHIN);
    admin.close(CLOSED_WITHIN);
  }
}
