package dev.rollcall.cli.demo.report;

import static dev.rollcall.cli.demo.report.DemoNumbers.counted;
import static dev.rollcall.cli.demo.report.DemoNumbers.grouped;
import static dev.rollcall.cli.demo.report.DemoNumbers.share;

/** Users by nationality, a bar each, stacked by gender. */
final class SvgStackedBars {

  /** Pixels from a nationality to the next. */
  static final int ROW = 26;

  /** Pixels of the axis. */
  static final int AXIS = 22;

  private static final int BAR = 16;
  private static final int LONGEST_LABEL = 10;

  private SvgStackedBars() {}

  /** Draws the first {@code rows} nationalities. */
  static void draw(DemoReportMarkup page, DemoCross cross, int rows) {
    int height = rows * ROW + AXIS;
    int left = gutter(cross, rows);
    int right = SvgFrame.gutter(grouped(cross.largest()).length());
    SvgFrame.open(
        page,
        "users",
        "Users by nationality and gender",
        counted(cross.total(), "user", "users")
            + " of "
            + counted(cross.nationalities().size(), "nationality", "nationalities")
            + ", the largest first.",
        height,
        left,
        right);
    SvgScale scale = SvgScale.over(0, cross.largest());
    SvgFrame.scale(page, scale, height, AXIS);
    for (int i = 0; i < rows; i++) {
      row(page, cross, cross.nationalities().get(i), scale, i * ROW);
    }
    page.close();
  }

  private static void row(
      DemoReportMarkup page, DemoCross cross, String nationality, SvgScale scale, int y) {
    SvgFrame.text(
        page, DemoText.shortened(nationality, LONGEST_LABEL), "0", -8, y + 17, "label end");
    double x = 0;
    for (int g = 0; g < cross.genders().size(); g++) {
      String gender = cross.genders().get(g);
      long count = cross.cell(nationality, gender).count();
      if (count > 0) {
        double width = share(count, scale.to());
        SvgFrame.bar(
            page,
            x,
            width,
            y + (ROW - BAR) / 2.0,
            BAR,
            "seam " + SvgFrame.colour(g, gender),
            nationality + ", " + gender + ": " + counted(count, "user", "users"));
        x += width;
      }
    }
    SvgFrame.text(
        page, grouped(cross.ofNationality(nationality)), SvgFrame.percent(x), 7, y + 17, "value");
  }

  /** The left gutter, for the charts beside this one too. */
  static int gutter(DemoCross cross, int rows) {
    return SvgFrame.gutter(
        Math.min(
            LONGEST_LABEL,
            cross.nationalities().stream().limit(rows).mapToInt(DemoText::width).max().orElse(0)));
  }
}
