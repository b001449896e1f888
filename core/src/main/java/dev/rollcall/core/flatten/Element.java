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

    /**
     * Whether earlier versions, which guessed, made a row of such an element: then it may have been
     * counted, and must not be sent again unseen.
     */
    boolean formerlyTaken();
  }

  /** The record is not strict JSON; it stands for all elements the record may have held. */
  record Malformed(int ordinal, String reasonClass, String reason) implements Refused {
    @Override
    public boolean formerlyTaken() {
      return false;
    }
  }

  /** The element is JSON, but not of the declared type. */
  record Unmappable(int ordinal, String reasonClass, String reason, boolean formerlyTaken)
      implements Refused {

    /** One that no version took. */
    public Unmappable(int ordinal, String reasonClass, String reason) {
      this(ordinal, reasonClass, reason, false);
    }
  }
}
