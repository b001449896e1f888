package dev.rollcall.kafka;

import java.util.List;

/**
 * Reads a dead-letter topic as it is now, one letter per id, of whatever form. Holds all letters in
 * memory; those of one record share its payload. Threadsafe.
 */
public final class DeadLetterReader {

  private final KafkaTopic topic;

  private DeadLetterReader(KafkaTopic topic) {
    this.topic = topic;
  }

  /** A reader of this topic. */
  public static DeadLetterReader of(DeadLetterTopic deadLetters) {
    return new DeadLetterReader(deadLetters.topic());
  }

  /**
   * All letters in the order in which their ids first came; of an id that came several times the
   * last letter. Messages that are no dead letters of Rollcall are passed over, and so are letters
   * that were deleted (a null under their key).
   *
   * @throws dev.rollcall.core.error.ConfigurationException if there is no such topic
   * @throws dev.rollcall.core.error.FatalException if a newer release has written a letter
   */
  public List<StoredLetter> read() {
    return new LetterSnapshot(topic).read().letters();
  }
}
