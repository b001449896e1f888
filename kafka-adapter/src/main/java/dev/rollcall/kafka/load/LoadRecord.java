package dev.rollcall.kafka.load;

import java.nio.charset.StandardCharsets;

/**
 * One record of a load: a single user or event, or a whole envelope. Does not copy the array: do
 * not change it.
 *
 * @param key the record's key, such as the user's id; records of one key keep their order. Take the
 *     load's id and the line for a type without a natural key.
 * @param value the record's bytes
 */
public record LoadRecord(String key, byte[] value) {

  /** The key's bytes, UTF-8. */
  byte[] keyBytes() {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  /** Prints the size only, never key or payload. */
  @Override
  public String toString() {
    return "record of " + value.length + " bytes";
  }
}
