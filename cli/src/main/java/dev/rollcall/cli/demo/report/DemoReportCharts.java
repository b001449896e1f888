package dev.rollcall.cli.demo.report;

import static dev.rollcall.cli.demo.report.DemoNumbers.brief;
import static dev.rollcall.cli.demo.report.DemoNumbers.counted;
import static dev.rollcall.cli.demo.report.DemoNumbers.grouped;
import static dev.rollcall.cli.demo.report.DemoNumbers.percent;
import static dev.rollcall.cli.demo.report.DemoNumbers.rounded;
import static dev.rollcall.cli.demo.report.DemoNumbers.share;

import dev.rollcall.cli.demo.DemoResult;
import dev.rollcall.cli.demo.report.DemoReading.Group;
import dev.rollcall.cli.demo.report.SvgRankedBars.Bar;
import java.util.ArrayList;
import java.util.List;

/** The aggregates and where time went: charts, each with a table that says the same. */
final class DemoReportCharts {

  private static final String NO_GROUPS = "no groups";
  private static final int MOST_NATIONALITIES = 40;
  private static final int MOST_DOMAINS = 16;
  private static final int FEW_DOMAINS = 5;

  private final DemoReportMarkup page;
  private final DemoResult result;
  private final DemoReading reading;

  DemoReportCharts(DemoReportMarkup page, DemoResult result) {
    this.page = page;
    this.result = result;
    this.reading = DemoReading.of(result);
  }

  /** Draws all of them. */
  void draw() {
    page.open("div", "class", "pair");
    nationalities();
    ages();
    page.close().open("div", "class", "pair").open("div");
    bands();
    // beside many domains there is room for the phases too
    boolean many = reading.domains().size() > FEW_DOMAINS;
    if (many) {
      time();
    }
    page.close().open("div");
    domains();
    if (!many) {
      time();
    }
    page.close().close();
  }

  private void nationalities() {
    DemoCross cross = reading.users();
    card(
        "Users by nationality",
        cross.nationalities().isEmpty()
            ? NO_GROUPS
            : counted(cross.total(), "user", "users")
                + " of "
                + counted(cross.nationalities().size(), "nationality", "nationalities")
                + more(cross.nationalities().size(), MOST_NATIONALITIES));
    page.open("p", "class", "legend");
    genders(cross, true);
    page.close();
    if (!cross.nationalities().isEmpty()) {
      SvgStackedBars.draw(page, cross, rows(cross));
    }
    List<List<String>> rows = new ArrayList<>();
    List<String> heads = new ArrayList<>(List.of("Nationality"));
    heads.addAll(cross.genders());
    heads.add("All");
    for (String nationality : cross.nationalities()) {
      List<String> row = new ArrayList<>(List.of(nationality));
      cross.genders().forEach(gender -> row.add(grouped(cross.cell(nationality, gender).count())));
      row.add(grouped(cross.ofNationality(nationality)));
      rows.add(row);
    }
    DemoReportTable.of(heads).words(1).fold(page, rows);
    page.close();
  }

  private void ages() {
    DemoCross cross = reading.users();
    card(
        "Age by nationality",
        reading.measure("mean_age") == null
            ? NO_GROUPS
            : "mean "
                + rounded(reading.measure("mean_age"), 2)
                + " · female "
                + rounded(reading.measure("mean_age_female"), 2)
                + " · male "
                + rounded(reading.measure("mean_age_male"), 2));
    page.open("p", "class", "legend");
    genders(cross, false);
    page.open("span").leaf("i", "", "class", "dot").text("mean").close();
    page.open("span").leaf("i", "", "class", "dash").text("median to 95th percentile").close();
    page.close();
    if (!cross.nationalities().isEmpty()) {
      SvgRanges.draw(page, cross, rows(cross));
    }
    List<List<String>> rows = new ArrayList<>();
    for (String nationality : cross.nationalities()) {
      for (String gender : cross.genders()) {
        DemoCross.Cell cell = cross.cell(nationality, gender);
        if (cell.count() > 0) {
          rows.add(
              List.of(
                  nationality,
                  gender,
                  grouped(cell.count()),
                  rounded(cell.mean(), 2),
                  brief(cell.p50()),
                  brief(cell.p95())));
        }
      }
    }
    DemoReportTable.of("Nationality", "Gender", "Users", "Mean age", "Median", "95th percentile")
        .words(2)
        .fold(page, rows);
    page.close();
  }

