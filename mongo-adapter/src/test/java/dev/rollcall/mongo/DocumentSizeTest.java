package dev.rollcall.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

class DocumentSizeTest {

  /** Length, type, name "b" and its end, length, subtype, the document's end. */
  private static final int AROUND_BYTES = 4 + 1 + 2 + 4 + 1 + 1;

  @Test
  void theLastByteThatFitsFits() {
    int fits = MongoErrors.MAX_DOCUMENT_BYTES - AROUND_BYTES;

    assertThat(DocumentSize.isTooLarge(bytes(fits))).isFalse();
    assertThat(DocumentSize.isTooLarge(bytes(fits + 1))).isTrue();
  }

  @Test
  void textIsMeasuredInBytesAndInnerDocumentsCount() {
    String sixMegabytes = "\u20ac".repeat(2 * 1024 * 1024);
    BsonDocument twelve =
        new BsonDocument("a", new BsonString(sixMegabytes))
            .append("b", new BsonString(sixMegabytes));

    assertThat(DocumentSize.isTooLarge(twelve)).isFalse();
    assertThat(
            DocumentSize.isTooLarge(
                twelve.append("c", new BsonDocument("d", new BsonString(sixMegabytes)))))
        .isTrue();
  }

  private static BsonDocument bytes(int length) {
    return new BsonDocument("b", new BsonBinary(new byte[length]));
  }
}
