package dev.rollcall.core.record;

/**
 * What a message says beside its key, its headers and its value, for {@link
 * RecordTypeBuilder#from(MessageField)}. A record that is no message has none of it.
 */
public enum MessageField {
  /**
   * The message's own time, as a TIMESTAMP or, in the column's zone, a DATE; null if it has none.
   */
  TIMESTAMP,
  /** The name of its topic, as a STRING. */
  TOPIC,
  /** The number of its partition, from 0, as an INT64. */
  PARTITION,
  /** Its offset in the partition, from 0, as an INT64. */
  OFFSET
}
