package dev.rollcall.core.internal.process;

import dev.rollcall.core.pipeline.RunListener;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.SourcePartition;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What flushes of one source partition made durable. Immutable, and serializable for engines whose
 * workers are other processes.
 *
 * @param partition the partition
 * @param nextOffset the offset of the next record, which may be committed; -1 before the first
 *     record
 * @param appliedOffset the highest offset of the partition in the aggregate documents that were
 *     read, or -1. One at or beyond the end of the partition's log means that the log was cut or
 *     replaced, and that new records would count as applied already; the engine must stop then.
 * @param report the counts of the elements
 * @param took the duration of the flushes
 * @param targets of that, the time in calls per sink and store, including failed calls, excluding
 *     backoff
 * @param letters the dead letters without payload; of several flushes together the first {@value
 *     RunListener#LETTERS_OF_A_TASK}
 */
public record FlushResult(
    SourcePartition partition,
    long nextOffset,
    long appliedOffset,
    RunReport report,
    Duration took,
    Map<String, Duration> targets,
    List<DeadLetter> letters)
    implements Serializable {

  public FlushResult {
    targets = Map.copyOf(targets);
    letters = List.copyOf(letters);
  }

  /** The result before the first flush of a partition. */
  public static FlushResult none(SourcePartition partition) {
    return new FlushResult(partition, -1, -1, RunReport.EMPTY, Duration.ZERO, Map.of(), List.of());
  }

  /** The same, with more time in calls. */
  public FlushResult with(Map<String, Duration> spent) {
    return new FlushResult(
        partition, nextOffset, appliedOffset, report, took, sum(targets, spent), letters);
  }

  private static Map<String, Duration> sum(Map<String, Duration> some, Map<String, Duration> more) {
    Map<String, Duration> times = new TreeMap<>(some);
    more.forEach((target, spent) -> times.merge(target, spent, Duration::plus));
    return times;
  }

  /** Combines this flush and the next one. */
  public FlushResult then(FlushResult next) {
    return new FlushResult(
        partition,
        next.nextOffset,
        Math.max(appliedOffset, next.appliedOffset),
        report.plus(next.report),
        took.plus(next.took),
        sum(targets, next.targets),
        Stream.concat(letters.stream(), next.letters.stream())
            .limit(RunListener.LETTERS_OF_A_TASK)
            .toList());
  }

  /** Passes on the listener events of the flush: time per target, letters, what is durable. */
  public void forEachEvent(Consumer<Consumer<RunListener>> events) {
    targets.forEach(
        (target, spent) -> events.accept(listener -> listener.stored(partition, target, spent)));
    letters.forEach(letter -> events.accept(listener -> listener.deadLettered(letter)));
    events.accept(listener -> listener.flushed(partition, report, took));
  }
}
