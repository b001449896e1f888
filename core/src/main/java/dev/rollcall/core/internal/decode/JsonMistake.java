package dev.rollcall.core.internal.decode;

import java.util.stream.Stream;

/**
 * Recognizes common mistakes in JSON, such as single quotes or NaN, from the place where the parser
 * stopped. Shows nothing of the text.
 */
final class JsonMistake {

  private static final String[] NUMBERS = {
    "NaN", "Infinity", "nan", "inf", "NAN", "Inf", "INF", "infinity", "-Infinity", "-inf", "-nan"
  };
  private static final String[] WORDS = {
    "None", "True", "False", "undefined", "NULL", "Null", "TRUE", "FALSE"
  };

  private static final String NO_COMMA =
      "got a further value, expected a comma, a colon or the end before it";

  private static final String BEHIND =
      "got a comma behind the whole value, expected the end; several values go into an array";

  private final byte[] json;

  /** Where the parser stopped. */
  private final int at;

  private JsonMistake(byte[] json, int at) {
    this.json = json;
    this.at = at;
  }

  /** Examines the record around this byte. */
  static JsonMistake at(byte[] json, long offset) {
    return new JsonMistake(json, (int) Math.max(0, Math.min(json.length, offset)));
  }

  /** Short, stable name of the reason. */
  String reasonClass() {
    return isNanOrInfinity() ? "nan-or-infinity" : "malformed-json";
  }

  /** Got and expected. */
  String description() {
    if (isNanOrInfinity()) {
      return "got NaN or Infinity, which JSON does not have; expected a number, or null for none";
    }
    for (String word : WORDS) {
      if (wordBegins(word)) {
        return "got " + word + ", expected null, true or false in small letters";
      }
    }
    return signMistake();
  }

  private boolean isNanOrInfinity() {
    return Stream.of(NUMBERS).anyMatch(number -> wordBegins(number) || wordEnds(number));
  }

  private String signMistake() {
    if (isTypographicQuote()) {
      return "got typographic quotes, expected straight ones";
    }
    int sign = at < json.length ? json[at] : 0;
    byte before = before();
    return switch (sign) {
      case '\'' -> "got single quotes, expected double quotes";
      case '/', '#' -> "got a comment, which JSON does not have";
      case '}', ']' ->
          before == ','
              ? "got a comma before the end of an object or array, expected none there"
              : other();
      case ',' -> before == ',' ? "got two commas, expected one" : before == '}' ? BEHIND : other();
      case '"', '{', '[' -> before == 0 || ",:[{".indexOf(before) >= 0 ? other() : NO_COMMA;
      case '<' -> before == 0 ? "got HTML or XML, expected JSON" : other();
      case '\n', '\r', '\t' ->
          "got a line break or tab, expected it written as \\n, \\r or \\t within a string";
      default -> other();
    };
  }

  /** U+2018 to U+201F; the parser stops within it. */
  private boolean isTypographicQuote() {
    for (int i = Math.max(0, at - 2); i <= at && i + 2 < json.length; i++) {
      if (json[i] == (byte) 0xE2 && json[i + 1] == (byte) 0x80 && (json[i + 2] & 0xF8) == 0x98) {
        return true;
      }
    }
    return false;
  }

  private static String other() {
    return "got an unexpected character or token";
  }

  /** The last byte before the place that is not white space; 0 if there is none. */
  private byte before() {
    for (int i = at - 1; i >= 0; i--) {
      if (" \t\r\n".indexOf(json[i]) < 0) {
        return json[i];
      }
    }
    return 0;
  }

  private boolean wordBegins(String word) {
    return isAt(word, at) && !isLetter(at + word.length()) && !isLetter(at - 1);
  }

  private boolean wordEnds(String word) {
    int start = at - word.length();
    return isAt(word, start) && !isLetter(at) && !isLetter(start - 1);
  }

  private boolean isAt(String word, int start) {
    if (start < 0 || start + word.length() > json.length) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (json[start + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isLetter(int place) {
    return place >= 0 && place < json.length && Character.isLetterOrDigit(json[place]);
  }
}
