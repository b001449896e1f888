package dev.rollcall.kafka.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Sha256;
import dev.rollcall.kafka.deadletter.StoredLetter;
import java.util.Locale;

/**
 * A stored letter and what can be done about it.
 *
 * @param stored the letter
 * @param state what can be done
 * @param attempt how often its element has been tried, from 1; re-drives to a sink that refused it
 *     again included
 */
public record LetterStatus(StoredLetter stored, State state, int attempt) {

  private static final int SHORT = 12;

  /** What can be done about a letter. */
  public enum State {
    /** It can be re-driven. */
    OPEN,
    /** It was, and never will be again. If it failed again, that is another letter. */
    REDRIVEN,
    /** It has been tried as often as is allowed. */
    GIVEN_UP,
    /** Its payload was not kept, or is not there any more: only the source has it. */
    NO_PAYLOAD,
    /**
     * Earlier versions of Rollcall took such an element: if one of them ever processed the record,
     * it was counted, and sending it again would count it twice.
     */
    MAY_HAVE_BEEN_COUNTED;

    /** The state in words: {@code given up}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** The letter itself. */
  public DeadLetter letter() {
    return stored.letter();
  }

  /** The letter's id. */
  public String id() {
    return stored.id();
  }

  /** Twelve hexadecimal digits that stand for the id. */
  public String shortId() {
    return Sha256.hex(id().getBytes(UTF_8)).substring(0, SHORT);
  }

  /** {@code users-3@1205#2}: the element's place in the source. */
  public String position() {
    DeadLetter letter = letter();
    return letter.source()
        + "-"
        + letter.partition().partition()
        + "@"
        + letter.offset()
        + "#"
        + letter.ordinal();
  }
}
