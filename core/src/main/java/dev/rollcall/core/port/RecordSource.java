package dev.rollcall.core.port;

import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hands out records, partition by partition, and remembers how far they were processed.
 *
 * <p><b>Guarantee.</b> After a start the first record of a partition is the one at its committed
 * position, or the first of the log if there is none. A record that was not committed comes again.
 *
 * <p><b>Ordering.</b> Within a partition by rising offset; between partitions none.
 *
 * <p><b>Threading.</b> One thread calls all methods; the listener is called on it, inside {@link
 * #poll} or {@link #close}.
 *
 * <p><b>Idempotence.</b> Committing the same position again changes nothing.
 *
 * <p><b>Failure.</b> {@link dev.rollcall.core.error.TransientException}: call again. {@link
 * dev.rollcall.core.error.FatalException}: the run cannot go on.
 */
public interface RecordSource extends AutoCloseable {

  /** Begins; the listener is told which partitions are ours. */
  void subscribe(Assignment listener);

  /** The next records, or none if there are none within the time. */
  List<SourceRecord> poll(Duration atMost);

  /**
   * Remembers for each partition the offset to go on from (the last processed one, plus 1).
   * Partitions that are not ours any more are passed over.
   */
  void commit(Map<SourcePartition, Long> next);

  /** Records not yet handed out, of the assigned partitions; 0 means caught up. */
  long lag();

  /**
   * The offset that the next record of an assigned partition will get. Asked when a store holds an
   * offset that this run has not seen, which must be below it.
   */
  long end(SourcePartition partition);

  /**
   * Whether the next record of a partition is the first that its log has: nothing that is still
   * there was read before. Asked in {@link Assignment#assigned}, of its partitions, by pipelines
   * that rebuild aggregates. Default: false, which refuses the rebuild.
   */
  default boolean isAtStart(SourcePartition partition) {
    return false;
  }

  /** From now on {@link #poll} hands out nothing of these; it is to be called all the same. */
  void pause(Collection<SourcePartition> partitions);

  /** Takes {@link #pause} back; partitions that are not paused, or not ours, are passed over. */
  void resume(Collection<SourcePartition> partitions);

  /** Hands out the records of these again, from their committed positions on. */
  void rewind(Collection<SourcePartition> partitions);

  @Override
  void close();

  /** Told of the partitions that come and go. */
  interface Assignment {
    /**
     * These are ours from now on, in addition to those we have; told once at least, with none if
     * there are none for us.
     */
    void assigned(Collection<SourcePartition> partitions);

    /** These go to another worker after this call: flush and commit now. */
    void revoked(Collection<SourcePartition> partitions);

    /** These went to another worker already: drop what is in flight, commit nothing. */
    void lost(Collection<SourcePartition> partitions);
  }

  /** Describes a source of records; no connection. Immutable. */
  interface Origin {

    /** For messages: {@code kafka:users}. */
    String name();

    /**
     * The same without what the pipeline that reads it writes itself, for sources that are found by
     * a pattern. Default: this one.
     *
     * @param targets the names of the pipeline's targets, such as {@code kafka:letters}
     */
    default Origin without(Set<String> targets) {
      return this;
    }

    /**
     * The live source, not yet subscribed.
     *
     * @throws dev.rollcall.core.error.ConfigurationException if there is no such source
     */
    RecordSource open();
  }
}
