package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.internal.engine.CompositeRunListener;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.SourcePartition;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/**
 * Told what happens in a run, for metrics and logs, by every engine. Never two calls at a time; the
 * engine in this JVM makes them on its polling thread, Spark on its driver: be quick. An exception
 * it throws is logged, the same one once, and passed over; an {@link Error}, such as a class that
 * is not there, ends the run.
 */
public interface RunListener {

  /** How many letters of a task, or a part of a batch, a listener is told at the most. */
  int LETTERS_OF_A_TASK = 100;

  /** These partitions are ours now, in addition to those we had. */
  default void assigned(Collection<SourcePartition> partitions) {}

  /** These went to another worker, flushed and committed as far as the deadline let them. */
  default void revoked(Collection<SourcePartition> partitions) {}

  /** These went to another worker before we knew; what was in flight is dropped. */
  default void lost(Collection<SourcePartition> partitions) {}

  /**
   * Of a flush: how long the calls of this sink or store took, by the name of its target ({@code
   * cassandra:people.users}); failed calls included, the waits before they are made again not. Told
   * before {@link #flushed}, for each target that was called.
   */
  default void stored(SourcePartition partition, String target, Duration took) {}

  /**
   * An element that could not be used, as its letter without the payload; the letter is durable
   * where there is a place for letters. Told before {@link #flushed}, whose report has the counts:
   * in this JVM every letter, of a batch and on Spark the first {@value #LETTERS_OF_A_TASK} of a
   * partition's share, so that what tasks return stays small. A replay tells it again, under the
   * same {@link DeadLetter#id}.
   */
  default void deadLettered(DeadLetter letter) {}

  /**
   * This much is durable now, and not committed yet. On Spark it is a partition's share of a batch,
   * which may take several flushes; {@code took} is the time of all of them.
   */
  default void flushed(SourcePartition partition, RunReport report, Duration took) {}

  /** The source remembers these offsets to go on from. */
  default void committed(Map<SourcePartition, Long> next) {}

  /** The partition begins again at its committed offset, because of this error. */
  default void restarted(SourcePartition partition, RollcallException error) {}

  /**
   * How the run stands: after each round of polling, or batch on Spark, and once when it has ended.
   */
  default void observed(RunStatus status) {}

  /**
   * One that tells both, this one first; what it throws does not keep the other from being told.
   */
  default RunListener and(RunListener other) {
    return new CompositeRunListener(this, other);
  }
}
