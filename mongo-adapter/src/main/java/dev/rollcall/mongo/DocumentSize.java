package dev.rollcall.mongo;

import java.util.Map;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * Finds documents too large for MongoDB before they are sent: the driver's own check would fail a
 * whole bulk without naming the document. Threadsafe.
 */
final class DocumentSize {

  private static final int PER_FIELD = 100;
  private static final int WORTH_MEASURING = MongoErrors.MAX_DOCUMENT_BYTES / 2;

  private DocumentSize() {}

  /** Whether it has more than {@value MongoErrors#MAX_DOCUMENT_BYTES} bytes. */
  static boolean isTooLarge(BsonDocument document) {
    return atMost(document) > WORTH_MEASURING && exact(document) > MongoErrors.MAX_DOCUMENT_BYTES;
  }

  /** A cheap upper bound of the value's bytes. */
  static long atMost(BsonValue value) {
    if (value.isString()) {
      return PER_FIELD + 3L * value.asString().getValue().length();
    }
    if (value instanceof BsonBinary binary) {
      return PER_FIELD + binary.getData().length;
    }
    long bytes = PER_FIELD;
    if (value instanceof BsonDocument document) {
      for (Map.Entry<String, BsonValue> field : document.entrySet()) {
        bytes += 3L * field.getKey().length() + atMost(field.getValue());
      }
    }
    return bytes;
  }

  private static long exact(BsonDocument document) {
    return new RawBsonDocument(document, new BsonDocumentCodec()).getByteBuffer().remaining();
  }
}
