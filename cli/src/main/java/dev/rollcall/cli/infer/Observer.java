package dev.rollcall.cli.infer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Reads JSON values into a tree of {@link Field}s, token by token. Not threadsafe. */
final class Observer {

  /** Below this nothing is looked at: deeper objects are JSON columns. */
  static final int DEPTH = 12;

  /** With the limits of decoding, so that what is looked at is what can be read. */
  static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(200).build())
          .build();

  private final long mostItems;

  /** What records are, or the envelopes around them. */
  final Field root = new Field("", null);

  /** Values that are neither objects nor arrays of objects. */
  long others;

  /** Records or items of arrays that were not looked at, as there were too many. */
  long skipped;

  /** Items that were not looked at, as they stand too deep. */
  long deeper;

  /** Those of them that hold JSON in a text. */
  long jsonTexts;

  Observer(long mostItems) {
    this.mostItems = mostItems;
  }

  /**
   * Looks at a value; the items of an array at the top are records.
   *
   * @throws IOException if it is no JSON
   */
  void add(byte[] json) throws IOException {
    check(json);
    try (JsonParser parser = JSON.createParser(json)) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_ARRAY) {
        record(parser);
        return;
      }
      for (long i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        if (i < mostItems) {
          record(parser);
        } else {
          skipped++;
          parser.skipChildren();
        }
      }
    }
  }

  /** A value that is broken in its middle must not count half. */
  private static void check(byte[] json) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new IOException("nothing");
      }
      parser.skipChildren();
      parser.finishToken();
      if (parser.nextToken() != null) {
        throw new IOException("more than one value");
      }
    }
  }

  private void record(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      value(parser, root, 0);
      return;
    }
    others++;
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      String text = parser.getText().strip();
      jsonTexts += text.startsWith("{") || text.startsWith("[") ? 1 : 0;
    }
    parser.skipChildren();
  }

  private void value(JsonParser parser, Field field, int depth) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, field, depth);
      case START_ARRAY -> array(parser, field, depth);
      case VALUE_STRING -> field.scalars.text(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> field.scalars.number(parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> field.scalars.bool();
      default -> field.scalars.nulls++;
    }
  }

  private void object(JsonParser parser, Field field, int depth) throws IOException {
    field.objects++;
    boolean empty = true;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      empty = false;
      String name = parser.currentName();
      parser.nextToken();
      Field child = depth < DEPTH ? field.field(name) : null;
      if (child == null) {
        field.isCut = true;
        parser.skipChildren();
      } else {
        value(parser, child, depth + 1);
      }
    }
    field.emptyObjects += empty ? 1 : 0;
  }

  private void array(JsonParser parser, Field field, int depth) throws IOException {
    field.arrays++;
    long count = 0;
    Set<String> keys = new HashSet<>();
    for (; parser.nextToken() != JsonToken.END_ARRAY; count++) {
      if (count < mostItems && depth < DEPTH) {
        item(parser, field, depth + 1, keys);
      } else {
        if (count < mostItems) {
          deeper++;
        } else {
          skipped++;
        }
        parser.skipChildren();
      }
    }
    field.emptyArrays += count == 0 ? 1 : 0;
    field.longestArray = Math.max(field.longestArray, count);
  }

  /** An item that may be a key and its value is looked at twice. */
  private void item(JsonParser parser, Field array, int depth, Set<String> keys)
      throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      array.pairs.none();
    }
    if (!array.pairs.isPossible()) {
      value(parser, array.items(), depth);
      return;
    }
    try (TokenBuffer item = new TokenBuffer(parser)) {
      item.copyCurrentStructure(parser);
      value(started(item), array.items(), depth);
      Pairs.Item pair = pair(started(item));
      Field seen = array.pairs.value(pair, array, keys.add(pair.key()));
      if (seen != null) {
        JsonParser again = started(item);
        again.nextToken();
        while (!pair.valueName().equals(again.currentName())) {
          again.nextToken();
          again.skipChildren();
          again.nextToken();
        }
        again.nextToken();
        value(again, seen, depth + 1);
      }
    }
  }

  private static JsonParser started(TokenBuffer item) throws IOException {
    JsonParser parser = item.asParser();
    parser.nextToken();
    return parser;
  }

  private static Pairs.Item pair(JsonParser parser) throws IOException {
    String keyName = "";
    String key = "";
    String valueName = "";
    int fields = 0;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      fields++;
      if (parser.nextToken() == JsonToken.VALUE_STRING && Pairs.KEYS.contains(name)) {
        keyName = name;
        key = parser.getText();
      } else if (Pairs.VALUES.contains(name)) {
        valueName = name;
      }
      parser.skipChildren();
    }
    return new Pairs.Item(keyName, key, valueName, fields);
  }
}
