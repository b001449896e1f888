package dev.rollcall.core.port;

import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;

/**
 * A serializable description of a bounded set of records without offsets of their own, such as the
 * rows that a store holds of one day: what a batch is computed from.
 */
public interface BatchOrigin extends Serializable {

  /** Short, for messages: {@code cassandra:batch_keyspace.raw_users[2026-11-21]}. */
  String name();

  /**
   * The parts that hold each record once; may be read in parallel and in other processes.
   *
   * @throws dev.rollcall.core.error.ConfigurationException if the store has no such records
   * @throws dev.rollcall.core.error.TransientException if the store does not answer
   */
  List<Part> parts();

  /**
   * A part of a {@link BatchOrigin}.
   *
   * <p><b>Ordering.</b> Records come in the same order at each reading as long as the store's
   * content is the same; their offsets are their places in it, from 0.
   *
   * <p><b>Threading.</b> Immutable; several may be read at once.
   *
   * <p><b>Failure.</b> {@link dev.rollcall.core.error.TransientException}: read the part again,
   * from the start. {@link dev.rollcall.core.error.FatalException}: the run cannot go on.
   */
  interface Part extends Serializable {

    /** Names the part in dead letters and messages; the same at each reading. */
    SourcePartition partition();

    /** Hands over every record, in order. */
    void read(Consumer<SourceRecord> action);
  }
}
