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
 * @param deleted whether the row of its key is to go
 */
public record BufferedRow(LetterOrigin origin, Row.Version version, Row row, boolean deleted) {

  SourceRecord record() {
    return origin.record();
  }

  /** The row of one element of a record, to be written. */
  public static BufferedRow of(
      CompiledPipeline pipeline, LetterOrigin origin, int ordinal, Row row) {
    return of(pipeline, origin, ordinal, row, false);
  }

  /** The key of one element of a record, whose row is to go. */
  public static BufferedRow deletion(
      CompiledPipeline pipeline, LetterOrigin origin, int ordinal, Row key) {
    return of(pipeline, origin, ordinal, key, true);
  }

  private static BufferedRow of(
      CompiledPipeline pipeline, LetterOrigin origin, int ordinal, Row row, boolean deleted) {
    SourceRecord record = origin.record();
    return new BufferedRow(
        origin,
        new Row.Version(pipeline.version(), record.timestamp(), record.offset(), ordinal),
        row,
        deleted);
  }

  DeadLetter refusedBy(String sink, String reason) {
    return origin.letter(version.ordinal(), sink, sink + ": " + reason);
  }
}
