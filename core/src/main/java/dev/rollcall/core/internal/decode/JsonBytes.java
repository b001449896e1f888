package dev.rollcall.core.internal.decode;

import static dev.rollcall.core.internal.mapping.ByteWords.HIGHEST;
import static dev.rollcall.core.internal.mapping.ByteWords.LOWEST;

import dev.rollcall.core.internal.decode.FastReader.NotUsual;
import dev.rollcall.core.internal.mapping.ByteWords;
import dev.rollcall.core.internal.mapping.Hexadecimal;
import dev.rollcall.core.internal.row.Slice;

/**
 * The bytes of a record, and where its tokens end: the grammar of <a
 * href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a> below objects and arrays. Each method
 * takes the place at which a token begins and returns the one behind it. What is no JSON, or longer
 * than usual, is {@link NotUsual}; what ends too early is an {@link IndexOutOfBoundsException}. Not
 * threadsafe.
 */
final class JsonBytes {

  /** Longest number and string, in bytes: less than the reference takes. */
  private static final int MAX_NUMBER = 100;

  private static final int MAX_STRING = 1 << 20;

  /** A line of the processor's cache, and how much of a record is touched at its beginning. */
  private static final int LINE = 64;

  private static final int MAX_TOUCHED = 4_096;

  private byte[] json = {};

  /** The last place at which eight bytes can be read at once. */
  private int lastWord;

  private int form;
  private int looseness;

  /** Written so that the bytes are read that it is made of. */
  private int touched;

  /**
   * Begins a record. Touches its memory first, all of it at once: a walk that waits for one line
   * after the other takes a tenth longer.
   */
  void of(byte[] record) {
    json = record;
    int seen = 0;
    int most = Math.min(record.length, MAX_TOUCHED);
    for (int at = 0; at < most; at += LINE) {
      seen |= record[at];
    }
    touched = seen;
    lastWord = record.length - 8;
  }

  /** What the string has that was read last: one of the forms of {@link Slice}. */
  int form() {
    return form;
  }

  /** How often there was what JSON does not need so far: spaces, escapes. */
  int looseness() {
    return looseness;
  }

  /** Requires that a word goes on like this behind its first letter. */
  int word(int from, String word) {
    for (int i = 1; i < word.length(); i++) {
      require(from + i, word.charAt(i));
    }
    return from + word.length();
  }

  /** The end of a number: RFC 8259, 6. What follows it, whoever reads on has to check. */
  int number(int from) {
    int at = json[from] == '-' ? from + 1 : from;
    int whole = at;
    at = digits(at);
    if (json[whole] == '0' && at > whole + 1) {
      throw NotUsual.NOT_USUAL;
    }
    if (json[at] == '.') {
      at = digits(at + 1);
    }
    if (json[at] == 'e' || json[at] == 'E') {
      at++;
      at = digits(json[at] == '-' || json[at] == '+' ? at + 1 : at);
    }
    if (at - from > MAX_NUMBER) {
      throw NotUsual.NOT_USUAL;
    }
    return at;
  }

  /** The end of digits, of which there must be one at least. */
  private int digits(int from) {
    int at = from;
    while (json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw NotUsual.NOT_USUAL;
    }
    return at;
  }

  void require(int place, char expected) {
    if (json[place] != expected) {
      throw NotUsual.NOT_USUAL;
    }
  }

  int spaces(int from) {
    return json[from] > ' ' ? from : behindSpaces(from);
  }

  private int behindSpaces(int from) {
    looseness++;
    int at = from;
    while (at < json.length
        && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
      at++;
    }
    return at;
  }

  /**
   * The place of the quote that ends a string; {@link #form} then says what the string has. Eight
   * bytes at once are searched for a quote, a backslash or a control character: a byte is none of
   * them unless subtracting from it borrows, and the lowest such byte is one for certain.
   */
  int string(int from) {
    long bits = 0;
    boolean isEscaped = false;
    int at = from;
    while (true) {
      int found;
      if (at <= lastWord) {
        long word = (long) ByteWords.WORD.get(json, at);
        // a quote and 2 differ from a space and 0 as little as a control character does
        long ends =
            ((word ^ LOWEST * 2) - LOWEST * 0x21 | (word ^ LOWEST * '\\') - LOWEST)
                & ~word
                & HIGHEST;
        if (ends == 0) {
          bits |= word;
          at += 8;
          continue;
        }
        found = ByteWords.lowest(ends);
        bits |= word & ~(-1L << 8 * found);
      } else {
        found = 0;
        byte next = json[at];
        if (next != '"' && next != '\\' && (next >= ' ' || next < 0)) {
          bits |= next;
          at++;
          continue;
        }
      }
      at += found;
      if (json[at] == '"') {
        break;
      }
      at = escape(at);
      isEscaped = true;
    }
    if (at - from > MAX_STRING) {
      throw NotUsual.NOT_USUAL;
    }
    boolean isAscii = (bits & HIGHEST) == 0;
    if (!isAscii && !Utf8.isValid(json, from, at)) {
      throw NotUsual.NOT_USUAL;
    }
    if (isEscaped) {
      looseness++;
    }
    form = isEscaped ? Slice.ESCAPED : isAscii ? Slice.ASCII : Slice.UNICODE;
    return at;
  }

  /** The place behind an escape. */
  private int escape(int from) {
    require(from, '\\');
    switch (json[from + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
        return from + 2;
      case 'u':
        if (Hexadecimal.number(json, from + 2, from + 6) < 0) {
          throw NotUsual.NOT_USUAL;
        }
        return from + 6;
      default:
        throw NotUsual.NOT_USUAL;
    }
  }
}
