package dev.rollcall.cli.infer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the fault of a JSON document that holds records in an array: the records that
 * are whole, and the brackets that belong around them.
 */
final class Beginning {

  /** Added to the reason why the document cannot be read. */
  static final String USED = "; the records before it were used";

  private static final JsonFactory JSON = Observer.JSON;

  private Beginning() {}

  /**
   * The whole records of a document that is broken; null if there is none.
   *
   * @param isDocument whether it is all of a file: only then its array may stand in an envelope
   */
  static byte @Nullable [] of(byte[] broken, boolean isDocument) {
    int start = broken.length > 2 && broken[0] == (byte) 0xEF && broken[1] == (byte) 0xBB ? 3 : 0;
    StringBuilder open = new StringBuilder();
    int end = 0;
    String closing = "";
    try (JsonParser parser = JSON.createParser(broken, start, broken.length - start)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isStructStart()) {
          open.append(token == JsonToken.START_ARRAY ? ']' : '}');
        } else if (token.isStructEnd()) {
          open.setLength(open.length() - 1);
        }
        // an item of the outermost array is a record
        int array = open.indexOf("]");
        if (token == JsonToken.END_OBJECT && array >= 0 && array == open.length() - 1) {
          end = start + (int) parser.currentLocation().getByteOffset();
          closing = new StringBuilder(open).reverse().toString();
        }
        if (open.length() == 0) {
          break;
        }
      }
    } catch (IOException e) {
      // what is whole was found
    }
    if (closing.isEmpty()) {
      return null;
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(broken, start, end - start);
    whole.writeBytes(closing.getBytes(StandardCharsets.US_ASCII));
    byte[] json = whole.toByteArray();
    return closing.equals("]") || isDocument && isEnvelope(json) ? json : null;
  }

  /** An object that is a record itself must not count half. */
  private static boolean isEnvelope(byte[] json) {
    Observer observer = new Observer(1);
    try {
      observer.add(json);
    } catch (IOException e) {
      return false;
    }
    return !Shape.of(observer.root).envelope().isEmpty();
  }
}
