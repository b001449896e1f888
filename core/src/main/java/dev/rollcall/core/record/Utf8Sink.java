package dev.rollcall.core.record;

/** Receives a text as bytes. */
@FunctionalInterface
public interface Utf8Sink {

  /**
   * The text, in UTF-8.
   *
   * @param bytes in which it stands: not to be changed, nor kept
   */
  void text(byte[] bytes, int from, int length);
}
