package dev.rollcall.mongo;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * An order of keys that all workers use: a server that runs a bulk as one transaction locks
 * documents in the order of the writes, and bulks of different orders could deadlock. The parts of
 * a key are compared in turn; those of one column have one type. Keys that are equal in MongoDB are
 * equal here, such as 1.0 and 1.00. Threadsafe.
 */
final class KeyOrder implements Comparator<BsonValue> {

  static final KeyOrder KEYS = new KeyOrder();

  private KeyOrder() {}

  @Override
  public int compare(BsonValue one, BsonValue other) {
    if (one.getBsonType() != other.getBsonType()) {
      return one.getBsonType().compareTo(other.getBsonType());
    }
    return switch (one.getBsonType()) {
      case STRING -> one.asString().compareTo(other.asString());
      case INT64 -> one.asInt64().compareTo(other.asInt64());
      // both zeros are one key
      case DOUBLE ->
          Double.compare(one.asDouble().getValue() + 0.0, other.asDouble().getValue() + 0.0);
      case DECIMAL128 -> one.asDecimal128().getValue().compareTo(other.asDecimal128().getValue());
      case DATE_TIME -> one.asDateTime().compareTo(other.asDateTime());
      case BOOLEAN -> one.asBoolean().compareTo(other.asBoolean());
      case BINARY -> Arrays.compareUnsigned(one.asBinary().getData(), other.asBinary().getData());
      case DOCUMENT -> parts(one.asDocument(), other.asDocument());
      default -> one.toString().compareTo(other.toString());
    };
  }

  private int parts(BsonDocument one, BsonDocument other) {
    Iterator<BsonValue> others = other.values().iterator();
    for (BsonValue part : one.values()) {
      int order = others.hasNext() ? compare(part, others.next()) : 1;
      if (order != 0) {
        return order;
      }
    }
    return others.hasNext() ? -1 : 0;
  }
}
