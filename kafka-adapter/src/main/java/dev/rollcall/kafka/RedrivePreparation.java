package dev.rollcall.kafka;

import dev.rollcall.kafka.RedriveResult.Outcome;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A letter with what is to be done about it.
 *
 * @param result the result if all goes well, or why nothing is done
 * @param message what goes to a topic, or null
 */
record RedrivePreparation(RedriveResult result, @Nullable ProducerRecord<byte[], byte[]> message) {

  static RedrivePreparation left(LetterStatus status, String reason) {
    return new RedrivePreparation(new RedriveResult(status, Outcome.LEFT, reason), null);
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
