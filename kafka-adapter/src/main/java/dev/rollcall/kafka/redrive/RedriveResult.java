package dev.rollcall.kafka.redrive;

/**
 * What a re-drive did about a letter, or would do.
 *
 * @param status the letter as it was before
 * @param outcome what became of it
 * @param detail where it went, or why it was left; never payload
 */
public record RedriveResult(LetterStatus status, Outcome outcome, String detail) {

  /** What became of a letter. */
  public enum Outcome {
    /** Its element was sent to the topic, once. */
    SENT,
    /** The sink that refused its row has written it. */
    WRITTEN,
    /** The sink that refused its row holds a newer one by now. */
    OUTDATED,
    /** The pipeline now filters the element out; there is nothing to write. */
    FILTERED,
    /** The sink refused it again; this counts as an attempt. */
    REFUSED,
    /** It had been re-driven before. */
    DONE_BEFORE,
    /** It is never sent: it holds a person who was erased. */
    BARRED,
    /** It was left as it is; the detail says why. */
    LEFT
  }

  /** Whether the letter still needs attention. */
  public boolean remains() {
    return outcome == Outcome.LEFT || outcome == Outcome.REFUSED;
  }
}
