package dev.rollcall.kafka.redrive;

import dev.rollcall.core.pipeline.ElementRedrive;
import dev.rollcall.kafka.redrive.RedriveResult.Outcome;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a re-drive is going to do about a letter.
 *
 * @param result the result if all goes well, or why the letter is left
 * @param message the message for a topic, or null
 * @param element the element for a sink, or null
 */
record PlannedRedrive(
    RedriveResult result,
    @Nullable ProducerRecord<byte[], byte[]> message,
    ElementRedrive.Finder.@Nullable Found element) {

  /** A plan to do nothing. */
  static PlannedRedrive none(LetterStatus status, Outcome outcome, String reason) {
    return new PlannedRedrive(new RedriveResult(status, outcome, reason), null, null);
  }

  static PlannedRedrive left(LetterStatus status, String reason) {
    return none(status, Outcome.LEFT, reason);
  }

  LetterStatus status() {
    return result.status();
  }

  /** Whether there is something to do. */
  boolean ready() {
    return result.outcome() == Outcome.SENT || result.outcome() == Outcome.WRITTEN;
  }

  RedriveResult with(Outcome outcome, String detail) {
    return new RedriveResult(status(), outcome, detail);
  }
}
