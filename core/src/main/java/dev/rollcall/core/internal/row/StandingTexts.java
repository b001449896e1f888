package dev.rollcall.core.internal.row;

/**
 * Texts of a row that may still stand in its record, for functions that can do without making
 * strings of them.
 */
public interface StandingTexts {

  /** The record; not to be changed. */
  byte[] record();

  /**
   * Where a text stands in the record as a {@link Slice}.
   *
   * @return 0 if the column has no value, or one that is no text of ASCII alone in the record
   */
  long ascii(int position);
}
