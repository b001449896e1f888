package dev.rollcall.mongo;

import java.nio.charset.StandardCharsets;

/**
 * Text that UTF-8 can hold, and so BSON: one half of a surrogate pair has no bytes, and the driver
 * would store another text than the one that was read. Threadsafe.
 */
final class Texts {

  private static final int REPLACEMENT = 0xFFFD;

  private Texts() {}

  static boolean isWellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** The text with U+FFFD for each half of a pair. */
  static String wellFormed(String text) {
    return isWellFormed(text)
        ? text
        : text.codePoints()
            .map(each -> Character.getType(each) == Character.SURROGATE ? REPLACEMENT : each)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }
}
