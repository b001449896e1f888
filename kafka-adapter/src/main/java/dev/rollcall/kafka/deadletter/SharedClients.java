package dev.rollcall.kafka.deadletter;

import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.KafkaClients;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;

/**
 * One idempotent producer and one admin client per cluster and settings, shared by all users in
 * this JVM and closed by the last one. Threadsafe.
 */
final class SharedClients implements AutoCloseable {

  private static final Map<KafkaTopic, Shared> OPEN = new HashMap<>();

  /** The same cluster with the same settings, whatever the topic. */
  private final KafkaTopic cluster;

  private final Shared shared;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SharedClients(KafkaTopic cluster, Shared shared) {
    this.cluster = cluster;
    this.shared = shared;
  }

  /** The clients of the topic's cluster; close them once. */
  static SharedClients acquire(KafkaTopic topic) {
    KafkaTopic cluster = topic.sibling("any");
    synchronized (OPEN) {
      Shared shared = OPEN.get(cluster);
      if (shared == null) {
        Admin admin = KafkaClients.admin(cluster);
        shared = new Shared(KafkaClients.producer(cluster), admin);
        OPEN.put(cluster, shared);
      }
      shared.users++;
      return new SharedClients(cluster, shared);
    }
  }

  Producer<byte[], byte[]> producer() {
    return shared.producer;
  }

  Admin admin() {
    return shared.admin;
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    synchronized (OPEN) {
      if (--shared.users > 0) {
        return;
      }
      OPEN.remove(cluster);
    }
    shared.producer.close(Duration.ofSeconds(10));
    shared.admin.close(Duration.ofSeconds(10));
  }

  private static final class Shared {
    final Producer<byte[], byte[]> producer;
    final Admin admin;
    int users;

    Shared(Producer<byte[], byte[]> producer, Admin admin) {
      this.producer = producer;
      this.admin = admin;
    }
  }
}
