package dev.rollcall.faults.visit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What stores hold, to be compared with a {@link LogContent}. Filled and read by one thread. */
public final class StoredVisits {

  final Map<String, Tally> groups = new HashMap<>();
  final Map<String, VisitRow> rows = new HashMap<>();

  /** How many dead letters there are of the record at {@code partition@offset}. */
  final Map<String, Long> letters = new HashMap<>();

  final List<String> problems = new ArrayList<>();

  /** One aggregate document; a second one of the same group is a problem. */
  public void addGroup(String city, Tally tally) {
    if (groups.put(city, tally) != null) {
      problems.add("group " + city + ": two documents");
      groups.put(city, new Tally(-1, BigDecimal.ZERO, BigInteger.ZERO));
    }
  }

  /** One row. */
  public void addRow(String person, VisitRow row) {
    rows.put(person, row);
  }

  /** Something else that must not be. */
  public void addProblem(String what) {
    problems.add(what);
  }

  /** One dead letter. */
  public void addLetter(String place) {
    letters.merge(place, 1L, Long::sum);
  }
}
