package dev.rollcall.mongo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.bson.BsonDocument;

/** Documents as they are stored. The files never change. */
final class Golden {

  private Golden() {}

  static BsonDocument document(String name) {
    try (InputStream file = Golden.class.getResourceAsStream("/golden/" + name)) {
      return BsonDocument.parse(
          new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
