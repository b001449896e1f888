package dev.rollcall.core.internal.pipeline;

import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Row;

/** What a pipeline makes of one element before any sink or aggregation sees it. */
public sealed interface RowOutcome {

  /** The row that leaves the last step. */
  record Kept(Row row) implements RowOutcome {}

  /**
   * The row of a key is to go.
   *
   * @param row of the same schema, with the key columns only
   */
  record Deleted(Row row) implements RowOutcome {}

  /** A step dropped the row. */
  enum Filtered implements RowOutcome {
    FILTERED
  }

  /**
   * The element cannot be used; its dead letter says why.
   *
   * @param stage where it failed: decoding, mapping or a step
   * @param reasonClass short, stable name of the reason, for counting
   * @param reason where, got, expected; nothing secret
   * @param formerlyTaken whether earlier versions made a row of such an element
   */
  record Refused(DeadLetter.Stage stage, String reasonClass, String reason, boolean formerlyTaken)
      implements RowOutcome {}
}
