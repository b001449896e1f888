package dev.rollcall.cli.demo.report;

import static dev.rollcall.cli.demo.report.DemoNumbers.counted;
import static dev.rollcall.cli.demo.report.DemoNumbers.grouped;

import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.demo.DemoResult;
import dev.rollcall.core.pipeline.RunReport;
import java.util.ArrayList;
import java.util.List;

/** The verdict, the figures and what became of what was read. */
final class DemoReportAccounts {

  private final DemoReportMarkup page;
  private final DemoResult result;

  DemoReportAccounts(DemoReportMarkup page, DemoResult result) {
    this.page = page;
    this.result = result;
  }

  /** The verdict and the figures behind it. */
  void headline() {
    DemoVerdict verdict = DemoVerdict.of(result);
    page.open("header", "class", verdict.good() ? "good" : "bad");
    page.leaf("p", "Rollcall demo", "class", "kicker");
    page.open("h1");
    badge(verdict.good());
    page.text(verdict.headline()).close();
    page.leaf("p", verdict.detail(), "class", "lead");
    page.open("dl", "class", "tiles");
    tile("elements read", grouped(result.report().read()));
    tile("rows in Cassandra", grouped(result.cassandraRows()));
    tile("aggregate documents", grouped(result.documents()));
    tile("values compared", grouped(result.checks().stream().mapToLong(Check::compared).sum()));
    tile("from start to end", DemoNumbers.seconds(DemoPhases.of(result).total()));
    page.close().close();
  }

  private void badge(boolean good) {
    page.open(
            "svg",
            "class",
            "badge",
            "viewBox",
            "0 0 32 32",
            "width",
            "32",
            "height",
            "32",
            "aria-hidden",
            "true")
        .empty("circle", "cx", "16", "cy", "16", "r", "16")
        .empty("path", "d", good ? "M9 16.5 l5 5 l9.5 -10.5" : "M11 11 L21 21 M21 11 L11 21")
        .close();
  }

  private void tile(String name, String figure) {
    page.open("div").leaf("dt", name).leaf("dd", figure).close();
  }

  /** The flow, and each aggregation. */
  void accounts() {
    RunReport report = result.report();
    page.open("section", "class", "card");
    page.leaf(
        "h2", report.balances() ? "Every element is accounted for" : "The accounts do not balance");
    page.leaf(
        "p",
        "%s read = %s written + %s filtered + %s dead-lettered"
            .formatted(
                grouped(report.read()),
                grouped(report.written()),
                grouped(report.filtered()),
                grouped(report.deadLettered())),
        "class",
        "sum");
    SvgFlow.draw(page, report, counted(result.cassandraRows(), "row", "rows") + " in Cassandra");
    if (report.sinkRejected() > 0) {
      page.leaf(
          "p",
          grouped(report.sinkRejected())
              + " of the dead letters were refused by a sink; they are aggregated all the same.",
          "class",
          "note");
    }
    report
        .coverage()
        .remarks()
        .forEach(remark -> page.leaf("p", DemoText.clean(remark), "class", "note"));
    List<List<String>> rows = new ArrayList<>();
    report
        .aggregations()
        .forEach(
            (name, applied) ->
                rows.add(
                    List.of(
                        DemoText.clean(name),
                        grouped(result.aggregates().getOrDefault(name, List.of()).size()),
                        grouped(applied.applied()),
                        grouped(applied.alreadyApplied()))));
    DemoReportTable.of("Aggregation", "Documents", "Applied", "Already applied")
        .words(1)
        .draw(page, rows);
    page.close();
  }
}
