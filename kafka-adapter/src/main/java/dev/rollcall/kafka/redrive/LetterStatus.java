package dev.rollcall.kafka.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Texts;
import dev.rollcall.kafka.deadletter.StoredLetter;
import java.util.Locale;

/**
 * A stored letter and its state.
 *
 * @param stored the letter
 * @param state what a re-drive can do about it
 * @param attempt how often its element was tried, from 1; includes re-drives to a sink that refused
 *     it again
 */
public record LetterStatus(StoredLetter stored, State state, int attempt) {

  private static final int SHORT = 12;

  /** What a re-drive can do about a letter. */
  public enum State {
    /** It can be re-driven. */
    OPEN,
    /**
     * It was re-driven, and never will be again. If its element failed again, that is a new letter.
     */
    REDRIVEN,
    /** It holds a person who was erased, and is never sent; see {@link Redrive#bar}. */
    BARRED,
    /** It was tried as often as is allowed. */
    GIVEN_UP,
    /** Its payload was not kept, or is missing: only the source has it. */
    NO_PAYLOAD,
    /**
     * Earlier versions of Rollcall accepted such an element: if one of them processed the record,
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
    return Texts.sha256(id().getBytes(UTF_8)).substring(0, SHORT);
  }

  /** {@code users-3@1205#2}: the element's place in the source. */
  public String position() {
    DeadLetter letter = letter();
    return "%s-%d@%d#%d"
        .formatted(
            letter.source(), letter.partition().partition(), letter.offset(), letter.ordinal());
  }
}
