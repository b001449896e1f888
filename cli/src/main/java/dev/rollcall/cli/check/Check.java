package dev.rollcall.cli.check;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of what is stored with what should be.
 *
 * @param name what was compared with what
 * @param compared how many values; 0 if there was nothing to compare, which is no difference
 * @param differences where they differ, the first few; never a person's values
 */
@JsonPropertyOrder({"name", "compared", "ok", "differences"})
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
  @JsonProperty("ok")
  public boolean agrees() {
    return differences.isEmpty();
  }

  /**
   * Rows by their key, in every column of the expected ones; both must have the same keys.
   *
   * @param show whether differences show the values, which may be somebody's
   */
  static Check ofRows(
      String name,
      List<String> key,
      boolean show,
      List<Map<String, @Nullable Object>> stored,
      List<Map<String, @Nullable Object>> expected) {
    List<String> differences = new ArrayList<>();
    Map<String, Map<String, @Nullable Object>> left = new LinkedHashMap<>();
    for (Map<String, @Nullable Object> row : stored) {
      if (left.put(keyOf(key, row), row) != null) {
        differences.add("row " + keyOf(key, row) + " is stored twice");
      }
    }
    long compared = 0;
    for (Map<String, @Nullable Object> row : expected) {
      String id = keyOf(key, row);
      Map<String, @Nullable Object> got = left.remove(id);
      if (got == null) {
        differences.add("row " + id + " is missing");
        continue;
      }
      for (String column : row.keySet()) {
        if (key.contains(column)) {
          continue;
        }
        compared++;
        if (!Values.agree(row.get(column), got.get(column))) {
          String values = ": got %s, expected %s".formatted(got.get(column), row.get(column));
          differences.add("row %s, column '%s'%s".formatted(id, column, show ? values : ""));
        }
      }
    }
    left.keySet().forEach(id -> differences.add("row " + id + " is not in the source"));
    return of(name, compared, differences);
  }

  /** As {@link #ofRows}, of those columns that both have; more rows may be stored. */
  static Check ofSomeRows(
      String name,
      List<String> key,
      List<Map<String, @Nullable Object>> stored,
      List<Map<String, @Nullable Object>> expected) {
    Set<String> columns = stored.isEmpty() ? Set.of() : stored.get(0).keySet();
    List<Map<String, @Nullable Object>> common = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (Map<String, @Nullable Object> row : expected) {
      Map<String, @Nullable Object> some = new LinkedHashMap<>(row);
      some.keySet().removeIf(column -> !columns.contains(column) && !key.contains(column));
      common.add(some);
      keys.add(keyOf(key, row));
    }
    return ofRows(
        name,
        key,
        false,
        stored.stream().filter(row -> keys.contains(keyOf(key, row))).toList(),
        common);
  }

  /** What there is must be what there should be, and no more. */
  static Check ofIds(String name, Set<String> stored, Set<String> expected) {
    List<String> differences = new ArrayList<>();
    expected.stream()
        .filter(id -> !stored.contains(id))
        .forEach(id -> differences.add(id + " is missing"));
    stored.stream()
        .filter(id -> !expected.contains(id))
        .forEach(id -> differences.add(id + " is extra"));
    return of(name, expected.size(), differences);
  }

  private static String keyOf(List<String> key, Map<String, @Nullable Object> row) {
    List<String> values = key.stream().map(column -> Values.text(row.get(column))).toList();
    return values.size() == 1 ? values.get(0) : values.toString();
  }
}
