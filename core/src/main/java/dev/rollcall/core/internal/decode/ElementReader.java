package dev.rollcall.core.internal.decode;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.internal.mapping.FieldPath;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the tokens of one record and fills {@link ParsedElement}, one element after the other.
 * Every string is decoded, wanted or not, so that a bad escape or an endless text is never passed
 * over.
 */
public final class ElementReader {

  /** Receives what was read, in the order of the elements' ordinals. */
  public interface Sink {
    /** One object, read to its end; the slots are the sink's until it returns. */
    void element(ParsedElement slots);

    /** An object that held elements, which the sink has; it may be an element of its own. */
    void envelope(ParsedElement slots);

    /** Something in place of an object. */
    void notAnObject(String got);

    /** Names of fields that nothing is wanted of; null if they are not looked at. */
    default SeenFields.@Nullable Place seen() {
      return null;
    }

    /** Where what is told next stands; only asked for where it is wanted. */
    default @Nullable Places places() {
      return null;
    }
  }

  /** Told where an element stands before it is told. */
  interface Places {
    /** Path as {@link Flattener.Place} has it, and offsets within what the parser reads. */
    void at(String path, long from, long to);
  }

  /** In place of an object: the text of one. */
  public static final String JSON_TEXT = "a JSON text within a JSON string";

  private final PathTrie trie;
  private final List<String> errors;
  private final Sink sink;
  private final @Nullable Places places;

  /** The object being read, if unknown names are noted. */
  private SeenFields.@Nullable Place seen;

  public ElementReader(RecordDefinition type, PathTrie trie, Sink sink) {
    this.trie = trie;
    this.errors = type.errors();
    this.sink = sink;
    this.places = sink.places();
  }

