package dev.rollcall.core.flatten;

import dev.rollcall.core.record.Row;

/** What became of one element of a record. */
public sealed interface Element {

  /** The element's place in its record, from 0. */
  int ordinal();

  /** It is a row. */
  record Accepted(int ordinal, Row row) implements Element {}

  /** Something is wrong; the reason says where, got, expected and holds no secret. */
  sealed interface Refused extends Element {
    /** Short, stable name of the reason, for counting. */
    String reasonClass();

    /** Where, got, expected. */
    String reason();
  }

  /** The record is not strict JSON; it stands for all elements the record may have held. */
  record Malformed(int ordinal, String reasonClass, String reason) implements Refused {}

  /** The element is JSON, but not of the declared type. */
  record Unmappable(int ordinal, String reasonClass, String reason) implements Refused {}
}
