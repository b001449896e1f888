package dev.rollcall.cli.demo.report;

import static dev.rollcall.cli.demo.report.DemoNumbers.grouped;
import static dev.rollcall.cli.demo.report.DemoNumbers.share;
import static dev.rollcall.cli.demo.report.DemoText.clean;
import static dev.rollcall.cli.demo.report.DemoText.left;
import static dev.rollcall.cli.demo.report.DemoText.right;
import static dev.rollcall.cli.demo.report.DemoText.shortened;

import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.demo.DemoResult;
import dev.rollcall.core.pipeline.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The accounts, the checks and the verdict as lines of text. */
final class DemoTablesOfAccounts {

  private static final int ROOM = DemoTables.WIDTH - DemoTables.INDENT.length();
  private static final int LABEL = 34;
  private static final int MOST_REASONS = 10;
  private static final int MOST_DIFFERENCES = 5;
  private static final int BAR = 40;

  private final DemoResult result;
  private final DemoTablesInk ink;

  DemoTablesOfAccounts(DemoResult result, DemoTablesInk ink) {
    this.result = result;
    this.ink = ink;
  }

  /** By reason, with an example each. */
  List<String> deadLetters() {
    Map<String, Long> reasons = result.report().reasons();
    List<String> lines = new ArrayList<>();
    String title = ink.strong(left("Dead letters", LABEL));
    if (result.report().deadLettered() == 0) {
      return List.of(title + ink.faint("none"));
    }
    lines.add(title + right(grouped(result.report().deadLettered()), 9));
    reasons.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(MOST_REASONS)
        .forEach(
            reason -> {
              lines.add(
                  left(shortened(clean(reason.getKey()), LABEL), LABEL)
                      + right(grouped(reason.getValue()), 9));
              lines.addAll(example(reason.getKey()));
            });
    if (reasons.size() > MOST_REASONS) {
      lines.add(ink.faint("+ " + grouped(reasons.size() - MOST_REASONS) + " more reasons"));
    }
    return lines;
  }

  private List<String> example(String reasonClass) {
    return result.deadLetters().stream()
        .filter(letter -> letter.reasonClass().equals(reasonClass))
        .findFirst()
        .map(letter -> indented(clean(letter.reason()), 2))
        .orElse(List.of());
  }

  /** What became of what was read. */
  List<String> accounts() {
    RunReport report = result.report();
    List<String> lines = new ArrayList<>();
    lines.add(
        ink.strong("Accounts")
            + "   "
            + ink.strong(grouped(report.read()) + " read")
            + " = "
            + grouped(report.written())
            + " written + "
            + grouped(report.filtered())
            + " filtered + "
            + grouped(report.deadLettered())
            + " dead-lettered  "
            + mark(report.balances()));
    if (report.sinkRejected() > 0) {
      lines.add(
          ink.faint(
              grouped(report.sinkRejected())
                  + " of the dead letters were refused by a sink; they are aggregated all the same"));
    }
    report
        .coverage()
        .remarks()
        .forEach(remark -> indented(clean(remark), 2).forEach(line -> lines.add(ink.faint(line))));
    report
        .aggregations()
        .forEach(
            (name, applied) ->
                lines.add(
                    left(shortened(clean(name), LABEL), LABEL)
                        + right(grouped(applied.applied()), 9)
                        + ink.faint(" applied")
                        + right(grouped(applied.alreadyApplied()), 10)
                        + ink.faint(" already applied")));
    lines.add(
        left("Kafka, load " + shortened(clean(result.load().id()), LABEL - 13), LABEL)
            + right(grouped(result.load().records()), 9)
            + ink.faint(" records")
            + right(grouped(result.load().added()), 10)
            + ink.faint(" added by this run"));
    lines.add(
        left("Cassandra", LABEL) + right(grouped(result.cassandraRows()), 9) + ink.faint(" rows"));
    lines.add(
        left("Aggregates", LABEL)
            + right(grouped(result.documents()), 9)
            + ink.faint(
                " documents in " + shortened(clean(result.aggregateStore()), ROOM - LABEL - 23)));
    return lines;
  }

  /** Where it went. */
  List<String> time() {
    DemoPhases phases = DemoPhases.of(result);
    List<String> lines = new ArrayList<>();
    lines.add(
        ink.strong(left("Time", LABEL))
            + ink.strong(right(DemoNumbers.seconds(phases.total()), 11))
            + ink.faint(
                "   " + clean(result.engine()) + ", " + shortened(clean(result.source()), 44)));
    phases
        .seconds()
        .forEach(
            (phase, seconds) ->
                lines.add(
                    left(shortened(clean(phase), LABEL), LABEL)
                        + right(DemoNumbers.seconds(seconds), 11)
                        + "  "
                        + ink.bar(Bars.of(share(seconds, phases.longest()), BAR))));
    return lines;
  }

  /** Each with what differed. */
  List<String> checks() {
    List<String> lines = new ArrayList<>();
    lines.add(ink.strong("Checks against the source"));
    if (result.checks().isEmpty()) {
      lines.add(ink.faint("nothing was compared"));
    }
    for (Check check : result.checks()) {
      int label = ROOM - 2 - 20;
      lines.add(
          mark(check.agrees())
              + " "
              + left(shortened(clean(check.name()), label), label)
              + right(grouped(check.compared()), 12)
              + ink.faint(check.compared() == 1 ? " value" : " values"));
      check.differences().stream()
          .limit(MOST_DIFFERENCES)
          .map(difference -> indented(clean(difference), 4))
          .forEach(lines::addAll);
      if (check.differences().size() > MOST_DIFFERENCES) {
        lines.add(
            ink.faint("    + " + grouped(check.differences().size() - MOST_DIFFERENCES) + " more"));
      }
    }
    return lines;
  }

  /** The last word. */
  List<String> verdict() {
    DemoVerdict verdict = DemoVerdict.of(result);
    List<String> lines = new ArrayList<>();
    lines.add(
        ink.verdict(verdict.good(), (verdict.good() ? "✔ " : "✘ ") + verdict.headline() + ".")
            + " ");
    DemoText.wrapped(verdict.detail(), ROOM - 2, 3).forEach(line -> lines.add("  " + line));
    return lines;
  }

  private List<String> indented(String text, int by) {
    return DemoText.wrapped(text, ROOM - by, 2).stream()
        .map(line -> " ".repeat(by) + ink.faint(line))
        .toList();
  }

  private String mark(boolean good) {
    return ink.verdict(good, good ? "✔" : "✘");
  }
}
