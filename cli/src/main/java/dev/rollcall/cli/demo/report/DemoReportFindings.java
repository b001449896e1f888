package dev.rollcall.cli.demo.report;

import static dev.rollcall.cli.demo.report.DemoNumbers.counted;
import static dev.rollcall.cli.demo.report.DemoNumbers.grouped;

import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.demo.DemoResult;
import dev.rollcall.cli.demo.DemoResult.Letter;
import java.util.List;
import java.util.Map;

/** What was checked, what could not be used, and how all this was made. */
final class DemoReportFindings {

  private static final int MOST_LETTERS = 50;
  private static final int MOST_DIFFERENCES = 10;

  private final DemoReportMarkup page;
  private final DemoResult result;

  DemoReportFindings(DemoReportMarkup page, DemoResult result) {
    this.page = page;
    this.result = result;
  }

  /** Each with what differed. */
  void checks() {
    page.open("section", "class", "card").leaf("h2", "Checked against the source");
    page.leaf(
        "p",
        "Both stores were read back and compared with a plain recount of what was loaded.",
        "class",
        "note");
    page.open("ul", "class", "checks");
    if (result.checks().isEmpty()) {
      page.leaf("li", "Nothing was compared.", "class", "empty");
    }
    result.checks().forEach(this::check);
    page.close().close();
  }

  private void check(Check check) {
    page.open("li");
    page.leaf("b", check.agrees() ? "✔" : "✘", "class", check.agrees() ? "good" : "bad");
    page.open("div").leaf("span", DemoText.clean(check.name()));
    if (!check.agrees()) {
      page.open("ul");
      check.differences().stream()
          .limit(MOST_DIFFERENCES)
          .forEach(difference -> page.leaf("li", DemoText.clean(difference)));
      page.close();
    }
    page.close();
    page.leaf("span", counted(check.compared(), "value", "values"), "class", "number").close();
  }

  /** By reason, and the first ones. */
  void deadLetters() {
    List<Letter> letters = result.deadLetters();
    page.open("section", "class", "card letters").leaf("h2", "Dead letters");
    if (letters.isEmpty() && result.report().deadLettered() == 0) {
      page.leaf("p", "None: every element could be used.", "class", "note").close();
      return;
    }
    page.leaf(
        "p",
        counted(result.report().deadLettered(), "element", "elements")
            + " could not be used; each is kept with its reason"
            + (letters.size() > MOST_LETTERS ? ". The first " + MOST_LETTERS + " of them:" : "."),
        "class",
        "note");
    page.open("p", "class", "chips");
    result.report().reasons().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(
            reason ->
                page.open("span")
                    .text(DemoText.clean(reason.getKey()) + " ")
                    .leaf("b", grouped(reason.getValue()))
                    .close());
    page.close();
    DemoReportTable.of("Element", "Reason", "What happened")
        .words(3)
        .draw(
            page,
            letters.stream()
                .limit(MOST_LETTERS)
                .map(
                    letter ->
                        List.of(
                            DemoText.clean(letter.id()),
                            DemoText.clean(letter.reasonClass()),
                            DemoText.clean(letter.reason())))
                .toList());
    page.close();
  }

  /** How it was made. */
  void footer() {
    page.open("footer").leaf("h2", "How this was made").open("dl");
    fact("Source", result.source());
    fact(
        "Load",
        "%s: %s in Kafka, %s added by this run"
            .formatted(
                result.load().id(),
                counted(result.load().records(), "record", "records"),
                grouped(result.load().added())));
    fact("Engine", result.engine());
    fact("Rows", "Cassandra, one row per user, the newest wins");
    fact("Aggregates", result.aggregateStore());
    page.close().close();
  }

  private void fact(String name, String value) {
    page.open("div").leaf("dt", name).leaf("dd", DemoText.clean(value)).close();
  }
}
