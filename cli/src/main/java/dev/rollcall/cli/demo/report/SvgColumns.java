package dev.rollcall.cli.demo.report;

import static dev.rollcall.cli.demo.report.DemoNumbers.counted;
import static dev.rollcall.cli.demo.report.DemoNumbers.grouped;
import static dev.rollcall.cli.demo.report.DemoNumbers.rounded;
import static dev.rollcall.cli.demo.report.DemoNumbers.share;

import dev.rollcall.cli.demo.report.DemoReading.Group;
import java.util.List;

/** Groups in their order, a column each. */
final class SvgColumns {

  private static final int TOP = 22;
  private static final int PLOT = 160;
  private static final int BOTTOM = 42;
  private static final double FILLED = 0.72;

  private SvgColumns() {}

  /** Draws all groups. */
  static void draw(DemoReportMarkup page, String id, String title, List<Group> groups) {
    SvgFrame.open(
        page,
        id,
        title,
        "A column for each of " + counted(groups.size(), "group", "groups") + ".",
        TOP + PLOT + BOTTOM,
        0,
        0);
    page.empty(
        "line",
        "x1",
        "0",
        "x2",
        "100%",
        "y1",
        SvgFrame.px(TOP + PLOT + 0.5),
        "y2",
        SvgFrame.px(TOP + PLOT + 0.5),
        "class",
        "grid");
    long largest = DemoReading.largest(groups);
    // few columns stay slim
    double slot = 1.0 / Math.max(4, groups.size());
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      String middle = SvgFrame.percent((i + 0.5) * slot);
      double height = group.count() == 0 ? 0 : Math.max(2, PLOT * share(group.count(), largest));
      SvgFrame.bar(
          page,
          (i + (1 - FILLED) / 2) * slot,
          slot * FILLED,
          TOP + PLOT - height,
          height,
          SvgFrame.colour(0, group.label()),
          group.label()
              + ": "
              + counted(group.count(), "user", "users")
              + ", mean age "
              + rounded(group.mean(), 2));
      SvgFrame.text(
          page, grouped(group.count()), middle, 0, TOP + PLOT - height - 6, "value middle");
      SvgFrame.text(
          page, DemoText.shortened(group.label(), 8), middle, 0, TOP + PLOT + 18, "label middle");
      SvgFrame.text(
          page,
          group.mean() == null ? "" : "ø " + rounded(group.mean(), 1),
          middle,
          0,
          TOP + PLOT + 35,
          "axis");
    }
    page.close();
  }
}
