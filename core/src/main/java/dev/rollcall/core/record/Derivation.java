package dev.rollcall.core.record;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Computes a column from the others. Called by several threads at once, so it must be threadsafe.
 * Must depend on its arguments only, never on the present time or on chance: a record that is read
 * again must become the same row. A {@code RuntimeException} sends the element to the dead letters.
 */
@FunctionalInterface
public interface Derivation extends Serializable {

  /**
   * The column's value, of its type's Java class, or null. Narrower numbers do where they stay the
   * same number: {@code 0} for an INT64.
   *
   * @param row the element's columns; those derived later are still null
   * @param recordTime the timestamp of the record; null if its source gave it none
   */
  @Nullable Object derive(Row row, @Nullable Instant recordTime);
}
