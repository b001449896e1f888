package dev.rollcall.core.record;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of every row. Called by several threads at once, so it must be threadsafe. Must
 * depend on its arguments only. A {@code RuntimeException} sends the element to the dead letters,
 * as a row that breaks the rule does.
 */
@FunctionalInterface
public interface RowRule extends Serializable {

  /**
   * True if the row is possible. Say yes to a null that the rule is not about: absence is for
   * {@code required(…)} of the record type.
   *
   * @param recordTime the timestamp of the record; null if its source gave it none
   */
  boolean holds(Row row, @Nullable Instant recordTime);
}
