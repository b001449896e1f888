package dev.rollcall.examples.system;

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
record Check(String name, long compared, List<String> differences) {

  private static final int SHOWN = 5;

  Check {
    differences = List.copyOf(differences);
  }

  /** Something was compared, and all of it agrees. */
  boolean agrees() {
    return compared > 0 && differences.isEmpty();
  }

  /** Rows by key, column by column; the expected ones say which columns. */
  static <K> Check ofRows(
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
    int more = differences.size() - SHOWN;
    List<String> shown =
        new ArrayList<>(differences.subList(0, Math.min(SHOWN, differences.size())));
    if (more > 0) {
      shown.add("and " + more + " more");
    }
    return new Check(name, compared, shown);
  }
}
