package dev.rollcall.kafka.load;

import java.nio.charset.StandardCharsets;

/**
 * One record of a load: a single user or event, or a whole envelope. The array is not copied: do
 * not change it.
 *
 * @param key what the record is about, such as the user's id; records of one key keep their order.
 *     A type without a natural key takes the load's id and the line.
 * @param value the record's bytes
 */
public record LoadRecord(String key, byte[] value) {

  /** The key's bytes, UTF-8. */
  byte[] keyBytes() {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  /** Size only; never key or payload. */
  @Override
  public String toString() {
    return "record of " + value.length + " bytes";
  }
}
