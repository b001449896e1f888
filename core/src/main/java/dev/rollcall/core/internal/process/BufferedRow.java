package dev.rollcall.core.internal.process;

import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourceRecord;

/**
 * A row awaiting the flush.
 *
 * @param origin the record it came from, for its dead letter if a sink refuses it
 * @param ordinal the element's place in the record
 * @param row as it left the last step
 */
public record BufferedRow(LetterOrigin origin, int ordinal, Row row) {

  SourceRecord record() {
    return origin.record();
  }

  Row.Version version() {
    return new Row.Version(record().timestamp(), record().offset(), ordinal);
  }

  DeadLetter refusedBy(String sink, String reason) {
    return origin.letter(ordinal, sink, sink + ": " + reason);
  }
}
