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
import dev.rollcall.core.flatten.UnreadableRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Rollcall takes for JSON: RFC 8259 text in valid UTF-8, no duplicate keys, nothing behind the
 * value, and within the limits below. Messages name the place, never the text: it may hold secrets.
 */
public final class StrictJson {

  /** Deepest nesting: {@value}. */
  static final int MAX_DEPTH = 200;

  /** Longest number, in characters: {@value}. */
  public static final int MAX_NUMBER = 128;

  /** Longest string, in characters: {@value}. */
  static final int MAX_STRING = 4_194_304;

  private static final int MAX_NAME = 10_000;
  private static final String MALFORMED = "malformed JSON";

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

  /** Why a record is not strict JSON: what, at which place of it, and more of it. */
  public static final class Refusal extends Exception {
    public final String reasonClass;
    private final @Nullable JsonLocation at;
    private final String detail;

    public Refusal(String reasonClass, String what) {
      this(reasonClass, what, null, "");
    }

    public Refusal(String reasonClass, String what, @Nullable JsonLocation at, String detail) {
      super(what, null, false, false);
      this.reasonClass = reasonClass;
      this.at = at;
      this.detail = detail;
    }

    /** The whole of it, if the record's first line is this one of what it was read from. */
    public String reason(long firstLine) {
      String place =
          at == null || at.getLineNr() < 0
              ? ""
              : " at line %d column %d".formatted(firstLine - 1 + at.getLineNr(), at.getColumnNr());
      return getMessage() + place + (detail.isEmpty() ? "" : ": " + detail);
    }
  }

  /** A parser over the bytes, which are checked to be UTF-8 first. */
  public static JsonParser parser(byte[] json) throws Refusal, IOException {
    ByteFormat format = ByteFormat.of(json);
    if (format != ByteFormat.TEXT) {
      throw new Refusal(format.reasonClass(), format.reason());
    }
    String unreadable = UnreadableRecord.reason(json);
    if (unreadable != null) {
      throw new Refusal(UnreadableRecord.REASON_CLASS, unreadable);
    }
    int start = start(json);
    requireUtf8(json, start);
    return FACTORY.createParser(json, start, json.length - start);
  }

  /** True if the parser stands at a string that itself holds the text of an object or array. */
  public static boolean isJsonText(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return false;
    }
    String text = parser.getText().strip();
    // encoded thrice, it begins with a quote
    return text.length() > 1
        && (text.startsWith("{") && text.endsWith("}")
            || text.startsWith("[") && text.endsWith("]")
            || text.startsWith("\"") && text.endsWith("\""));
  }

  public static JsonFactory factory() {
    return FACTORY;
  }

  /** The error of the parser over these bytes as class and place, without any of the text. */
  public static Refusal refusal(IOException error, byte[] json) {
    if (!(error instanceof JsonProcessingException processing)) {
      return new Refusal("unreadable", "the record cannot be read: " + error.getClass().getName());
    }
    JsonLocation at = processing.getLocation();
    String message = String.valueOf(processing.getOriginalMessage());
    if (processing instanceof StreamConstraintsException) {
      return new Refusal("json-limit", "JSON beyond the limits", at, limit(message));
    }
    if (message.startsWith("Duplicate ")) {
      return new Refusal(
          "duplicate-key", MALFORMED, at, "got a key twice in one object, expected once");
    }
    if (processing instanceof JsonEOFException || at == null) {
      return new Refusal("malformed-json", MALFORMED, at, "the record ends too early");
    }
    JsonMistake mistake = JsonMistake.at(json, start(json) + at.getByteOffset());
    return new Refusal(mistake.reasonClass(), MALFORMED, at, mistake.description());
  }

  /** For a value that stands behind the record's own. */
  public static Refusal several(JsonLocation at) {
    return new Refusal(
        "trailing-content",
        MALFORMED,
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

  /** Where the text begins: behind a byte-order mark. */
  public static int start(byte[] json) {
    boolean mark =
        json.length >= 3
            && json[0] == (byte) 0xEF
            && json[1] == (byte) 0xBB
            && json[2] == (byte) 0xBF;
    return mark ? 3 : 0;
  }

  private static void requireUtf8(byte[] json, int start) throws Refusal {
    boolean ascii = true;
    for (int i = start; i < json.length; i++) {
      if (json[i] <= 0) {
        if (json[i] == 0) {
          throw new Refusal(
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
      throw new Refusal(
          "not-utf-8",
          "not UTF-8 at byte " + bytes.position() + ": expected UTF-8 as RFC 8259 asks");
    }
  }
}
