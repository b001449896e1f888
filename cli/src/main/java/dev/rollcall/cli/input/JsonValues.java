package dev.rollcall.cli.input;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits a text that holds several JSON objects or arrays one behind the other, as {@code jq} and
 * Firehose write them. Anything else behind the last is left to it, so that strict reading refuses
 * it.
 */
final class JsonValues {

  /**
   * One of them.
   *
   * @param json as it stands in the text
   * @param line the line of the text that it begins in, from 0
   */
  record Value(byte[] json, long line) {}

  /** White space, and the mark between texts of RFC 7464. */
  private static final String BETWEEN = " \t\r\n\u001e";

  private JsonValues() {}

  /** The values in their order; the whole text if it is not several of them. */
  static List<Value> of(byte[] text) {
    if (!mayBeSeveral(text)) {
      return List.of(new Value(text, 0));
    }
    List<Value> values = new ArrayList<>();
    int line = 0;
    int at = next(text, hasMark(text) ? 3 : 0);
    int counted = 0;
    while (at < text.length) {
      int end = end(text, at);
      int next = next(text, end);
      if (next < text.length && text[next] != '{' && text[next] != '[') {
        end = text.length;
        next = end;
      }
      line += lines(text, counted, at);
      counted = at;
      values.add(new Value(Arrays.copyOfRange(text, at, end), line));
      at = next;
    }
    return values.size() > 1 ? values : List.of(new Value(text, 0));
  }

  /** In one value, no bracket opens right behind one that closed, unless it is in a string. */
  private static boolean mayBeSeveral(byte[] text) {
    byte last = 0;
    for (byte b : text) {
      if ((b == '{' || b == '[') && (last == '}' || last == ']')) {
        return true;
      }
      if (b > ' ' || b < 0) {
        last = b;
      }
    }
    return false;
  }

  private static boolean hasMark(byte[] text) {
    return text.length > 2 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB;
  }

  private static int next(byte[] text, int from) {
    int at = from;
    while (at < text.length && BETWEEN.indexOf(text[at]) >= 0) {
      at++;
    }
    return at;
  }

  /** Behind the object or array that begins there; the end of the text if it is broken. */
  private static int end(byte[] text, int at) {
    try (JsonParser parser = JsonShape.FACTORY.createParser(text, at, text.length - at)) {
      if (parser.nextToken() == null || !parser.currentToken().isStructStart()) {
        return text.length;
      }
      parser.skipChildren();
      return parser.currentToken().isStructEnd()
          ? at + (int) parser.currentLocation().getByteOffset()
          : text.length;
    } catch (IOException e) {
      return text.length;
    }
  }

  private static int lines(byte[] text, int from, int to) {
    int lines = 0;
    for (int i = from; i < to; i++) {
      lines += text[i] == '\n' ? 1 : 0;
    }
    return lines;
  }
}
