package dev.rollcall.core.internal.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.internal.mapping.Hexadecimal;

/** Resolves the escapes of JSON strings: RFC 8259, 7. */
final class Escapes {

  private static final String LETTERS = "bfnrt";
  private static final String MEANINGS = "\b\f\n\r\t";

  private Escapes() {}

  /**
   * The string of a text in UTF-8 whose escapes are well-formed; halves of characters may stand
   * alone.
   */
  static String resolved(byte[] json, int from, int to) {
    StringBuilder text = new StringBuilder(to - from);
    int plain = from;
    int at = from;
    while (at < to) {
      if (json[at] != '\\') {
        at++;
        continue;
      }
      text.append(new String(json, plain, at - plain, UTF_8));
      char letter = (char) json[at + 1];
      int meaning = LETTERS.indexOf(letter);
      if (letter == 'u') {
        text.append((char) Hexadecimal.number(json, at + 2, at + 6));
        at += 6;
      } else {
        text.append(meaning < 0 ? letter : MEANINGS.charAt(meaning));
        at += 2;
      }
      plain = at;
    }
    return text.append(new String(json, plain, to - plain, UTF_8)).toString();
  }
}
