package dev.rollcall.kafka.redrive;

/**
 * What a re-drive did with a letter, or would do.
 *
 * @param status the letter as it was before
 * @param outcome what became of it
 * @param detail where it went, or why it was left; never payload
 */
public record RedriveResult(LetterStatus status, Outcome outcome, String detail) {

  /** What became of a letter. */
  public enum Outcome {
    /** Its element is in the topic again, once. */
    SENT,
    /** The sink that refused it has taken its row, or holds a newer one. */
    WRITTEN,
    /** The pipeline as it is now filters the element out; there is nothing to write. */
    FILTERED,
    /** The sink has refused it again; that counts as an attempt. */
    REFUSED,
    /** It was re-driven before. */
    DONE_BEFORE,
    /** Nothing was done about it. */
    LEFT
  }

  /** Whether the letter still waits for somebody. */
  public boolean remains() {
    return outcome == Outcome.LEFT || outcome == Outcome.REFUSED;
  }
}
