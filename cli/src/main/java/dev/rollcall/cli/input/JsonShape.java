package dev.rollcall.cli.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.InputStream;

/** Whether a text is a JSON value; only good enough to tell NDJSON from one document. */
enum JsonShape {
  /** One value. */
  COMPLETE,
  /** The beginning of a value. */
  BEGUN,
  /** Neither. */
  NONE;

  private static final int MAX_DEPTH = 10_000;

  /** Of parsers that look at the structure only, whatever its size. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  static JsonShape of(InputStream text) {
    int depth = 0;
    boolean ended = false;
    try (JsonParser parser = FACTORY.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (ended) {
          return NONE;
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        ended = depth == 0;
      }
    } catch (JsonEOFException e) {
      return BEGUN;
    } catch (IOException e) {
      return NONE;
    }
    return ended ? COMPLETE : BEGUN;
  }
}
