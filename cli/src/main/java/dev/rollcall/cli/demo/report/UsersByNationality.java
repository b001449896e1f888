package dev.rollcall.cli.demo.report;

import static dev.rollcall.cli.demo.report.DisplayFormat.counted;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Users by nationality and gender: nationalities the largest first; genders as {@code female},
 * {@code male} and then by size, those without one last.
 *
 * @param genders the columns
 * @param rows a row per nationality
 */
record UsersByNationality(List<Gender> genders, List<Row> rows) {

  private static final List<String> FIRST = List.of("male", "female");
  private static final int COLOURS = 5;

  /**
   * All users of a gender.
   *
   * @param colour the name of its colour in the style sheet
   */
  record Gender(String label, long count, String colour) {
    String name() {
      return label.equals(DisplayFormat.NOTHING) ? "not given" : label;
    }
  }

  /**
   * All users of a nationality.
   *
   * @param length of its bar, from 0 to 1: 1 for the largest
   * @param cells one per gender, in their order
   */
  record Row(String label, long count, double length, List<Cell> cells) {}

  /**
   * Users of one nationality and gender.
   *
   * @param p50 half of them are at most this old
   * @param p95 19 of 20 are at most this old
   */
  record Cell(
      String gender,
      long count,
      @Nullable BigDecimal mean,
      @Nullable BigDecimal p50,
      @Nullable BigDecimal p95) {

    String meanAge() {
      return DisplayFormat.fixed(mean, 2);
    }

    String briefMean() {
      return DisplayFormat.fixed(mean, 1);
    }

    String median() {
      return DisplayFormat.brief(p50);
    }

    String oldest() {
      return DisplayFormat.brief(p95);
    }
  }

  static UsersByNationality of(List<Map<String, @Nullable Object>> groups) {
    Map<String, Map<String, Cell>> cells = new LinkedHashMap<>();
    for (Map<String, @Nullable Object> group : groups) {
      String nationality = DisplayFormat.text(group.get("nationality"));
      String gender = DisplayFormat.text(group.get("gender"));
      Cell cell =
          new Cell(
              gender,
              DisplayFormat.count(group),
              DisplayFormat.number(group.get("mean_age")),
              DisplayFormat.number(group.get("p50_age")),
              DisplayFormat.number(group.get("p95_age")));
      cells.computeIfAbsent(nationality, key -> new LinkedHashMap<>()).put(gender, cell);
    }
    Map<String, Long> sizes = new LinkedHashMap<>();
    List<Group> nationalities = new ArrayList<>();
    cells.forEach(
        (nationality, row) -> {
          row.values().forEach(cell -> sizes.merge(cell.gender(), cell.count(), Long::sum));
          long count = row.values().stream().mapToLong(Cell::count).sum();
          nationalities.add(new Group(nationality, count, null));
        });
    List<Gender> genders = genders(sizes);
    return new UsersByNationality(
        genders,
        Group.sorted(nationalities, Group.LARGEST_FIRST).stream()
            .map(row -> row(row, genders, cells.getOrDefault(row.label(), Map.of())))
            .toList());
  }

  private static List<Gender> genders(Map<String, Long> sizes) {
    List<Gender> genders = new ArrayList<>();
    sizes.entrySet().stream()
        .map(size -> new Group(size.getKey(), size.getValue(), null))
        .sorted(
            Comparator.<Group>comparingInt(gender -> -FIRST.indexOf(gender.label()))
                .thenComparing(gender -> gender.label().equals(DisplayFormat.NOTHING))
                .thenComparing(Group.LARGEST_FIRST))
        .forEach(
            gender ->
                genders.add(
                    new Gender(
                        gender.label(),
                        gender.count(),
                        gender.label().equals(DisplayFormat.NOTHING)
                            ? "none"
                            : "s" + genders.size() % COLOURS)));
    return genders;
  }

  private static Row row(Group nationality, List<Gender> genders, Map<String, Cell> cells) {
    return new Row(
        nationality.label(),
        nationality.count(),
        nationality.length(),
        genders.stream()
            .map(
                gender ->
                    cells.getOrDefault(
                        gender.label(), new Cell(gender.label(), 0, null, null, null)))
            .toList());
  }

  /** All users. */
  long total() {
    return genders.stream().mapToLong(Gender::count).sum();
  }

  /** {@code 965 users, 21 nationalities}. */
  String size() {
    return counted(total(), "user", "users")
        + ", "
        + counted(rows.size(), "nationality", "nationalities");
  }

  /** The largest nationalities, with the first genders. */
  UsersByNationality first(int mostRows, int mostGenders) {
    return new UsersByNationality(
        genders.stream().limit(mostGenders).toList(),
        rows.stream()
            .limit(mostRows)
            .map(
                row ->
                    new Row(
                        row.label,
                        row.count,
                        row.length,
                        row.cells.stream().limit(mostGenders).toList()))
            .toList());
  }
}
