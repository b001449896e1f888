package dev.rollcall.core.port;

import java.io.Serializable;
import java.util.List;

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
  List<BatchPart> parts();
}
