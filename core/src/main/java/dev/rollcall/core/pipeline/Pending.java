package dev.rollcall.core.pipeline;

import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.RowVersion;
import dev.rollcall.core.record.SourceRecord;

/**
 * A row that waits for the flush.
 *
 * @param record the record it came from, for its dead letter if a sink refuses it
 * @param ordinal the element's place in the record
 * @param row behind all steps
 */
record Pending(SourceRecord record, int ordinal, Row row) {

  RowVersion version() {
    return new RowVersion(record.timestamp(), record.offset(), ordinal);
  }

  DeadLetter refusedBy(String sink, String reason) {
    return letter(
        record, ordinal, DeadLetter.Stage.SINK, sink, "sink-rejected", sink + ": " + reason);
  }

  static DeadLetter letter(
      SourceRecord record,
      int ordinal,
      DeadLetter.Stage stage,
      String sink,
      String reasonClass,
      String reason) {
    return new DeadLetter(
        record.partition(),
        record.source(),
        record.offset(),
        ordinal,
        stage,
        sink,
        reasonClass,
        reason + "; " + record.position() + "#" + ordinal,
        record.attempt(),
        record.timestamp(),
        record.key(),
        record.value());
  }
}
