package dev.rollcall.faults.simulation.rows;

/** A rule of rows that is broken on purpose, to show that it would be seen. */
enum RowsBug {
  /** All is as it should be. */
  NONE,
  /** The store keeps what came last. */
  LAST_WRITE_WINS,
  /** The store compares time, offset and ordinal alone, and keeps what is equal. */
  DEFINITION_IS_NOT_COMPARED,
  /** The store compares the time first, then the definition. */
  TIME_BEFORE_DEFINITION,
  /** The store leaves out a row of the version that it has. */
  EQUAL_IS_LEFT_OUT,
  /** Both definitions write the one table of a store that decides by the cell. */
  DEFINITIONS_SHARE_CELLS,
  /** A lower definition is admitted after a higher one. */
  ROLLBACK_IS_ADMITTED,
  /** A delete removes newer rows, too. */
  DELETE_WINS_ALWAYS,
  /** A delete removes the row and leaves nothing that keeps older rows out. */
  DELETE_IS_FORGOTTEN,
  /** A delete is compared by time, offset and ordinal alone. */
  DELETE_HAS_NO_DEFINITION,
  /** A delete hides the cells of a row, but the row itself goes on. */
  ROW_OUTLIVES_ITS_CELLS,
  /** A store that decides by the cell has a row only while it has a value beside its key. */
  NULLS_ARE_NO_ROW,
  /** Of equal times in the column, the store compares offsets and not the records' times. */
  RECORD_TIME_IS_NOT_COMPARED,
  /** The store compares the record's time before the time in the column. */
  RECORD_TIME_BEFORE_COLUMN,
  /** Rows of one version are ordered by two rules. */
  OTHER_RULE_IS_ADMITTED,
  /** A delete that is asked for by an element which the filter refuses is left out. */
  DELETE_IS_FILTERED
}
