package dev.rollcall.core.internal.decode;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.rollcall.core.record.Texts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record that stands for a line of a source that could not be read, such as one of a CSV file: it
 * goes the way of the others, so that nothing is missing without a word, and becomes a dead letter
 * of the class {@value #REASON_CLASS} with the reason that was found when the source was read. It
 * is JSON, and the same bytes for the same reason.
 */
public final class UnreadableRecord {

  /** The class of the reason: {@value}. */
  public static final String REASON_CLASS = "bad-line";

  private static final String FIELD = "$rollcall";
  private static final String INNER = "unreadable";
  private static final byte[] BEGIN =
      ("{\"" + FIELD + "\":{\"" + INNER + "\":").getBytes(StandardCharsets.UTF_8);

  /** Longest reason, in characters; more is cut. */
  private static final int MAX_REASON = 500;

  private UnreadableRecord() {}

  /**
   * Such a record.
   *
   * @param reason where, got, expected, remedy; nothing of the content
   */
  public static byte[] record(String reason) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = StrictJson.factory().createGenerator(bytes)) {
      out.writeStartObject();
      out.writeObjectFieldStart(FIELD);
      out.writeStringField(INNER, Texts.printable(reason, MAX_REASON));
      out.writeEndObject();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /** The reason that such a record carries; null of any other record. */
  public static @Nullable String reason(byte[] json) {
    int begin = BEGIN.length;
    if (json.length <= begin || !Arrays.equals(json, 0, begin, BEGIN, 0, begin)) {
      return null;
    }
    try (JsonParser parser = StrictJson.factory().createParser(json)) {
      JsonToken token = parser.nextToken();
      while (token != null && !token.isScalarValue()) {
        token = parser.nextToken();
      }
      String reason = token == JsonToken.VALUE_STRING ? parser.getText() : null;
      JsonToken inner = parser.nextToken();
      JsonToken outer = parser.nextToken();
      boolean ends =
          inner == JsonToken.END_OBJECT
              && outer == JsonToken.END_OBJECT
              && parser.nextToken() == null;
      // whoever writes to a topic can write this too: it is cut and cleaned again
      return reason == null || !ends ? null : Texts.printable(reason, MAX_REASON);
    } catch (IOException e) {
      return null;
    }
  }
}
