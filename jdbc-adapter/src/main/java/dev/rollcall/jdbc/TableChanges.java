package dev.rollcall.jdbc;

import java.io.Serializable;

/**
 * What a target may do to its tables when it opens them. Threadsafe.
 *
 * @param create whether it makes missing tables
 * @param evolve whether it adds missing columns that take nulls
 */
record TableChanges(boolean create, boolean evolve) implements Serializable {

  static final TableChanges NONE = new TableChanges(false, false);

  TableChanges withCreate() {
    return new TableChanges(true, evolve);
  }

  TableChanges withEvolve() {
    return new TableChanges(create, true);
  }

  /** As in the text of a target: {@code , autoCreate, evolve}. */
  @Override
  public String toString() {
    return (create ? ", autoCreate" : "") + (evolve ? ", evolve" : "");
  }
}
