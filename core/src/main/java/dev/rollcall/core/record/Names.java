package dev.rollcall.core.record;

import java.util.Collection;
import java.util.Locale;

/** Suggestions for misspelt names: the nearest known one, if it is near. Threadsafe. */
public final class Names {

  private Names() {}

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

  /** Levenshtein distance: inserts, deletes and replacements. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
