package dev.rollcall.cli.demo.report;

import static dev.rollcall.cli.demo.report.DemoNumbers.brief;
import static dev.rollcall.cli.demo.report.DemoNumbers.counted;
import static dev.rollcall.cli.demo.report.DemoNumbers.grouped;
import static dev.rollcall.cli.demo.report.DemoNumbers.rounded;
import static dev.rollcall.cli.demo.report.DemoNumbers.share;
import static dev.rollcall.cli.demo.report.DemoText.left;
import static dev.rollcall.cli.demo.report.DemoText.right;
import static dev.rollcall.cli.demo.report.DemoText.shortened;

import dev.rollcall.cli.demo.report.DemoReading.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The aggregates as lines of text. */
final class DemoTablesOfUsers {

  private static final int MOST_ROWS = 40;
  private static final int MOST_DOMAINS = 10;
  private static final int MOST_GENDERS = 8;
  private static final int LABEL = 11;
  private static final int NUMBER = 9;
  private static final int SIDE_BAR = 12;
  private static final int CROSS_BAR = 14;

  private final DemoReading reading;
  private final DemoTablesInk ink;

  DemoTablesOfUsers(DemoReading reading, DemoTablesInk ink) {
    this.reading = reading;
    this.ink = ink;
  }

  /** A row per nationality; per gender as many measures as there is room for. */
  List<String> byNationalityAndGender() {
    DemoCross cross = reading.users();
    List<String> lines = new ArrayList<>();
    lines.add(
        ink.strong("Users by nationality and gender")
            + ink.faint(
                "   "
                    + counted(cross.total(), "user", "users")
                    + ", "
                    + counted(cross.nationalities().size(), "nationality", "nationalities")));
    if (cross.nationalities().isEmpty()) {
      lines.add(ink.faint("no groups"));
      return lines;
    }
    List<String> genders =
        cross.genders().subList(0, Math.min(MOST_GENDERS, cross.genders().size()));
    DemoTablesCell cell = DemoTablesCell.fitting(genders.size());
    lines.add(
        left("", LABEL)
            + genders.stream()
                .map(gender -> ink.strong(cell.over(shortened(gender, cell.width() - 1))))
                .collect(Collectors.joining()));
    lines.add(
        ink.faint(
            left("nationality", LABEL)
                + cell.heads().repeat(genders.size())
                + right("all", NUMBER)));
    cross.nationalities().stream()
        .limit(MOST_ROWS)
        .map(nationality -> row(cross, genders, cell, nationality))
        .forEach(lines::add);
    if (cross.nationalities().size() > MOST_ROWS) {
      List<String> rest = cross.nationalities().subList(MOST_ROWS, cross.nationalities().size());
      long users = rest.stream().mapToLong(cross::ofNationality).sum();
      lines.add(
          ink.faint("+ " + grouped(rest.size()) + " more: " + counted(users, "user", "users")));
    }
    if (cross.genders().size() > MOST_GENDERS) {
      lines.add(
          ink.faint(
              "+ "
                  + counted(cross.genders().size() - MOST_GENDERS, "more gender", "more genders")
                  + ", counted in all"));
    }
    return lines;
  }

  private String row(
      DemoCross cross, List<String> genders, DemoTablesCell cell, String nationality) {
    long all = cross.ofNationality(nationality);
    String cells =
        genders.stream()
            .map(gender -> cell.of(cross.cell(nationality, gender)))
            .collect(Collectors.joining());
    String start = left(shortened(nationality, LABEL), LABEL) + cells + right(grouped(all), NUMBER);
    int room = DemoTables.WIDTH - DemoTables.INDENT.length() - DemoText.width(start) - 2;
    return start
        + "  "
        + ink.bar(Bars.of(share(all, cross.largest()), Math.max(0, Math.min(room, CROSS_BAR))));
  }

  /** One line. */
  List<String> meanAge() {
    String range =
        reading.measure("min_age") == null
            ? ""
            : ink.faint(
                "   from "
                    + brief(reading.measure("min_age"))
                    + " to "
                    + brief(reading.measure("max_age")));
    return List.of(
        ink.strong("Mean age")
            + "   "
            + mean("mean_age", "all")
            + " · "
            + mean("mean_age_female", "female")
            + " · "
            + mean("mean_age_male", "male")
            + range);
  }

  private String mean(String measure, String of) {
    return ink.strong(rounded(reading.measure(measure), 2)) + " " + of;
  }

  /** All bands. */
  List<String> ageBands() {
    List<Group> bands = reading.bands();
    List<String> lines = new ArrayList<>();
    lines.add(
        ink.strong(left("Age bands", LABEL)) + ink.faint(right("users", 8) + right("mean", 7)));
    if (bands.isEmpty()) {
      lines.add(ink.faint("no groups"));
    }
    for (Group band : bands) {
      lines.add(
          left(shortened(band.label(), LABEL), LABEL)
              + right(grouped(band.count()), 8)
              + right(rounded(band.mean(), 1), 7)
              + "  "
              + bar(band, bands));
    }
    return lines;
  }

  /** The largest domains. */
  List<String> domains() {
    List<Group> all = reading.domains();
    List<Group> shown = all.subList(0, Math.min(MOST_DOMAINS, all.size()));
    int label =
        Math.max(
            "E-mail domains".length(),
            shown.stream().mapToInt(group -> DemoText.width(group.label())).max().orElse(0));
    label = Math.min(label, 28);
    List<String> lines = new ArrayList<>();
    lines.add(ink.strong(left("E-mail domains", label)) + ink.faint(right("users", NUMBER)));
    if (all.isEmpty()) {
      lines.add(ink.faint("no groups"));
    }
    for (Group domain : shown) {
      lines.add(
          left(shortened(domain.label(), label), label)
              + right(grouped(domain.count()), NUMBER)
              + "  "
              + bar(domain, all));
    }
    if (all.size() > MOST_DOMAINS) {
      List<Group> rest = all.subList(MOST_DOMAINS, all.size());
      lines.add(
          ink.faint(
              left("+ " + grouped(rest.size()) + " more", label)
                  + right(grouped(DemoReading.total(rest)), NUMBER)));
    }
    return lines;
  }

  private String bar(Group group, List<Group> groups) {
    return ink.bar(Bars.of(share(group.count(), DemoReading.largest(groups)), SIDE_BAR));
  }
}
