package dev.rollcall.cli.console;

import dev.rollcall.core.record.Utf8Sink;
import org.jspecify.annotations.Nullable;

/** The values of a row that is written, by the places of their columns, from 0. */
@FunctionalInterface
public interface Cells {

  /** The value at a place; null if there is none. */
  @Nullable Object get(int place);

  /**
   * Passes on a text as bytes if they are at hand; else false, and {@link #get} gives the value.
   */
  default boolean passUtf8(int place, Utf8Sink to) {
    return false;
  }
}
