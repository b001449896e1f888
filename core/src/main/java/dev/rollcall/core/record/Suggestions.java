package dev.rollcall.core.record;

import java.util.Collection;
import java.util.Locale;

/** Suggestions for misspelt names: the nearest known one, if it is near. Threadsafe. */
public final class Suggestions {

  private Suggestions() {}

  /** {@code "; did you mean 'age'?"}, or the empty string if nothing is near enough. */
  public static String suggestion(String got, Collection<String> known) {
    String best = "";
    int bestDistance = Math.max(1, got.length() / 3) + 1;
    for (String name : known) {
      int distance = distance(got.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (distance < bestDistance) {
        bestDistance = distance;
        best = name;
      }
    }
    return best.isEmpty() ? "" : "; did you mean '" + best + "'?";
  }

  /** Inserts, deletes, replacements and swaps of neighbours (optimal string alignment). */
  public static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
