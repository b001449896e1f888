package dev.rollcall.kafka.deadletter;

import dev.rollcall.core.port.DeadLetter;

/**
 * A dead letter as it is stored in a topic.
 *
 * @param letter the letter; its value is null unless the payload was kept and is still there
 * @param payload what became of the payload
 * @param sha256 SHA-256 of the original bytes, hexadecimal, whether they were kept or not
 * @param form the stored form: 2, or 1, whose ordinal follows an older way of counting elements
 */
public record StoredLetter(DeadLetter letter, Payload payload, String sha256, int form) {

  /** What became of the original bytes. */
  public enum Payload {
    /** They are in the topic. */
    KEPT,
    /** The record had none: a null value. */
    NULL,
    /** They do not fit into a message of this topic. */
    TOO_LARGE,
    /** The source is not known to be on this cluster. */
    WITHHELD,
    /** They were kept and are missing: compacted away, deleted, or not written yet. */
    MISSING
  }

  /** The letter's id: the message's key. */
  public String id() {
    return letter.id();
  }
}