  private void bands() {
    List<Group> bands = reading.bands();
    card("Age bands", bands.isEmpty() ? NO_GROUPS : "users per band, and their mean age (ø)");
    if (!bands.isEmpty()) {
      SvgColumns.draw(page, "bands", "Users by age band", bands);
    }
    DemoReportTable.of("Band", "Users", "Mean age")
        .words(1)
        .fold(
            page,
            bands.stream()
                .map(band -> List.of(band.label(), grouped(band.count()), rounded(band.mean(), 2)))
                .toList());
    page.close();
  }

  private void time() {
    DemoPhases phases = DemoPhases.of(result);
    List<Bar> bars = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    phases
        .seconds()
        .forEach(
            (phase, seconds) -> {
              String label = DemoText.clean(phase);
              String value = DemoNumbers.seconds(seconds);
              bars.add(new Bar(label, value, share(seconds, phases.longest()), false));
              rows.add(List.of(label, value, percent(share(seconds, phases.total()))));
            });
    card("Where time went", DemoNumbers.seconds(phases.total()) + " in all");
    ranked("time", "Seconds per phase", bars);
    DemoReportTable.of("Phase", "Time", "Share").words(1).fold(page, rows);
    page.close();
  }

  private void domains() {
    List<Group> domains = reading.domains();
    long total = DemoReading.total(domains);
    long largest = DemoReading.largest(domains);
    List<Bar> bars = new ArrayList<>();
    domains.stream()
        .limit(MOST_DOMAINS)
        .forEach(
            domain ->
                bars.add(
                    new Bar(
                        domain.label(),
                        grouped(domain.count()),
                        share(domain.count(), largest),
                        false)));
    if (domains.size() > MOST_DOMAINS) {
      List<Group> rest = domains.subList(MOST_DOMAINS, domains.size());
      long users = DemoReading.total(rest);
      bars.add(
          new Bar(grouped(rest.size()) + " more", grouped(users), share(users, largest), true));
    }
    card(
        "E-mail domains",
        domains.isEmpty() ? NO_GROUPS : counted(domains.size(), "domain", "domains"));
    ranked("domains", "Users by e-mail domain", bars);
    DemoReportTable.of("Domain", "Users", "Share")
        .words(1)
        .fold(
            page,
            domains.stream()
                .map(
                    domain ->
                        List.of(
                            domain.label(),
                            grouped(domain.count()),
                            percent(share(domain.count(), total))))
                .toList());
    page.close();
  }

  private void ranked(String id, String title, List<Bar> bars) {
    if (!bars.isEmpty()) {
      SvgRankedBars.draw(page, id, title, counted(bars.size(), "bar", "bars") + ".", bars);
    }
  }

  private void card(String title, String note) {
    page.open("section", "class", "card").leaf("h2", title).leaf("p", note, "class", "note");
  }

  /** The colours of the genders, with their sizes or without. */
  private void genders(DemoCross cross, boolean sizes) {
    for (int g = 0; g < cross.genders().size(); g++) {
      String gender = cross.genders().get(g);
      page.open("span")
          .leaf("i", "", "class", SvgFrame.colour(g, gender))
          .text(gender.equals(DemoText.NOTHING) ? "not given" : gender)
          .text(sizes ? " " + grouped(cross.ofGender(gender)) : "")
          .close();
    }
  }

  private static int rows(DemoCross cross) {
    return Math.min(MOST_NATIONALITIES, cross.nationalities().size());
  }

  private static String more(int all, int shown) {
    return all <= shown ? "" : ", the largest " + shown + " shown";
  }
}
