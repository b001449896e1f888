package dev.rollcall.core.record;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Makes a text uniform. Called by several threads at once, so it must be threadsafe. Must depend on
 * the text only. A {@code RuntimeException} sends the element to the dead letters.
 */
@FunctionalInterface
public interface TextCleaner extends Serializable {

  /** The text as it should be; null if nothing is left of it. */
  @Nullable String clean(String text);
}
