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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Walks the tokens of one record and fills a {@link ParsedElement} per element. Decodes every
 * string, declared or not, so that no bad escape or oversized text goes unnoticed.
 */
public final class ElementReader {

  /** Receives the elements in the order of their ordinals. */
  public interface Sink {
    /** One object, read to its end; {@code parsed} is reused after the call. */
    void element(ParsedElement parsed);

    /** An object whose elements were passed on; it may be an element itself. */
    void envelope(ParsedElement parsed);

    /** A value that is not an object. */
    void notAnObject(String got);

    /** One object whose items are the rows; both are reused after the call. */
    default void items(ParsedElement parsed, ItemBuffer items) {
      throw new IllegalStateException("a type without items has none");
    }

    /** Where to note undeclared fields of the next object; null if they are not noted. */
    default SeenFields.@Nullable SeenObject seen() {
      return null;
    }

    /** Receives the places of elements; null if nobody needs them. */
    default @Nullable Places places() {
      return null;
    }
  }

  /** Receives the place of an element before the element. */
  interface Places {
    /** Path as {@link Flattener.Place} has it, and offsets within what the parser reads. */
    void at(String path, long from, long to);
  }

  /** What {@link Sink#notAnObject} gets for a string that contains the JSON of an object. */
  public static final String JSON_TEXT = "a JSON text within a JSON string";

  private final PathTrie trie;
  private final List<String> errors;
  private final Sink sink;
  private final @Nullable Places places;

  /** Where undeclared fields of the current object are noted. */
  private SeenFields.@Nullable SeenObject seen;

  public ElementReader(RecordDefinition type, PathTrie trie, Sink sink) {
    this.trie = trie;
    this.errors = type.errors();
    this.sink = sink;
    this.places = sink.places();
  }

