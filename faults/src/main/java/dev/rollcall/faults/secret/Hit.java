package dev.rollcall.faults.secret;

/** What must have happened to the records and stores with secrets, or nothing was shown. */
enum Hit {
  RECORDS_PROCESSED,
  MALFORMED_RECORDS,
  SINK_FAILURES,
  RUNS_ENDED_BY_AN_ERROR,
  CONNECTION_FAILURES,
  REFUSED_SETTINGS
}
