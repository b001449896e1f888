package dev.rollcall.cli.demo.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Users by nationality and gender.
 *
 * @param genders the columns: {@code female}, {@code male}, then by size, those without one last
 * @param rows the nationalities, the largest first; each has all genders as its parts, in order
 */
record UsersByNationality(List<Group> genders, List<Group> rows) {

  private static final List<String> FIRST = List.of("male", "female");

  static UsersByNationality of(List<Map<String, @Nullable Object>> groups) {
    Map<String, Map<String, Group>> table = new LinkedHashMap<>();
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (Map<String, @Nullable Object> group : groups) {
      Group cell = Group.of(group, "gender");
      table
          .computeIfAbsent(
              DisplayFormat.text(group.get("nationality")), row -> new LinkedHashMap<>())
          .put(cell.label(), cell);
      sizes.merge(cell.label(), cell.count(), Long::sum);
    }
    List<Group> genders = new ArrayList<>();
    sizes.forEach((gender, count) -> genders.add(Group.of(gender, count, List.of())));
    genders.sort(
        Comparator.<Group>comparingInt(gender -> -FIRST.indexOf(gender.label()))
            .thenComparing(gender -> gender.label().equals(DisplayFormat.NOTHING))
            .thenComparing(Group.LARGEST_FIRST));
    List<Group> rows = new ArrayList<>();
    table.forEach(
        (nationality, cells) -> {
          List<Group> parts =
              genders.stream()
                  .map(g -> cells.getOrDefault(g.label(), Group.of(g.label(), 0, List.of())))
                  .toList();
          rows.add(Group.of(nationality, Group.total(parts), parts));
        });
    return new UsersByNationality(genders, Group.sorted(rows, Group.LARGEST_FIRST));
  }

  long count() {
    return Group.total(genders);
  }
}
