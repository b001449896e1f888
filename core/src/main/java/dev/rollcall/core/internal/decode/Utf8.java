package dev.rollcall.core.internal.decode;

/**
 * Checks the bytes of characters outside ASCII: well-formed as <a
 * href="https://www.rfc-editor.org/rfc/rfc3629">RFC 3629</a> has them, so neither overlong nor half
 * a character of UTF-16.
 */
final class Utf8 {

  private Utf8() {}

  /** Whether these bytes are UTF-8. */
  static boolean isValid(byte[] text, int from, int to) {
    int at = from;
    while (at < to) {
      int first = text[at++];
      if (first >= 0) {
        continue;
      }
      int more = more(first);
      if (more == 0 || to - at < more || !isSecond(first & 0xFF, text[at] & 0xFF)) {
        return false;
      }
      for (int i = 1; i < more; i++) {
        if ((text[at + i] & 0xC0) != 0x80) {
          return false;
        }
      }
      at += more;
    }
    return true;
  }

  /** How many bytes follow this first one; 0 if it begins no character. */
  private static int more(int first) {
    int begin = first & 0xFF;
    if (begin < 0xC2 || begin > 0xF4) {
      return 0;
    }
    return begin < 0xE0 ? 1 : begin < 0xF0 ? 2 : 3;
  }

  /** Whether a second byte may follow a first one. */
  private static boolean isSecond(int first, int second) {
    int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    return second >= lowest && second <= highest;
  }
}