  /** Reads the record's one value and requires that nothing follows it. */
  public void read(JsonParser parser) throws IOException, StrictJson.Malformed {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new StrictJson.Malformed(
          "empty", "the record is empty: expected a JSON object or array");
    }
    if (first == JsonToken.START_ARRAY) {
      elements(parser, "$");
    } else {
      element(parser, new ParsedElement(trie), "$");
    }
    if (parser.nextToken() != null) {
      throw StrictJson.several(parser.currentTokenLocation());
    }
  }

  /** Reads the elements of an array after its start; returns their number. */
  private int elements(JsonParser parser, String at) throws IOException {
    ParsedElement parsed = new ParsedElement(trie);
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element(parser, parsed, places == null ? "" : at + "[" + count + "]");
      count++;
    }
    return count;
  }

  private void element(JsonParser parser, ParsedElement parsed, String at) throws IOException {
    long from = places == null ? 0 : parser.currentTokenLocation().getByteOffset();
    seen = sink.seen();
    if (parsed.items != null) {
      seen = parsed.items.seenOfElement(seen);
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      String got = got(parser);
      seen = null;
      value(parser, PathTrie.UNDECLARED, parsed, null, at);
      if (places != null) {
        parser.finishToken();
        places.at(at, from, parser.currentLocation().getByteOffset());
      }
      sink.notAnObject(got);
      return;
    }
    parsed.clear();
    if (trie.root.jsonSlot >= 0) {
      // every field belongs to a column
      seen = null;
      parsed.set(trie.root.jsonSlot, ParsedElement.STRING, captured(parser, trie.root, parsed, at));
    } else {
      fields(parser, trie.root, parsed, null, at);
    }
    if (places != null) {
      places.at(at, from, parser.currentLocation().getByteOffset());
    }
    if (parsed.items != null) {
      long to = places == null ? 0 : parser.currentLocation().getByteOffset();
      items(parsed, parsed.items, places == null ? null : new ItemBuffer.Stand(at, from, to));
    } else if (parsed.envelope) {
      sink.envelope(parsed);
    } else {
      sink.element(parsed);
    }
  }

  private void items(ParsedElement parsed, ItemBuffer items, ItemBuffer.@Nullable Stand element) {
    items.finish(element, parsed.error);
    if (parsed.envelope) {
      sink.envelope(parsed);
    } else {
      sink.items(parsed, items);
    }
  }

  private void fields(
      JsonParser parser,
      PathTrie.Node node,
      ParsedElement parsed,
      @Nullable JsonGenerator echo,
      String at)
      throws IOException {
    SeenFields.SeenObject here = seen;
    if (here != null) {
      here.object();
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      JsonToken token = parser.nextToken();
      PathTrie.Node child = trie.child(node, field);
      if (child == null || echo != null && trie.isSpellingOfSecret(field)) {
        seen = null;
        value(parser, PathTrie.UNDECLARED, parsed, null, at);
        seen = here;
        continue;
      }
      // there are elements only below declared fields
      String below =
          places == null || child == PathTrie.UNDECLARED ? "" : at + "." + FieldPath.written(field);
      if (child.envelope && token == JsonToken.START_ARRAY) {
        if (elements(parser, below) > 0) {
          parsed.envelope = true;
        } else {
          parsed.error = "'" + field + "' is empty";
        }
        seen = here;
        continue;
      }
      if (echo != null) {
        echo.writeFieldName(field);
      }
      if (here != null) {
        seen = here.field(field, token, child == PathTrie.UNDECLARED);
      }
      value(parser, child, parsed, echo, below);
      seen = here;
      if (node == trie.root && token.isScalarValue() && errors.contains(field)) {
        parsed.error = "the source reports an error";
      }
    }
  }

  private void value(
      JsonParser parser,
      PathTrie.Node node,
      ParsedElement parsed,
      @Nullable JsonGenerator echo,
      String at)
      throws IOException {
    if (node.jsonSlot >= 0) {
      seen = null;
      String json = captured(parser, node, parsed, at);
      parsed.set(
          node.jsonSlot, json.equals("null") ? ParsedElement.NULL : ParsedElement.STRING, json);
      if (echo != null) {
        echo.writeRawValue(json);
      }
      return;
    }
    plain(parser, node, parsed, echo, at);
  }

  private String captured(JsonParser parser, PathTrie.Node node, ParsedElement parsed, String at)
      throws IOException {
    SeenFields.SeenObject ofItems = parsed.items == null ? null : parsed.items.seen;
    if (parsed.items != null) {
      // what is in it belongs to a column
      parsed.items.seen = null;
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator echo = StrictJson.factory().createGenerator(text)) {
      plain(parser, node, parsed, echo, at);
    }
    if (parsed.items != null) {
      parsed.items.seen = ofItems;
    }
    return text.toString();
  }

  private void plain(
      JsonParser parser,
      PathTrie.Node node,
      ParsedElement parsed,
      @Nullable JsonGenerator echo,
      String at)
      throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      // an object with declared fields is what the type expects
      if (!node.isObject()) {
        Marks.object(node, parsed);
      }
      int place = node.way == null ? 0 : enter(node.way, parsed);
      if (echo != null) {
        echo.writeStartObject();
      }
      fields(parser, node, parsed, echo, at);
      if (node.way != null) {
        leave(place, parsed);
      }
      if (echo != null) {
        echo.writeEndObject();
      }
    } else if (token == JsonToken.START_ARRAY) {
      seen = null;
      if (echo != null) {
        echo.writeStartArray();
      }
      if (node.way != null || node.selections != null) {
        arrayOfObjects(parser, node, parsed, echo, at);
      } else {
        Marks.array(node, parsed);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          plain(parser, PathTrie.UNDECLARED, parsed, echo, at);
        }
      }
      if (echo != null) {
        echo.writeEndArray();
      }
    } else {
      if (node.way != null && token != JsonToken.VALUE_NULL) {
        misfit(node.way, got(parser), parsed);
      }
      scalar(parser, token, node, parsed, echo);
    }
  }

  private void arrayOfObjects(
      JsonParser parser,
      PathTrie.Node node,
      ParsedElement parsed,
      @Nullable JsonGenerator echo,
      String at)
      throws IOException {
    Marks.structure(node, parsed);
    if (node.way != null) {
      objects(parser, node.way, parsed, echo, at);
    } else if (node.selections != null) {
      selected(parser, node.selections, parsed, echo, at);
    }
  }

  /** Reads the items of an array after its start, or the objects of one on the way to them. */
  private void objects(
      JsonParser parser,
      ItemWays.Way way,
      ParsedElement parsed,
      @Nullable JsonGenerator echo,
      String at)
      throws IOException {
    PathTrie.Node each = way.each();
    ItemBuffer items = parsed.items;
    if (each == null || items == null) {
      misfit(way, "an array", parsed);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        plain(parser, PathTrie.UNDECLARED, parsed, echo, at);
      }
      return;
    }
    int place = items.enter(way);
    items.array();
    for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
      String here = places == null ? "" : at + "[" + index + "]";
      long from = places == null ? 0 : parser.currentTokenLocation().getByteOffset();
      int before = items.rows();
      parsed.clear(ways().slots(way.level()));
      int node = items.open(way, index);
      if (parser.currentToken() == JsonToken.START_OBJECT
          || way.isItems() && ways().takesScalars()) {
        seen = items.seen == null || way.isItems() ? items.seen : items.seen.from(way.step());
        value(parser, each, parsed, echo, here);
        seen = null;
      } else {
        if (way.isItems()) {
          items.refuse(node, got(parser));
        } else {
          items.misfit(way, got(parser) + " in the array");
        }
        plain(parser, PathTrie.UNDECLARED, parsed, echo, here);
      }
      if (places != null) {
        parser.finishToken();
        items.stands(node, here, from, parser.currentLocation().getByteOffset());
      }
      items.close(node, way, before, parsed);
    }
    items.leave(place);
  }

  private ItemWays ways() {
    return Objects.requireNonNull(trie.items);
  }

  /** Goes into an object on the way to the items, if one may be there. */
  private static int enter(ItemWays.Way way, ParsedElement parsed) {
    if (!way.orObject()) {
      misfit(way, "an object", parsed);
    }
    return parsed.items == null ? 0 : parsed.items.enter(way);
  }

  private static void leave(int place, ParsedElement parsed) {
    if (parsed.items != null) {
      parsed.items.leave(place);
    }
  }

  private static void misfit(ItemWays.Way way, String got, ParsedElement parsed) {
    if (parsed.items != null) {
      int before = parsed.items.enter(way);
      parsed.items.misfit(way, got);
      parsed.items.leave(before);
    }
  }

  private static String got(JsonParser parser) throws IOException {
    return StrictJson.isJsonText(parser) ? JSON_TEXT : name(parser.currentToken());
  }

  /** Reads the objects of an array after its start that are told by a field. */
  private void selected(
      JsonParser parser,
      Selections selections,
      ParsedElement parsed,
      @Nullable JsonGenerator echo,
      String at)
      throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        parsed.clear(selections.slots());
        value(parser, selections.each, parsed, echo, at);
        selections.choose(parsed);
      } else {
        plain(parser, PathTrie.UNDECLARED, parsed, echo, at);
      }
    }
  }

  private static void scalar(
      JsonParser parser,
      JsonToken token,
      PathTrie.Node node,
      ParsedElement parsed,
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
      parsed.set(node.slot, kind, parser.getText());
    } else if (kind == ParsedElement.STRING) {
      parser.getTextLength();
    }
    if (kind != ParsedElement.NULL && !node.isScalar() && !node.wrapper && !node.isLeaf()) {
      Marks.unreachable(node, parsed);
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
