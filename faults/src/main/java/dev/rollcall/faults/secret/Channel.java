package dev.rollcall.faults.secret;

/** Where a secret could come out. */
enum Channel {
  SINKS,
  AGGREGATES,
  DEAD_LETTERS,
  EXCEPTIONS,
  DESCRIPTIONS,
  METRICS,
  /** What the child process prints. */
  LOGS
}
