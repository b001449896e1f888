package dev.rollcall.core.record;

/** How carefully the values of a column are handled. */
public enum Sensitivity {
  /** May be shown in messages and stored as it is. */
  PUBLIC,
  /** Tells of a person: never shown in messages; can be kept, dropped or hashed by a pipeline. */
  PERSONAL,
  /** A password, salt or hash: dropped while decoding; never part of a row. */
  SECRET
}
