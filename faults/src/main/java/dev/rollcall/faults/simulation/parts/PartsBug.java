package dev.rollcall.faults.simulation.parts;

import dev.rollcall.faults.simulation.parts.ShopTables.Kind;
import java.util.Set;

/** A rule of branches and parts that is broken on purpose, to show that it would be seen. */
enum PartsBug {
  /** All is as it should be. */
  NONE,
  /** The newest row of each part is live, whatever version its whole has. */
  PARTS_HAVE_THEIR_OWN_NEWEST(Kind.BY_ROW),
  /** The view compares time and offset, and not the element's place in its record. */
  VIEW_COMPARES_NO_ORDINAL(Kind.BY_ROW),
  /** The view shows parts that came with the delete of their whole. */
  VIEW_SHOWS_PARTS_OF_DELETED(Kind.BY_ROW),
  /** The range delete has the whole's write time in place of one just below it. */
  RANGE_DELETE_HAS_THE_WHOLES_TIME(Kind.BY_CELL),
  /** The range delete of a deleted whole spares what came with it. */
  DELETED_WHOLE_SPARES_ITS_PARTS(Kind.BY_CELL),
  /** The range delete removes what is there, newer parts too. */
  RANGE_DELETE_HAS_NO_TIME(Kind.BY_CELL),
  /** The range delete leaves nothing that keeps older parts out. */
  RANGE_DELETE_IS_FORGOTTEN(Kind.BY_CELL),
  /** Write times are milliseconds, without an offset. */
  WRITE_TIME_HAS_NO_OFFSET(Kind.BY_CELL),
  /** A whole that has no parts any more removes none. */
  WHOLE_WITHOUT_ITEMS_REMOVES_NOTHING(Kind.BY_CELL, Kind.IN_MEMORY),
  /** The flush goes on when parts could not be removed. */
  FAILED_REMOVAL_IS_PASSED_OVER(Kind.BY_CELL, Kind.IN_MEMORY),
  /** The flush goes on when the rows of one branch could not be written. */
  FAILED_BRANCH_IS_PASSED_OVER,
  /** The flush goes on when letters could not be written. */
  FAILED_LETTERS_ARE_PASSED_OVER,
  /** A line that is sent again has the version of the message that brings it. */
  LINE_SENT_AGAIN_HAS_A_NEW_VERSION,
  /** An order that is sent again has the version of the message that brings it. */
  ORDER_SENT_AGAIN_HAS_A_NEW_VERSION,
  /** What is sent again twice has the version of the first re-drive. */
  SECOND_REDRIVE_FORGETS_THE_FIRST,
  /** What is sent again has the time of that. */
  REDRIVE_HAS_ITS_OWN_TIME,
  /** What is sent again goes to every branch, whole. */
  REDRIVE_GOES_TO_ALL_BRANCHES,
  /** An element that no branch takes leaves no letter. */
  UNKNOWN_KIND_IS_DROPPED,
  /** Of an element that two branches take the whole knows one. */
  ELEMENT_OF_TWO_BRANCHES_COUNTS_ONCE;

  /** The stores that can have it. */
  final Set<Kind> stores;

  PartsBug(Kind... stores) {
    this.stores = stores.length == 0 ? Set.of(Kind.values()) : Set.of(stores);
  }
}
