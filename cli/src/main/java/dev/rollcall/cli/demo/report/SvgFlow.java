package dev.rollcall.cli.demo.report;

import static dev.rollcall.cli.demo.report.DemoNumbers.grouped;
import static dev.rollcall.cli.demo.report.DemoNumbers.share;

import dev.rollcall.core.pipeline.RunReport;
import java.util.List;
import java.util.Locale;

/** What was read, flowing into what became of it; the bands are as wide as their share. */
final class SvgFlow {

  private static final int WIDE = 132;
  private static final int SLOT = 52;
  private static final int LEFT = 92;
  private static final int RIGHT = 184;
  private static final int NODE = 10;

  private SvgFlow() {}

  private record Branch(String what, String then, long count, String colour) {}

  /**
   * Draws it.
   *
   * @param stored what became of the written ones
   */
  static void draw(DemoReportMarkup page, RunReport report, String stored) {
    List<Branch> branches =
        List.of(
            new Branch("written", stored, report.written(), "s-written"),
            new Branch("filtered", "left out by the pipeline", report.filtered(), "s-filtered"),
            new Branch("dead-lettered", "kept, with a reason", report.deadLettered(), "s-dead"));
    double[] tops = new double[branches.size()];
    double[] widths = new double[branches.size()];
    int bottom = 4;
    for (int i = 0; i < branches.size(); i++) {
      long count = branches.get(i).count();
      widths[i] = count == 0 ? 0 : Math.max(2, WIDE * share(count, report.read()));
      double slot = Math.max(SLOT, widths[i] + 14);
      tops[i] = bottom + (slot - 14 - widths[i]) / 2;
      bottom += (int) Math.ceil(slot);
    }
    SvgFrame.open(
        page, "flow", "What became of the elements", report.toString(), bottom, LEFT, RIGHT);
    double all = widths[0] + widths[1] + widths[2];
    double start = Math.max(4, (bottom - all) / 2);
    SvgFrame.text(page, grouped(report.read()), "0", -10, start + all / 2 - 1, "figure end");
    SvgFrame.text(page, "read", "0", -10, start + all / 2 + 16, "label end");
    page.open(
        "svg",
        "width",
        "100%",
        "height",
        String.valueOf(bottom),
        "viewBox",
        "0 0 100 " + bottom,
        "preserveAspectRatio",
        "none");
    double from = start;
    for (int i = 0; i < branches.size(); i++) {
      band(page, from, tops[i], widths[i], branches.get(i).colour());
      from += widths[i];
    }
    page.close();
    node(page, "0", start, all, "s-read");
    for (int i = 0; i < branches.size(); i++) {
      Branch branch = branches.get(i);
      String classes = branch.count() == 0 ? " off" : "";
      node(page, "100%", tops[i], Math.max(widths[i], 2), branch.colour() + classes);
      double middle = tops[i] + widths[i] / 2 + (branch.count() == 0 ? 6 : -3);
      SvgFrame.text(
          page,
          grouped(branch.count()) + " " + branch.what(),
          "100%",
          NODE + 10,
          middle,
          "figure small" + classes);
      if (branch.count() > 0) {
        SvgFrame.text(page, branch.then(), "100%", NODE + 10, middle + 18, "label");
      }
    }
    page.close();
  }

  private static void node(
      DemoReportMarkup page, String x, double y, double height, String classes) {
    page.empty(
        "rect",
        "x",
        x,
        "y",
        SvgFrame.px(y),
        "width",
        String.valueOf(NODE),
        "height",
        SvgFrame.px(height),
        "rx",
        "2",
        "class",
        classes);
  }

  private static void band(
      DemoReportMarkup page, double from, double to, double width, String colour) {
    if (width > 0) {
      page.empty(
          "path",
          "d",
          String.format(
              Locale.ROOT,
              "M0 %.1f C50 %.1f 50 %.1f 100 %.1f V%.1f C50 %.1f 50 %.1f 0 %.1f Z",
              from,
              from,
              to,
              to,
              to + width,
              to + width,
              from + width,
              from + width),
          "class",
          "band " + colour);
    }
  }
}
