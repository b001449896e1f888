package dev.rollcall.core.internal.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.RecordType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes the bytes of one element out of a record as the releases counted that wrote letters of form
 * 1, so that such a letter never sends a neighbour that was counted: an envelope was an array right
 * in the record or in an element of its array, and an object that held one was no element, even
 * with a key of its own. Never changed. Threadsafe.
 */
public final class FormerElementBytes {

  /** The counting of then did not tell where the elements stand. */
  private static final class Unsure extends IOException {}

  private final Set<String> envelopes;

  /** For records of this type. */
  public FormerElementBytes(RecordType type) {
    this.envelopes =
        RecordDefinition.of(type).envelopes().stream()
            // a dot was part of a name
            .map(path -> String.join(".", path))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The element as it stands in the record. A record of one element, a malformed one included,
   * comes back whole and unchanged.
   *
   * @return nothing if there is no such element, or if its place cannot be told for sure
   */
  public Optional<byte[]> find(byte[] json, int ordinal) {
    List<byte[]> elements = new ArrayList<>();
    try {
      split(json, elements);
    } catch (Unsure e) {
      return Optional.empty();
    } catch (StrictJson.Malformed | IOException e) {
      elements.clear();
    }
    if (elements.size() <= 1) {
      return ordinal == 0 ? Optional.of(json) : Optional.empty();
    }
    return ordinal < 0 || ordinal >= elements.size()
        ? Optional.empty()
        : Optional.of(elements.get(ordinal));
  }

  private void split(byte[] json, List<byte[]> elements) throws StrictJson.Malformed, IOException {
    int shift = StrictJson.start(json);
    try (JsonParser parser = StrictJson.parser(json)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY || first == JsonToken.START_OBJECT) {
        element(parser, first, json, shift, elements);
      }
      if (parser.nextToken() != null) {
        elements.clear();
      }
    }
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
    boolean lastIsEmpty = false;
    if (token == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        if (parser.nextToken() == JsonToken.START_ARRAY && envelopes.contains(field)) {
          int found = elements.size();
          element(parser, JsonToken.START_ARRAY, json, shift, elements);
          lastIsEmpty = elements.size() == found;
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
    } else if (lastIsEmpty) {
      // the object counted then, behind its elements, as an envelope without any
      throw new Unsure();
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
      elements.add(ElementBytes.alone(json, start, end));
      return;
    }
    element(parser, token, json, shift, elements);
  }
}
