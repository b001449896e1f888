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

  /** Rows by their key, in every column of the expected ones; both must have the same keys. */
  public static Check ofRows(
      String name,
      List<String> key,
      List<Map<String, @Nullable Object>> stored,
      List<Map<String, @Nullable Object>> expected) {
    return of(name, key, stored, expected, false);
  }

  /** The same of groups, whose values are nobody's and may be shown. */
  public static Check ofGroups(
      String name,
      List<String> key,
      List<Map<String, @Nullable Object>> stored,
      List<Map<String, @Nullable Object>> expected) {
    return of(name, key, stored, expected, true);
  }

  private static Check of(
      String name,
      List<String> key,
      List<Map<String, @Nullable Object>> stored,
      List<Map<String, @Nullable Object>> expected,
      boolean show) {
    List<String> differences = new ArrayList<>();
    Map<String, Map<String, @Nullable Object>> left = byKey(key, stored, differences);
    long compared = 0;
    for (Map<String, @Nullable Object> row : expected) {
      String id = keyOf(key, row);
      Map<String, @Nullable Object> got = left.remove(id);
      if (got == null) {
        differences.add("row " + id + " is missing");
      } else {
        compared += compare(id, key, got, row, show, differences);
      }
    }
    left.keySet().forEach(id -> differences.add("row " + id + " is not in the source"));
    return of(name, compared, differences);
  }

  /** As {@link #ofRows}, of those columns that both have; more rows may be stored. */
  public static Check ofSomeRows(
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
        name, key, stored.stream().filter(row -> keys.contains(keyOf(key, row))).toList(), common);
  }

  /** What there is must be what there should be, and no more. */
  public static Check ofIds(String name, Set<String> stored, Set<String> expected) {
    List<String> differences = new ArrayList<>();
    expected.stream()
        .filter(id -> !stored.contains(id))
        .forEach(id -> differences.add(id + " is missing"));
    stored.stream()
        .filter(id -> !expected.contains(id))
        .forEach(id -> differences.add(id + " is extra"));
    return of(name, expected.size(), differences);
  }

  private static long compare(
      String id,
      List<String> key,
      Map<String, @Nullable Object> got,
      Map<String, @Nullable Object> want,
      boolean show,
      List<String> differences) {
    long compared = 0;
    for (Map.Entry<String, @Nullable Object> column : want.entrySet()) {
      if (!key.contains(column.getKey())) {
        compared++;
        if (!Values.agree(column.getValue(), got.get(column.getKey()))) {
          differences.add(
              "row %s, column '%s'%s"
                  .formatted(
                      id,
                      column.getKey(),
                      show
                          ? ": got %s, expected %s"
                              .formatted(got.get(column.getKey()), column.getValue())
                          : ""));
        }
      }
    }
    return compared;
  }

  private static Map<String, Map<String, @Nullable Object>> byKey(
      List<String> key, List<Map<String, @Nullable Object>> rows, List<String> differences) {
    Map<String, Map<String, @Nullable Object>> byKey = new LinkedHashMap<>();
    for (Map<String, @Nullable Object> row : rows) {
      if (byKey.put(keyOf(key, row), row) != null) {
        differences.add("row " + keyOf(key, row) + " is stored twice");
      }
    }
    return byKey;
  }

  private static String keyOf(List<String> key, Map<String, @Nullable Object> row) {
    List<String> values = key.stream().map(column -> Values.text(row.get(column))).toList();
    return values.size() == 1 ? values.get(0) : values.toString();
  }
}
