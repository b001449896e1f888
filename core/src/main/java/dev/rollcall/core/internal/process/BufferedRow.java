package dev.rollcall.core.internal.process;

import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourceRecord;

/**
 * A row awaiting the flush.
 *
 * @param origin the record it came from, for its dead letter if a sink refuses it
 * @param version the row's version, the element's place in the record among it
 * @param row as it left the last step
 */
public record BufferedRow(LetterOrigin origin, Row.Version version, Row row) {

  SourceRecord record() {
    return origin.record();
  }

  /** The row of one element of a record. */
  public static BufferedRow of(
      CompiledPipeline pipeline, LetterOrigin origin, int ordinal, Row row) {
    SourceRecord record = origin.record();
    return new BufferedRow(
        origin,
        new Row.Version(pipeline.version(), record.timestamp(), record.offset(), ordinal),
        row);
  }

  DeadLetter refusedBy(String sink, String reason) {
    return origin.letter(version.ordinal(), sink, sink + ": " + reason);
  }
}
