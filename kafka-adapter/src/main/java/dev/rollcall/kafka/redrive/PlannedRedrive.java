package dev.rollcall.kafka.redrive;

import dev.rollcall.kafka.redrive.RedriveResult.Outcome;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A letter with what is to be done about it.
 *
 * @param result the result if all goes well, or why nothing is done
 * @param message what goes to a topic, or null
 * @param element the element that goes to a sink, or null
 */
record PlannedRedrive(
    RedriveResult result,
    @Nullable ProducerRecord<byte[], byte[]> message,
    byte @Nullable [] element) {

  // not the compact form: javac leaves the annotations of its parameters out of the class file
  PlannedRedrive(
      RedriveResult result,
      @Nullable ProducerRecord<byte[], byte[]> message,
      byte @Nullable [] element) {
    this.result = result;
    this.message = message;
    this.element = element;
  }

  /** Nothing is to be done. */
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
