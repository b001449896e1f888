package dev.rollcall.core.pipeline;

import dev.rollcall.core.record.Row;
import java.io.Serializable;

/**
 * Which rows go on. Called by several threads at once, so it must be threadsafe. Must depend on the
 * row only. A {@code RuntimeException} sends the element to the dead letters.
 */
@FunctionalInterface
public interface RowPredicate extends Serializable {

  /** True if the row goes on; false counts it as filtered. */
  boolean test(Row row);
}
