package dev.rollcall.faults.kill.fleet;

import dev.rollcall.faults.kill.visit.VisitProducer;
import dev.rollcall.faults.kill.visit.Visits;
import dev.rollcall.faults.kill.worker.WorkerSettings;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.testkit.server.CassandraServer;
import dev.rollcall.testkit.server.KafkaServer;
import dev.rollcall.testkit.server.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Servers, and names on them that nobody else has: a topic, a group, a keyspace, a database, and a
 * folder for logs. Threadsafe.
 *
 * @param settings what workers are told; change it with {@link #with}
 * @param partitions of the topic
 * @param folder where the logs of the workers are
 */
public record Ground(WorkerSettings settings, int partitions, Path folder) {

  /** On the servers that all tests of this JVM share. */
  public static Ground fresh(String test, int partitions) throws IOException {
    TestServers.prepareKafkaAndCassandra();
    return on(
        test,
        partitions,
        TestServers.kafka(),
        TestServers.cassandra(),
        TestServers.mongo().connectionString());
  }

  /** On servers of the test's own. */
  public static Ground on(
      String test, int partitions, KafkaServer kafka, CassandraServer cassandra, String store)
      throws IOException {
    String name =
        test.toLowerCase(java.util.Locale.ROOT)
            + "_"
            + UUID.randomUUID().toString().substring(0, 8);
    KafkaTopics.create(
        KafkaTopic.named(name).bootstrapServers(kafka.bootstrapServers()), partitions);
    WorkerSettings settings =
        new WorkerSettings(
            kafka.bootstrapServers(),
            name,
            name,
            name + ".letters",
            cassandra.address(),
            cassandra.localDatacenter(),
            name,
            store,
            name,
            "3000",
            "60000",
            "2",
            "20000",
            "400",
            "10000",
            "0",
            "none");
    return new Ground(settings, partitions, Files.createTempDirectory("rollcall-" + name));
  }

  /** With another value of one of the workers' settings. */
  public Ground with(String setting, Object value) {
    return new Ground(settings.with(setting, value), partitions, folder);
  }

  /** No worker yet. */
  public Fleet fleet() {
    return new Fleet(settings, folder);
  }

  /** The group, from outside. */
  public GroupProgress progress() {
    return new GroupProgress(settings.kafka(), settings.topic(), settings.group(), partitions);
  }

  /** Begins to produce visits. */
  public VisitProducer produce(Visits visits, long records, double perSecond) {
    return VisitProducer.start(settings.kafka(), settings.topic(), visits, records, perSecond);
  }
}
