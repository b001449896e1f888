package dev.rollcall.cli.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of what is stored with what should be.
 *
 * @param name what was compared with what
 * @param compared how many values
 * @param differences where they differ, the first few; never a person's values
 */
public record Check(String name, long compared, List<String> differences) {

  private static final int SHOWN = 5;

  public Check {
    differences = List.copyOf(differences);
  }

  /** Of so many values, with at most the first few differences. */
  public static Check of(String name, long compared, List<String> differences) {
    List<String> shown =
        new ArrayList<>(differences.subList(0, Math.min(SHOWN, differences.size())));
    if (differences.size() > SHOWN) {
      shown.add("and " + (differences.size() - SHOWN) + " more");
    }
    return new Check(name, compared, shown);
  }

  /** True if all agrees. */
  public boolean agrees() {
    return differences.isEmpty();
  }

  /**
   * Rows by key, column by column; the expected ones say which columns. Nothing to compare is a
   * difference.
   */
  public static <K> Check ofRows(
      String name,
      Map<K, Map<String, @Nullable Object>> stored,
      Map<K, Map<String, @Nullable Object>> expected) {
    List<String> differences = new ArrayList<>();
    long compared = 0;
    Map<K, Map<String, @Nullable Object>> left = new HashMap<>(stored);
    for (Map.Entry<K, Map<String, @Nullable Object>> row : expected.entrySet()) {
      Map<String, @Nullable Object> got = left.remove(row.getKey());
      if (got == null) {
        differences.add("row " + row.getKey() + " is missing");
        continue;
      }
      for (Map.Entry<String, @Nullable Object> column : row.getValue().entrySet()) {
        compared++;
        if (!Objects.equals(got.get(column.getKey()), column.getValue())) {
          differences.add("row " + row.getKey() + ", column '" + column.getKey() + "'");
        }
      }
    }
    left.keySet().forEach(key -> differences.add("row " + key + " is not in the source"));
    if (compared == 0) {
      differences.add("there was nothing to compare");
    }
    return of(name, compared, differences);
  }
}
