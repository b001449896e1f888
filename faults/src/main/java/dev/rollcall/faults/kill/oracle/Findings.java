package dev.rollcall.faults.kill.oracle;

import java.util.List;

/**
 * How what is stored differs from what the log says.
 *
 * @param records records of the log
 * @param bad those of them that must be dead letters
 * @param lost records that are missing in a group's count; a group whose sums differ although its
 *     count is right counts as one lost and one doubled
 * @param doubled records that a group counts too often
 * @param wrongRows keys whose row is missing, differs in some column, or should not be there
 * @param wrongLetters dead letters that are missing, and some that should not be there
 * @param differences in words, the first ones
 */
public record Findings(
    long records,
    long bad,
    long lost,
    long doubled,
    long wrongRows,
    long wrongLetters,
    List<String> differences) {

  public Findings {
    differences = List.copyOf(differences);
  }

  /** Nothing differs, and there was something to compare. */
  public boolean clean() {
    return records > 0 && lost == 0 && doubled == 0 && wrongRows == 0 && wrongLetters == 0;
  }
}
