package dev.rollcall.faults.log;

import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.faults.visit.LogContent;
import dev.rollcall.kafka.source.KafkaSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The topic is deleted and made again: as another source, or as a shorter copy of the same. */
final class ReplacedLogs {

  private ReplacedLogs() {}

  static Stream<LogShape> shapes() {
    return Stream.of(
        new LogShape("topic deleted and re-created between runs", ReplacedLogs::betweenRuns),
        new LogShape(
            "topic deleted and re-created under a running reader", ReplacedLogs::underReader),
        new LogShape("committed offset beyond the end of the log", log -> cut(log, true)),
        new LogShape("applied offset beyond the end of the log", log -> cut(log, false)));
  }

  /** Another source, read from its start. */
  private static void betweenRuns(LogCase log) throws Exception {
    log.begin();
    log.run();
    LogContent first = log.read();
    log.recreateUnderOffsets();
    // more than before, so that the committed offsets lie within the new log
    log.append(log.records, 3 * log.records);
    LogContent second = log.read();
    log.hit(log.offsets().size() == LogCase.PARTITIONS && allShorter(first.ends(), second.ends()));
    log.run();
    log.requireStored("after both topics", first.plus(second));
  }

  /** The reader must stop and count nothing of the new topic. */
  private static void underReader(LogCase log) throws Exception {
    log.begin();
    LogContent first;
    try (PipelineRunner runner = log.start(log.stores, log.source())) {
      runner.awaitCaughtUp();
      first = log.read();
      log.recreate();
      log.append(log.records, 3 * log.records);
      log.requireOneHaltOf(
          runner,
          List.of(
              List.of("was deleted and made again while it was read", "start again"),
              // a broker that takes more than 5 s to make it again
              List.of("it was deleted while it was read", "start again"),
              // the reader is first told that the new log, still being filled, ends before its
              // position
              List.of("the log was cut", "Nothing was skipped", "another sourceId")));
    }
    log.requireStored("after the halt", first);
    LogContent second = log.read();
    log.hit(second.records() == 2 * log.records);
    log.run();
    log.requireStored("after a new start", first.plus(second));
  }

  /**
   * A log that is shorter than what was read of it, as one restored from an older copy is: the same
   * source by the user's own name for it. If its offsets are gone, only the aggregates know how far
   * it was read.
   */
  private static void cut(LogCase log, boolean isCommitted) throws Exception {
    KafkaSource source = log.source().sourceId(log.topic);
    log.begin();
    log.run(source);
    LogContent read = log.read();
    if (isCommitted) {
      log.recreateUnderOffsets();
    } else {
      log.recreate();
    }
    log.append(0, log.records / 4);
    if (!isCommitted) {
      log.forgetOffsets();
    }
    LogContent left = log.read();
    log.hit(
        left.ends().size() == LogCase.PARTITIONS
            && (log.offsets().size() == LogCase.PARTITIONS) == isCommitted
            && allShorter(left.ends(), read.ends()));
    if (isCommitted) {
      log.requireHalt(source, "the log was cut", "Nothing was skipped", "another sourceId");
    } else {
      log.requireHalt(
          source,
          "the aggregates hold offset",
          "it was cut, restored or replaced",
          "name the source anew (sourceId)");
    }
    log.requireStored("after the halt", read);
  }

  private static boolean allShorter(Map<Integer, Long> one, Map<Integer, Long> other) {
    return other.entrySet().stream()
        .allMatch(end -> one.getOrDefault(end.getKey(), 0L) < end.getValue());
  }
}
