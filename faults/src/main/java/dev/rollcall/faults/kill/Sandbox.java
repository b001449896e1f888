package dev.rollcall.faults.kill;

import dev.rollcall.faults.visit.Findings;
import dev.rollcall.faults.visit.VisitProducer;
import dev.rollcall.faults.visit.Visits;
import dev.rollcall.faults.worker.Count;
import dev.rollcall.faults.worker.WorkerSettings;
import dev.rollcall.faults.worker.WorkerSettings.Behaviour;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.testkit.server.CassandraServer;
import dev.rollcall.testkit.server.KafkaServer;
import dev.rollcall.testkit.server.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One test's topic, consumer group and stores, under a name that nobody else has; the workers that
 * live on them; and who produces the records. Used by one thread.
 */
final class Sandbox implements AutoCloseable {

  static final int PARTITIONS = 12;

  private final WorkerSettings settings;
  private final Fleet fleet;
  private final GroupLag lag;
  private @Nullable VisitProducer producer;

  private Sandbox(
      String test,
      KafkaServer kafka,
      CassandraServer cassandra,
      String store,
      int partitions,
      Behaviour behaviour)
      throws IOException {
    String name = test + "_" + UUID.randomUUID().toString().substring(0, 8);
    this.settings =
        new WorkerSettings(
            name,
            kafka.bootstrapServers(),
            cassandra.address(),
            cassandra.localDatacenter(),
            store,
            behaviour);
    KafkaTopics.create(KafkaTopic.named(name).bootstrapServers(settings.kafka()), partitions);
    this.fleet = new Fleet(settings, Files.createTempDirectory("rollcall-" + name));
    this.lag = new GroupLag(settings.kafka(), name, partitions);
  }

  /** On the servers that all tests of this JVM share. */
  static Sandbox open(String test, int partitions, Behaviour behaviour) throws IOException {
    TestServers.prepareKafkaAndCassandra();
    String store = TestServers.mongo().connectionString();
    return new Sandbox(
        test, TestServers.kafka(), TestServers.cassandra(), store, partitions, behaviour);
  }

  /** As {@link #open(String, int, Behaviour)}, with the usual workers and partitions. */
  static Sandbox open(String test) throws IOException {
    return open(test, PARTITIONS, Behaviour.SOUND);
  }

  /** On servers of the test's own. */
  static Sandbox on(String test, KafkaServer kafka, CassandraServer cassandra, String aggregates)
      throws IOException {
    return new Sandbox(test, kafka, cassandra, aggregates, PARTITIONS, Behaviour.SOUND);
  }

  Fleet fleet() {
    return fleet;
  }

  GroupLag lag() {
    return lag;
  }

  /** Begins to produce visits; at most so many, {@link Long#MAX_VALUE} for as many as it takes. */
  VisitProducer produce(long seed, long records, double perSecond) {
    Visits visits = new Visits(seed, 4_000, 20, 1_000);
    producer = VisitProducer.start(settings.kafka(), settings.name(), visits, records, perSecond);
    return producer;
  }

  /** Reports these words, what was produced, replayed and refused, and the lag. */
  void report(Supplier<String> words, Consumer<String> progress) {
    lag.report(
        () ->
            "%s, %d records, %d already applied, %d refused writes"
                .formatted(
                    words.get(),
                    Objects.requireNonNull(producer).sent(),
                    fleet.sum(Count.ALREADY_APPLIED),
                    fleet.sum(Count.REJECTED)),
        progress);
  }

  /** Waits until everything in the log is committed, and stops the workers. */
  void finish(Duration atMost) throws InterruptedException {
    fleet.require(atMost, "all is committed", () -> lag.now() == 0);
    fleet.stop();
  }

  /** What the log says against what is stored; the workers must have ended. */
  Findings compare() {
    return compare(settings.store());
  }

  /** As {@link #compare()}, with another way to the store of the aggregates. */
  Findings compare(String aggregates) {
    return StoreReader.compareWithLog(settings, aggregates);
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close();
    }
    lag.close();
    fleet.close();
  }
}
