package dev.rollcall.core.flatten;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What Rollcall takes for JSON: RFC 8259 text in valid UTF-8, no duplicate keys, nothing behind the
 * value, and within the limits below. Messages name the place, never the text: it may hold secrets.
 */
final class StrictJson {

  /** Deepest nesting: {@value}. */
  static final int MAX_DEPTH = 200;

  /** Longest number, in characters: {@value}. */
  static final int MAX_NUMBER = 128;

  /** Longest string, in characters: {@value}. */
  static final int MAX_STRING = 4_194_304;

  private static final int MAX_NAME = 10_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER)
                  .maxStringLength(MAX_STRING)
                  .maxNameLength(MAX_NAME)
                  .build())
          .build();

  private StrictJson() {}

  /** Why a record is not strict JSON. */
  static final class Refusal extends Exception {
    final String reasonClass;

    Refusal(String reasonClass, String message) {
      super(message, null, false, false);
      this.reasonClass = reasonClass;
    }
  }

  /** A parser over the bytes, which are checked to be UTF-8 first. */
  static JsonParser parser(byte[] json) throws Refusal, IOException {
    int start = hasByteOrderMark(json) ? 3 : 0;
    requireUtf8(json, start);
    return FACTORY.createParser(json, start, json.length - start);
  }

  static JsonFactory factory() {
    return FACTORY;
  }

  /** The error of the parser as class and place, without any of the text. */
  static Refusal refusal(IOException error) {
    if (!(error instanceof JsonProcessingException json)) {
      return new Refusal("unreadable", "the record cannot be read: " + error.getClass().getName());
    }
    String at = place(json.getLocation());
    String message = String.valueOf(json.getOriginalMessage());
    if (json instanceof StreamConstraintsException) {
      return new Refusal("json-limit", "JSON beyond the limits" + at + ": " + limit(message));
    }
    if (message.startsWith("Duplicate ")) {
      return new Refusal(
          "duplicate-key",
          "malformed JSON" + at + ": got a key twice in one object, expected once");
    }
    if (json instanceof JsonEOFException) {
      return new Refusal("malformed-json", "malformed JSON" + at + ": the record ends too early");
    }
    return new Refusal("malformed-json", "malformed JSON" + at + ": unexpected character or token");
  }

  private static String limit(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("depth")) {
      return "expected at most " + MAX_DEPTH + " levels of nesting";
    }
    if (lower.contains("number")) {
      return "expected numbers of at most " + MAX_NUMBER + " characters";
    }
    if (lower.contains("name")) {
      return "expected names of at most " + MAX_NAME + " characters";
    }
    return "expected strings of at most " + MAX_STRING + " characters";
  }

  private static String place(JsonLocation at) {
    if (at == null || at.getLineNr() < 0) {
      return "";
    }
    return " at line " + at.getLineNr() + " column " + at.getColumnNr();
  }

  static boolean hasByteOrderMark(byte[] json) {
    return json.length >= 3
        && json[0] == (byte) 0xEF
        && json[1] == (byte) 0xBB
        && json[2] == (byte) 0xBF;
  }

  private static void requireUtf8(byte[] json, int start) throws Refusal {
    boolean ascii = true;
    for (int i = start; i < json.length; i++) {
      if (json[i] <= 0) {
        if (json[i] == 0) {
          throw new Refusal("not-utf-8", "not JSON text: byte " + i + " is 0, expected UTF-8");
        }
        ascii = false;
      }
    }
    if (ascii) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(json, start, json.length - start);
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(bytes);
    } catch (CharacterCodingException e) {
      throw new Refusal(
          "not-utf-8",
          "not UTF-8 at byte " + bytes.position() + ": expected UTF-8 as RFC 8259 asks");
    }
  }
}
