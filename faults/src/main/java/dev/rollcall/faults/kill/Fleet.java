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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One test's topic, consumer group and stores, under a name that nobody else has; who produces the
 * records; and the workers, those that are gone included. Used by one thread, except for sums.
 */
final class Fleet implements AutoCloseable {

  static final int PARTITIONS = 12;

  private static final long POLL_MS = 20;
  private static final Duration START = Duration.ofMinutes(5);

  private final WorkerSettings settings;
  private final Path folder;
  private final GroupLag lag;
  private final Recovery recovery = new Recovery();
  private final List<Worker> all = new CopyOnWriteArrayList<>();
  private final List<Worker> current = new ArrayList<>();
  private boolean replacesEnded;
  private int replaced;
  private @Nullable VisitProducer producer;

  /** On servers of the test's own. */
  Fleet(
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
    this.folder = Files.createTempDirectory("rollcall-" + name);
    this.lag = new GroupLag(settings.kafka(), name, partitions);
  }

  /** On the servers that all tests of this JVM share. */
  static Fleet open(String test, int partitions, Behaviour behaviour) throws IOException {
    TestServers.prepareKafkaAndCassandra();
    String store = TestServers.mongo().connectionString();
    return new Fleet(
        test, TestServers.kafka(), TestServers.cassandra(), store, partitions, behaviour);
  }

  /** Starts one more worker, and does not wait for it. */
  Worker add() {
    Worker worker = new Worker("worker-" + all.size(), settings, folder, recovery::flushed);
    all.add(worker);
    current.add(worker);
    return worker;
  }

  /** Starts so many at the same time, who all make their table if it is not there, and waits. */
  void start(int workers) throws InterruptedException {
    for (int i = 0; i < workers; i++) {
      add();
    }
    awaitJoined();
  }

  /** Waits until all current workers have joined the group. */
  void awaitJoined() throws InterruptedException {
    require(START, "all join the group", () -> current.stream().allMatch(Worker::joined));
  }

  /** {@code kill -9}; recovery is measured from now. */
  void kill(Worker worker) throws InterruptedException {
    Set<Integer> partitions = worker.partitions();
    worker.kill();
    recovery.killed(partitions);
    current.remove(worker);
  }

  /** This worker has ended, or is left to itself. */
  void forget(Worker worker) {
    current.remove(worker);
  }

  List<Worker> current() {
    return List.copyOf(current);
  }

  GroupLag lag() {
    return lag;
  }

  Recovery recovery() {
    return recovery;
  }

  /** The sum over all workers there ever were. */
  long sum(Count count) {
    return all.stream().mapToLong(worker -> worker.count(count)).sum();
  }

  /**
   * Waits until the condition holds; false if it does not within the time.
   *
   * @throws IllegalStateException if a worker ends that nobody has killed
   */
  boolean await(Duration atMost, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      requireAlive();
      if (System.nanoTime() > end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
    return true;
  }

  /** As {@link #await}, and an error that says what was waited for. */
  void require(Duration atMost, String what, BooleanSupplier condition)
      throws InterruptedException {
    if (!await(atMost, condition)) {
      throw new IllegalStateException(
          what + ": not within " + atMost.toSeconds() + " s; logs in " + folder);
    }
  }

  /** From now on a worker that ends by itself is replaced, as a supervisor would do it. */
  void replaceEnded() {
    replacesEnded = true;
  }

  int replaced() {
    return replaced;
  }

  /** An error if a worker that nobody killed has ended, unless such workers are replaced. */
  private void requireAlive() {
    for (Worker worker : current()) {
      if (worker.process().handle().isAlive()) {
        continue;
      }
      if (!replacesEnded) {
        throw new IllegalStateException(
            worker.name() + " ended by itself: " + worker.failure() + "; logs in " + folder);
      }
      replaced++;
      current.remove(worker);
      add();
    }
  }

  /** Begins to produce visits; at most so many, {@link Long#MAX_VALUE} for as many as it takes. */
  VisitProducer produce(long seed, long records, double perSecond) {
    Visits visits = new Visits(seed, 4_000, 20, 1_000);
    producer = new VisitProducer(settings.kafka(), settings.name(), visits, records, perSecond);
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
                    sum(Count.ALREADY_APPLIED),
                    sum(Count.REJECTED)),
        progress);
  }

  /** Waits until everything in the log is committed, and stops the workers. */
  void finish(Duration atMost) throws InterruptedException {
    require(atMost, "all is committed", () -> lag.now() == 0);
    current.forEach(worker -> worker.process().stop());
    for (Worker worker : current) {
      worker.process().awaitEnd(Worker.PATIENCE);
    }
    current.clear();
  }

  /** What the log says against what is stored; the workers must have ended. */
  Findings compare() {
    return compare(settings.store());
  }

  /** As {@link #compare()}, with another way to the store of the aggregates. */
  Findings compare(String aggregates) {
    return StoreReader.compareWithLog(settings, aggregates);
  }

  /** Kills what is left. */
  @Override
  public void close() {
    if (producer != null) {
      producer.close();
    }
    lag.close();
    all.forEach(worker -> worker.process().close());
  }
}
