package dev.rollcall.cli.demo.report;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Users by nationality and gender: nationalities the largest first, genders as {@code female},
 * {@code male} and then by size, those without one last.
 *
 * @param nationalities labels of the rows
 * @param genders labels of the columns
 */
record DemoCross(
    List<String> nationalities, List<String> genders, Map<String, Map<String, Cell>> cells) {

  private static final List<String> FIRST = List.of("female", "male");
  private static final Cell EMPTY = new Cell(0, null, null, null);

  /**
   * Users of one nationality and gender.
   *
   * @param p50 half of them are at most this old
   * @param p95 19 of 20 are at most this old
   */
  record Cell(
      long count, @Nullable BigDecimal mean, @Nullable BigDecimal p50, @Nullable BigDecimal p95) {}

  static DemoCross of(List<Map<String, @Nullable Object>> groups) {
    Map<String, Map<String, Cell>> cells = new LinkedHashMap<>();
    Map<String, Long> rows = new TreeMap<>();
    Map<String, Long> columns = new TreeMap<>();
    for (Map<String, @Nullable Object> group : groups) {
      String nationality = DemoText.clean(group.get("nationality"));
      String gender = DemoText.clean(group.get("gender"));
      Cell cell =
          new Cell(
              DemoNumbers.count(group),
              DemoNumbers.of(group.get("mean_age")),
              DemoNumbers.of(group.get("p50_age")),
              DemoNumbers.of(group.get("p95_age")));
      cells.computeIfAbsent(nationality, key -> new LinkedHashMap<>()).put(gender, cell);
      rows.merge(nationality, cell.count(), Long::sum);
      columns.merge(gender, cell.count(), Long::sum);
    }
    return new DemoCross(
        ordered(rows, bySize(rows)),
        ordered(
            columns,
            Comparator.comparingInt(DemoCross::place)
                .thenComparing(gender -> gender.equals(DemoText.NOTHING))
                .thenComparing(bySize(columns))),
        cells);
  }

  /** Of a nationality and a gender; one of no users if there are none. */
  Cell cell(String nationality, String gender) {
    return cells.getOrDefault(nationality, Map.of()).getOrDefault(gender, EMPTY);
  }

  /** Users of a nationality. */
  long ofNationality(String nationality) {
    return genders.stream().mapToLong(gender -> cell(nationality, gender).count()).sum();
  }

  /** Users of a gender. */
  long ofGender(String gender) {
    return nationalities.stream().mapToLong(row -> cell(row, gender).count()).sum();
  }

  /** All users. */
  long total() {
    return genders.stream().mapToLong(this::ofGender).sum();
  }

  /** Users of the largest nationality; 0 of none. */
  long largest() {
    return nationalities.isEmpty() ? 0 : ofNationality(nationalities.get(0));
  }

  private static int place(String gender) {
    int place = FIRST.indexOf(gender);
    return place < 0 ? FIRST.size() : place;
  }

  private static Comparator<String> bySize(Map<String, Long> sizes) {
    return Comparator.<String>comparingLong(label -> -sizes.getOrDefault(label, 0L))
        .thenComparing(Comparator.naturalOrder());
  }

  private static List<String> ordered(Map<String, Long> sizes, Comparator<String> order) {
    return sizes.keySet().stream().sorted(order).toList();
  }
}
