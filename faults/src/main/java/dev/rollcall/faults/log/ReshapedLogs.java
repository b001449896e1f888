package dev.rollcall.faults.log;

import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.faults.visit.LogContent;
import dev.rollcall.faults.visit.VisitProducer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** The same topic with gaps, more partitions, transactions, or without its group's offsets. */
final class ReshapedLogs {

  /** Beyond the 7 days of record time after which a log begins a new segment. */
  private static final long EIGHT_DAYS_S = 8 * 24 * 3_600;

  private static final long TAIL = 8;
  private static final int GROWN = 8;

  /** Longer than any round of a run that believes it has caught up. */
  private static final long LOOK_MS = 2_500;

  private ReshapedLogs() {}

  static Stream<LogShape> shapes() {
    return Stream.of(
        new LogShape("log compacted after it was read", ReshapedLogs::compacted),
        new LogShape("partitions grown from 4 to 8 while running", ReshapedLogs::grown),
        new LogShape("aborted transactions, and an open one", ReshapedLogs::transactions),
        new LogShape("committed offset before the start of the log", ReshapedLogs::deletedUnread),
        new LogShape("group offsets deleted", ReshapedLogs::forgottenOffsets));
  }

  /**
   * Compaction takes records out of a log that was read. Expected: aggregates count what was read
   * before; going on and reading again after it doubles nothing; a newcomer counts what is left.
   */
  private static void compacted(LogCase log) throws Exception {
    log.begin();
    log.run();
    LogContent before = log.read();
    compact(log);
    // the log begins a segment with a record that is much newer, and only older segments are
    // compacted
    long tail = log.records + EIGHT_DAYS_S;
    log.append(tail, tail + TAIL);
    log.until("gaps in every partition", () -> log.read().hasGapsEverywhere());

    LogContent left = log.read();
    log.hit(left.hasGapsEverywhere());
    LogContent expected =
        before.plus(LogContent.of(log.servers, log.topic, before.ends(), "read_committed"));
    log.run();
    log.requireStored("going on after compaction", expected);

    log.forgetOffsets();
    RunReport again = log.run();
    log.require(
        again.read() == left.records(),
        "the replay read " + again.read() + " records, expected the " + left.records() + " left");
    log.requireStored("replayed after compaction", expected);

    MemoryStores fresh = new MemoryStores(log.topic + "-fresh");
    log.run(fresh, log.source().group(log.topic + "-fresh"));
    log.requireStored("first read after compaction", fresh, left);
  }

  private static void compact(LogCase log) throws Exception {
    List<AlterConfigOp> settings =
        Stream.of(
                new ConfigEntry("cleanup.policy", "compact"),
                new ConfigEntry("min.cleanable.dirty.ratio", "0.01"))
            .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
            .toList();
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, log.topic);
    log.admin.incrementalAlterConfigs(Map.of(topic, settings)).all().get();
  }

  /** Under a running reader, which must read the new partitions from the start. */
  private static void grown(LogCase log) throws Exception {
    log.begin();
    try (PipelineRunner runner =
        log.start(log.stores, log.source().property("metadata.max.age.ms", "500"))) {
      runner.awaitCaughtUp();
      log.admin.createPartitions(Map.of(log.topic, NewPartitions.increaseTo(GROWN))).all().get();
      log.append(log.records, 2 * log.records, GROWN);
      log.until("8 partitions", () -> runner.status().partitions().size() == GROWN);
      runner.awaitCaughtUp();
    }
    LogContent content = log.read();
    log.hit(content.partitions() == GROWN);
    log.requireStored("after the growth", content);
  }

  /** Aborted transactions between committed ones, and one that is open while the log is read. */
  private static void transactions(LogCase log) throws Exception {
    log.create();
    long part = log.records / 4;
    log.append(0, part);
    try (Producer<byte[], byte[]> producer =
        VisitProducer.client(log.servers, Map.of("transactional.id", log.topic))) {
      producer.initTransactions();
      producer.beginTransaction();
      log.append(producer, part, 2 * part, LogCase.PARTITIONS);
      producer.abortTransaction();
      producer.beginTransaction();
      log.append(producer, 2 * part, 3 * part, LogCase.PARTITIONS);
      producer.commitTransaction();
      producer.beginTransaction();
      log.append(producer, 3 * part, 4 * part, LogCase.PARTITIONS);
      // behind the open transaction: not to be seen before its end
      log.append(4 * part, 5 * part);
      readWhileOpen(log, producer, 2 * part);
    }
    LogContent committed = log.read();
    LogContent all = LogContent.of(log.servers, log.topic, Map.of(), "read_uncommitted");
    log.hit(committed.records() == 4 * part && all.records() == 5 * part);
    log.requireStored("after the last transaction", committed);
  }

  private static void readWhileOpen(LogCase log, Producer<byte[], byte[]> producer, long visible)
      throws Exception {
    try (PipelineRunner runner = log.start(log.stores, log.source())) {
      log.until("what is committed", () -> runner.status().report().read() >= visible);
      CompletableFuture<?> caughtUp = CompletableFuture.supplyAsync(runner::awaitCaughtUp);
      try {
        caughtUp.get(LOOK_MS, TimeUnit.MILLISECONDS);
        log.violate("the run says it has caught up, expected it to wait for the open transaction");
      } catch (TimeoutException waits) {
        log.requireStored("before the open transaction", log.read());
      }
      producer.commitTransaction();
      caughtUp.get();
    }
  }

  /** Records are deleted before the group has read them: the committed offset is not in the log. */
  private static void deletedUnread(LogCase log) throws Exception {
    log.begin();
    log.run();
    LogContent read = log.read();
    log.append(log.records, 2 * log.records);
    Map<TopicPartition, RecordsToDelete> cut =
        read.ends().entrySet().stream()
            .collect(
                Collectors.toMap(
                    end -> new TopicPartition(log.topic, end.getKey()),
                    end -> RecordsToDelete.beforeOffset(end.getValue() + 10)));
    log.admin.deleteRecords(cut).all().get();
    log.hit(log.read().records() == log.records - 10L * LogCase.PARTITIONS);
    log.requireHalt(
        log.source(),
        "10 offsets were deleted before they were read",
        "Nothing was skipped",
        "rollcall replay --topic " + log.topic);
    log.requireStored("after the halt", read);
  }

  /** Everything is read again, and nothing counts twice. */
  private static void forgottenOffsets(LogCase log) throws Exception {
    log.begin();
    RunReport first = log.run();
    log.forgetOffsets();
    RunReport again = log.run();
    log.hit(again.read() == first.read() && first.read() == log.records);
    log.requireStored("after the replay", log.read());
  }
}
