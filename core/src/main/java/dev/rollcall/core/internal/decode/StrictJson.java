package dev.rollcall.core.internal.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.rollcall.core.flatten.ByteFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parses JSON strictly: RFC 8259 text in valid UTF-8, no duplicate keys, nothing after the value,
 * and within the limits below. Messages name the place, never the text, which may hold secrets.
 */
public final class StrictJson {

  /** Deepest nesting: {@value}. */
  static final int MAX_DEPTH = 200;

  /** Longest number, in characters: {@value}. */
  public static final int MAX_NUMBER = 128;

  /** Longest string, in characters: {@value}. */
  static final int MAX_STRING = 4_194_304;

  private static final int MAX_NAME = 10_000;
  private static final String MALFORMED_JSON = "malformed JSON";

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

  /** A record is not strict JSON: what is wrong, where, and details. */
  public static final class Malformed extends Exception {
    public final String reasonClass;
    private final @Nullable JsonLocation at;
    private final String detail;

    Malformed(String reasonClass, String what) {
      this(reasonClass, what, null, "");
    }

    Malformed(String reasonClass, String what, @Nullable JsonLocation at, String detail) {
      super(what, null, false, false);
      this.reasonClass = reasonClass;
      this.at = at;
      this.detail = detail;
    }

    /**
     * The whole reason.
     *
     * @param firstLine the line of its file that the record begins in, from 1
     */
    public String reason(long firstLine) {
      String place =
          at == null || at.getLineNr() < 0
              ? ""
              : " at line %d column %d".formatted(firstLine - 1 + at.getLineNr(), at.getColumnNr());
      return getMessage() + place + (detail.isEmpty() ? "" : ": " + detail);
    }
  }

  /** Creates a parser, after checking that the bytes are UTF-8. */
  public static JsonParser parser(byte[] json) throws Malformed, IOException {
    ByteFormat format = ByteFormat.of(json);
    if (format != ByteFormat.TEXT) {
      throw new Malformed(format.reasonClass(), format.reason());
    }
    String unreadable = UnreadableRecord.reason(json);
    if (unreadable != null) {
      throw new Malformed(UnreadableRecord.REASON_CLASS, unreadable);
    }
    int start = start(json);
    requireUtf8(json, start);
    return FACTORY.createParser(json, start, json.length - start);
  }

  /** Whether the current token is a string that contains the JSON of an object or array. */
  static boolean isJsonText(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return false;
    }
    String text = parser.getText().strip();
    // encoded three times, it begins with a quote
    return text.length() > 1
        && (text.startsWith("{") && text.endsWith("}")
            || text.startsWith("[") && text.endsWith("]")
            || text.startsWith("\"") && text.endsWith("\""));
  }

  public static JsonFactory factory() {
    return FACTORY;
  }

  /** Describes a parser's error by class and place, without any of the text. */
  public static Malformed malformed(IOException error, byte[] json) {
    if (!(error instanceof JsonProcessingException processing)) {
      return new Malformed(
          "unreadable", "the record cannot be read: " + error.getClass().getName());
    }
    JsonLocation at = processing.getLocation();
    String message = String.valueOf(processing.getOriginalMessage());
    if (processing instanceof StreamConstraintsException) {
      return new Malformed("json-limit", "JSON beyond the limits", at, limit(message));
    }
    if (message.startsWith("Duplicate ")) {
      return new Malformed(
          "duplicate-key", MALFORMED_JSON, at, "got a key twice in one object, expected once");
    }
    if (processing instanceof JsonEOFException || at == null) {
      return new Malformed("malformed-json", MALFORMED_JSON, at, "the record ends too early");
    }
    JsonMistake mistake = JsonMistake.at(json, start(json) + at.getByteOffset());
    return new Malformed(mistake.reasonClass(), MALFORMED_JSON, at, mistake.description());
  }

  /** A second value follows the record's first. */
  static Malformed several(JsonLocation at) {
    return new Malformed(
        "trailing-content",
        MALFORMED_JSON,
        at,
        "a second value follows the first, expected one per record; send values that are written"
            + " one behind the other (jq, Firehose) one by one");
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

  /** The offset of the text: after a byte-order mark, if there is one. */
  public static int start(byte[] json) {
    boolean mark =
        json.length >= 3
            && json[0] == (byte) 0xEF
            && json[1] == (byte) 0xBB
            && json[2] == (byte) 0xBF;
    return mark ? 3 : 0;
  }

  private static void requireUtf8(byte[] json, int start) throws Malformed {
    boolean ascii = true;
    for (int i = start; i < json.length; i++) {
      if (json[i] <= 0) {
        if (json[i] == 0) {
          throw new Malformed(
              "not-utf-8", "got binary data (byte " + i + " is 0), expected JSON in UTF-8");
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
      throw new Malformed(
          "not-utf-8",
          "not UTF-8 at byte " + bytes.position() + ": expected UTF-8 as RFC 8259 asks");
    }
  }
}
