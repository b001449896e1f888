package dev.rollcall.core.internal.process;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.internal.accumulator.Accumulators;
import dev.rollcall.core.record.SourcePartition;

/**
 * What one partition adds to one document: what it has above the offset that the document holds of
 * it. A delta is never merged with another one and kept: it is added anew to each document that is
 * read. Not threadsafe.
 */
sealed interface Delta permits RowDelta, StateDelta {

  AggregateKey key();

  SourcePartition partition();

  /**
   * Begins where a document is that holds the partition up to this offset; false if the document
   * holds all of it.
   */
  boolean rebase(long offset);

  /** The offset that it was last rebased on. */
  long base();

  /** The offset of the partition in a document that holds it. */
  long end();

  /** Adds what is above the base. */
  void addTo(Accumulators document);

  /** The document holds it now. */
  void stored();
}
