package dev.rollcall.core.flatten;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.rollcall.core.record.RecordType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes an envelope or an array apart into the bytes of its elements, unchanged, so that a producer
 * can send each as a record of its own. What cannot be taken apart (malformed JSON, an error
 * report, an envelope without elements) stays whole, and becomes a dead letter where it is read.
 * Threadsafe.
 */
public final class RecordSplitter {

  private final List<String> envelopes;

  /** For records of this type. */
  public RecordSplitter(RecordType type) {
    this.envelopes = type.envelopes();
  }

  /** The elements in their order; at least one. */
  public List<byte[]> split(byte[] json) {
    List<byte[]> elements = new ArrayList<>();
    int shift = json.length >= 3 && json[0] == (byte) 0xEF ? 3 : 0;
    try (JsonParser parser = StrictJson.parser(json)) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_ARRAY && first != JsonToken.START_OBJECT) {
        return List.of(json);
      }
      element(parser, first, json, shift, elements);
      if (parser.nextToken() != null) {
        return List.of(json);
      }
    } catch (StrictJson.Refusal | IOException e) {
      return List.of(json);
    }
    return elements.isEmpty() ? List.of(json) : elements;
  }

  /** An array gives its elements, an envelope those of its array, anything else itself. */
  private void element(
      JsonParser parser, JsonToken token, byte[] json, int shift, List<byte[]> elements)
      throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset() + shift;
    if (token == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        object(parser, json, shift, elements);
      }
      return;
    }
    int before = elements.size();
    if (token == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        if (parser.nextToken() == JsonToken.START_ARRAY && envelopes.contains(field)) {
          element(parser, JsonToken.START_ARRAY, json, shift, elements);
        } else {
          parser.skipChildren();
        }
      }
    } else {
      parser.finishToken();
    }
    if (elements.size() == before) {
      int end = (int) parser.currentLocation().getByteOffset() + shift;
      elements.add(Arrays.copyOfRange(json, start, end));
    }
  }

  /** An element of an array: what is not an object stays as it is. */
  private void object(JsonParser parser, byte[] json, int shift, List<byte[]> elements)
      throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_ARRAY) {
      int start = (int) parser.currentTokenLocation().getByteOffset() + shift;
      parser.skipChildren();
      int end = (int) parser.currentLocation().getByteOffset() + shift;
      // alone it would be taken for an array of elements: keep it one, and unusable
      byte[] wrapped = new byte[end - start + 2];
      wrapped[0] = '[';
      System.arraycopy(json, start, wrapped, 1, end - start);
      wrapped[wrapped.length - 1] = ']';
      elements.add(wrapped);
      return;
    }
    element(parser, token, json, shift, elements);
  }
}
