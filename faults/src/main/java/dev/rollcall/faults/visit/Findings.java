package dev.rollcall.faults.visit;

import dev.rollcall.faults.FaultResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How what is stored differs from what the log says.
 *
 * @param records records of the log
 * @param bad those of them that must be dead letters
 * @param lost records that are missing in a group's count; a group whose sums differ although its
 *     count is right counts as one lost and one doubled
 * @param doubled records that a group counts too often
 * @param wrongRows keys whose row is missing, differs in some column, or should not be there
 * @param wrongLetters bad records without exactly one letter, and good ones with one
 * @param differences in words, all of them
 */
public record Findings(
    long records,
    long bad,
    long lost,
    long doubled,
    long wrongRows,
    long wrongLetters,
    List<String> differences) {

  private static final int MOST_WORDS = 20;

  /** Compares the stores with the log. */
  public static Findings of(LogContent log, StoredVisits stored) {
    List<String> differences = new ArrayList<>(stored.problems);
    long lost = 0;
    long doubled = 0;
    for (String city : compare("group ", log.groups, stored.groups, differences)) {
      long more = count(stored.groups.get(city)) - count(log.groups.get(city));
      lost += Math.max(more == 0 ? 1 : 0, -more);
      doubled += Math.max(more == 0 ? 1 : 0, more);
    }
    Map<String, VisitRow> rows = new HashMap<>();
    log.rows.forEach((person, newest) -> rows.put(person, newest.row()));
    return new Findings(
        log.records(),
        log.bad(),
        lost,
        doubled,
        compare("row ", rows, stored.rows, differences).size(),
        compare("dead letters of ", log.bad, stored.letters, differences).size(),
        List.copyOf(differences));
  }

  /** The keys that differ; adds how to the words. */
  private static <V> Set<String> compare(
      String what, Map<String, V> expected, Map<String, V> got, List<String> words) {
    Set<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(got.keySet());
    keys.removeIf(key -> Objects.equals(expected.get(key), got.get(key)));
    for (String key : keys) {
      words.add(what + key + ": got " + got.get(key) + ", expected " + expected.get(key));
    }
    return keys;
  }

  private static long count(@Nullable Tally tally) {
    return tally == null ? 0 : tally.count();
  }

  /** Puts all of it into a result; the log must hold exactly what was produced. */
  public void addTo(FaultResult result, long produced) {
    if (records != produced) {
      result.violation("the log holds " + records + " records, expected " + produced);
    }
    addTo(result);
  }

  /** Puts all of it into a result. */
  public void addTo(FaultResult result) {
    result
        .lost(lost)
        .doubled(doubled)
        .figure("bad records, each one dead letter", bad)
        .figure("wrong rows", wrongRows)
        .figure("wrong dead letters", wrongLetters);
    differences.stream().limit(MOST_WORDS).forEach(result::violation);
  }
}