  /** Reads the record's one value and requires that nothing follows it. */
  public void read(JsonParser parser) throws IOException, StrictJson.Refusal {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new StrictJson.Refusal("empty", "the record is empty: expected a JSON object or array");
    }
    if (first == JsonToken.START_ARRAY) {
      elements(parser, "$");
    } else {
      element(parser, new ParsedElement(trie.size()), "$");
    }
    if (parser.nextToken() != null) {
      throw StrictJson.several(parser.currentTokenLocation());
    }
  }

  /** The elements of an array whose start was read; returns how many there were. */
  private int elements(JsonParser parser, String at) throws IOException {
    ParsedElement slots = new ParsedElement(trie.size());
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element(parser, slots, places == null ? "" : at + "[" + count + "]");
      count++;
    }
    return count;
  }

  private void element(JsonParser parser, ParsedElement slots, String at) throws IOException {
    long from = places == null ? 0 : parser.currentTokenLocation().getByteOffset();
    seen = sink.seen();
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      String got = StrictJson.isJsonText(parser) ? JSON_TEXT : name(parser.currentToken());
      seen = null;
      value(parser, PathTrie.NOTHING, slots, null, at);
      if (places != null) {
        parser.finishToken();
        places.at(at, from, parser.currentLocation().getByteOffset());
      }
      sink.notAnObject(got);
      return;
    }
    slots.clear();
    if (trie.root.jsonSlot >= 0) {
      // every field is taken
      seen = null;
      slots.set(trie.root.jsonSlot, ParsedElement.STRING, captured(parser, trie.root, slots, at));
    } else {
      fields(parser, trie.root, slots, null, at);
    }
    if (places != null) {
      places.at(at, from, parser.currentLocation().getByteOffset());
    }
    if (slots.envelope) {
      sink.envelope(slots);
    } else {
      sink.element(slots);
    }
  }

  private void fields(
      JsonParser parser,
      PathTrie.Node node,
      ParsedElement slots,
      @Nullable JsonGenerator echo,
      String at)
      throws IOException {
    SeenFields.Place here = seen;
    if (here != null) {
      here.object();
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      JsonToken token = parser.nextToken();
      PathTrie.Node child = trie.child(node, field);
      if (child == null || echo != null && trie.isSpellingOfSecret(field)) {
        seen = null;
        value(parser, PathTrie.NOTHING, slots, null, at);
        seen = here;
        continue;
      }
      // only where something is wanted can there be elements
      String below =
          places == null || child == PathTrie.NOTHING ? "" : at + "." + FieldPath.written(field);
      if (child.envelope && token == JsonToken.START_ARRAY) {
        if (elements(parser, below) > 0) {
          slots.envelope = true;
        } else {
          slots.error = "'" + field + "' is empty";
        }
        seen = here;
        continue;
      }
      if (echo != null) {
        echo.writeFieldName(field);
      }
      if (here != null) {
        seen = here.field(field, token, child == PathTrie.NOTHING);
      }
      value(parser, child, slots, echo, below);
      seen = here;
      if (node == trie.root && token.isScalarValue() && errors.contains(field)) {
        slots.error = "the source reports an error";
      }
    }
  }

  private void value(
      JsonParser parser,
      PathTrie.Node node,
      ParsedElement slots,
      @Nullable JsonGenerator echo,
      String at)
      throws IOException {
    if (node.jsonSlot >= 0) {
      seen = null;
      String json = captured(parser, node, slots, at);
      slots.set(
          node.jsonSlot, json.equals("null") ? ParsedElement.NULL : ParsedElement.STRING, json);
      if (echo != null) {
        echo.writeRawValue(json);
      }
      return;
    }
    plain(parser, node, slots, echo, at);
  }

  private String captured(JsonParser parser, PathTrie.Node node, ParsedElement slots, String at)
      throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator echo = StrictJson.factory().createGenerator(text)) {
      plain(parser, node, slots, echo, at);
    }
    return text.toString();
  }

  private void plain(
      JsonParser parser,
      PathTrie.Node node,
      ParsedElement slots,
      @Nullable JsonGenerator echo,
      String at)
      throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      // an object where other columns have their places is what the type expects
      if (node.children.isEmpty()) {
        structure(node, slots);
      }
      if (echo != null) {
        echo.writeStartObject();
      }
      fields(parser, node, slots, echo, at);
      if (echo != null) {
        echo.writeEndObject();
      }
    } else if (token == JsonToken.START_ARRAY) {
      array(node, slots);
      seen = null;
      if (echo != null) {
        echo.writeStartArray();
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        plain(parser, PathTrie.NOTHING, slots, echo, at);
      }
      if (echo != null) {
        echo.writeEndArray();
      }
    } else {
      scalar(parser, token, node, slots, echo);
    }
  }

  private static void structure(PathTrie.Node node, ParsedElement slots) {
    if (node.slot >= 0) {
      slots.set(node.slot, ParsedElement.STRUCTURE, null);
    }
  }

  /** What is wanted below an array cannot be reached: that is said, not passed over. */
  private static void array(PathTrie.Node node, ParsedElement slots) {
    structure(node, slots);
    if (node.wrapper) {
      // just another field
      return;
    }
    for (PathTrie.Node child : node.children.values()) {
      if (child.jsonSlot >= 0) {
        slots.set(child.jsonSlot, ParsedElement.STRUCTURE, null);
      }
      array(child, slots);
    }
  }

  /** The same below a scalar, where only objects are expected. */
  private static void unreachable(PathTrie.Node node, ParsedElement slots) {
    for (PathTrie.Node child : node.children.values()) {
      if (child.slot >= 0) {
        slots.setUnreachable(child.slot);
      }
      if (child.jsonSlot >= 0) {
        slots.setUnreachable(child.jsonSlot);
      }
      unreachable(child, slots);
    }
  }

  private static void scalar(
      JsonParser parser,
      JsonToken token,
      PathTrie.Node node,
      ParsedElement slots,
      @Nullable JsonGenerator echo)
      throws IOException {
    byte kind =
        switch (token) {
          case VALUE_STRING -> ParsedElement.STRING;
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> ParsedElement.NUMBER;
          case VALUE_TRUE, VALUE_FALSE -> ParsedElement.BOOLEAN;
          default -> ParsedElement.NULL;
        };
    if (node.slot >= 0) {
      slots.set(node.slot, kind, parser.getText());
    } else {
      if (kind == ParsedElement.STRING) {
        parser.getTextLength();
      }
      if (kind != ParsedElement.NULL && !node.wrapper && !node.children.isEmpty()) {
        unreachable(node, slots);
      }
    }
    if (echo != null) {
      switch (kind) {
        case ParsedElement.STRING -> echo.writeString(parser.getText());
        case ParsedElement.NUMBER -> echo.writeNumber(parser.getText());
        case ParsedElement.BOOLEAN -> echo.writeBoolean(token == JsonToken.VALUE_TRUE);
        default -> echo.writeNull();
      }
    }
  }

  private static String name(JsonToken token) {
    return switch (token) {
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      default -> "null";
    };
  }
}
