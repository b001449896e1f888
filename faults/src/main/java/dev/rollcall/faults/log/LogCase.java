package dev.rollcall.faults.log;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.visit.Findings;
import dev.rollcall.faults.visit.LogContent;
import dev.rollcall.faults.visit.VisitProducer;
import dev.rollcall.faults.visit.Visits;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.source.KafkaSource;
import dev.rollcall.kafka.topic.KafkaTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A topic, a group and stores of one case's own, and what was found there. Used by one thread at a
 * time.
 */
final class LogCase implements Callable<Boolean> {

  static final int PARTITIONS = 4;

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  final LogShape shape;
  final String servers;
  final String topic;
  final Admin admin;

  /** How many records a case begins with. */
  final long records;

  final MemoryStores stores;
  private final Consumer<String> progress;
  private final Visits visits;
  private final long epoch = Instant.now().minus(Duration.ofDays(30)).toEpochMilli();
  private final List<String> violations = new ArrayList<>();
  private final Set<String> verdicts = new LinkedHashSet<>();
  private boolean hit;
  private long lost;
  private long doubled;

  LogCase(String servers, long records, long seed, LogShape shape, Consumer<String> progress) {
    this.shape = shape;
    this.progress = progress;
    this.servers = servers;
    this.records = records;
    this.topic = "t5-" + UUID.randomUUID();
    this.visits = new Visits(seed, 40, 5, 100);
    this.stores = new MemoryStores(topic);
    this.admin = Admin.create(Map.of("bootstrap.servers", servers));
  }

  /** Runs the shape; whether it was really there. */
  @Override
  public Boolean call() {
    try (admin) {
      shape.body().run(this);
    } catch (Exception | AssertionError e) {
      violate("the case ended with " + e);
    }
    synchronized (progress) {
      progress.accept(shape.name() + ": " + verdict());
    }
    return hit;
  }

  /** Makes the topic and its first records. */
  void begin() throws Exception {
    create();
    append(0, records);
  }

  void create() {
    KafkaTopics.create(KafkaTopic.named(topic).bootstrapServers(servers), PARTITIONS);
  }

  /** Deletes the topic and makes it again, empty. */
  void recreate() throws Exception {
    admin.deleteTopics(List.of(topic)).all().get();
    create();
  }

  Map<TopicPartition, OffsetAndMetadata> offsets() throws Exception {
    return admin.listConsumerGroupOffsets(topic).partitionsToOffsetAndMetadata().get();
  }

  /**
   * Deletes the topic and makes it again, with the group's offsets as they were for the old one.
   */
  void recreateUnderOffsets() throws Exception {
    Map<TopicPartition, OffsetAndMetadata> committed = offsets();
    recreate();
    // a broker forgets them when a topic is deleted, a little later
    until("the broker to forget the offsets", () -> offsets().isEmpty());
    until("the broker to take the offsets", () -> takes(committed));
  }

  /** False while the coordinator does not know the new topic. */
  private boolean takes(Map<TopicPartition, OffsetAndMetadata> offsets) throws Exception {
    try {
      admin.alterConsumerGroupOffsets(topic, offsets).all().get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  void forgetOffsets() throws Exception {
    admin.deleteConsumerGroups(List.of(topic)).all().get();
  }

  /** The records of these numbers, one second apart, over the first 4 partitions. */
  void append(long from, long to) throws Exception {
    append(from, to, PARTITIONS);
  }

  void append(long from, long to, int partitions) throws Exception {
    try (Producer<byte[], byte[]> producer = VisitProducer.client(servers, Map.of())) {
      append(producer, from, to, partitions);
    }
  }

  /** Returns when the broker has all of them. */
  void append(Producer<byte[], byte[]> by, long from, long to, int partitions) throws Exception {
    List<Future<?>> sent = new ArrayList<>();
    for (long n = from; n < to; n++) {
      int partition = (int) (n % partitions);
      long time = epoch + n * 1_000;
      sent.add(
          by.send(new ProducerRecord<>(topic, partition, time, visits.key(n), visits.value(n))));
    }
    by.flush();
    for (Future<?> each : sent) {
      each.get();
    }
  }

  KafkaSource source() {
    return KafkaSource.topic(topic).group(topic).bootstrapServers(servers);
  }

  LogContent read() {
    return LogContent.of(servers, topic);
  }

  PipelineRunner start(MemoryStores into, KafkaSource source) {
    return PipelineRunner.builder(into.pipeline).flushEvery(Duration.ofMillis(100)).start(source);
  }

  /** Runs until it has caught up. */
  RunReport run() {
    return run(source());
  }

  RunReport run(KafkaSource source) {
    return run(stores, source);
  }

  RunReport run(MemoryStores into, KafkaSource source) {
    try (PipelineRunner runner = start(into, source)) {
      return runner.awaitCaughtUp();
    }
  }

  void until(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException("waited " + PATIENCE.toSeconds() + " s for: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** What is stored must be what the log says. */
  void requireStored(String when, LogContent expected) {
    requireStored(when, stores, expected);
  }

  void requireStored(String when, MemoryStores got, LogContent expected) {
    Findings findings = got.compare(expected);
    lost += findings.lost();
    doubled += findings.doubled();
    require(expected.records() > 0, when + ": there is nothing to compare");
    findings.differences().stream().limit(5).forEach(words -> violate(when + ": " + words));
    if (findings.differences().isEmpty()) {
      verdicts.add("correct");
    }
  }

  /** A run must end with an error that says this. */
  void requireHalt(KafkaSource source, String... texts) {
    try (PipelineRunner runner = start(stores, source)) {
      requireOneHaltOf(runner, List.of(List.of(texts)));
    }
  }

  /** The run must end with an error that says all of one of these lists. */
  void requireOneHaltOf(PipelineRunner runner, List<List<String>> halts) {
    try {
      violate("got " + runner.awaitCaughtUp() + ", expected a halt that says one of " + halts);
    } catch (RuntimeException halt) {
      String message = String.valueOf(halt.getMessage());
      require(halt instanceof FatalException, "got " + halt + ", expected a FatalException");
      halts.stream()
          .filter(texts -> texts.stream().allMatch(message::contains))
          .findFirst()
          .ifPresentOrElse(
              texts ->
                  verdicts.add(
                      "halt: " + halt.getClass().getSimpleName() + " '" + texts.get(0) + "'"),
              () -> violate("got '" + message + "', expected in it one of " + halts));
    }
  }

  void require(boolean condition, String otherwise) {
    if (!condition) {
      violate(otherwise);
    }
  }

  void violate(String what) {
    violations.add(what);
  }

  /** Whether the shape is really there; must be told once. */
  void hit(boolean really) {
    hit = really;
  }

  private String verdict() {
    return violations.isEmpty() ? String.join(", then ", verdicts) : "WRONG";
  }

  void addTo(FaultResult result) {
    violations.forEach(words -> result.violation(shape.name() + ": " + words));
    result.fault(shape.name(), hit ? 1 : 0).figure(shape.name(), verdict());
    result.lost(lost).doubled(doubled);
  }
}
