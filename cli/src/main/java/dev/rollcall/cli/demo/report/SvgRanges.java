package dev.rollcall.cli.demo.report;

import static dev.rollcall.cli.demo.report.DemoNumbers.brief;
import static dev.rollcall.cli.demo.report.DemoNumbers.rounded;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Ages by nationality: per gender a line from the median to the 95th percentile, and a dot at the
 * mean. Rows are as high as those of {@link SvgStackedBars}, to be read across.
 */
final class SvgRanges {

  private static final int RIGHT = 14;
  private static final int MOST_GENDERS = 3;

  private SvgRanges() {}

  /** Draws the first {@code rows} nationalities. */
  static void draw(DemoReportMarkup page, DemoCross cross, int rows) {
    int height = rows * SvgStackedBars.ROW + SvgStackedBars.AXIS;
    SvgFrame.open(
        page,
        "ages",
        "Age by nationality and gender",
        "Per nationality and gender the mean age, and the range from the median to the 95th percentile.",
        height,
        SvgStackedBars.gutter(cross, rows),
        RIGHT);
    SvgScale scale = scale(cross);
    SvgFrame.scale(page, scale, height, SvgStackedBars.AXIS);
    List<String> genders = cross.genders().stream().limit(MOST_GENDERS).toList();
    double lane = genders.size() < 2 ? 0 : 18.0 / genders.size();
    for (int i = 0; i < rows; i++) {
      String nationality = cross.nationalities().get(i);
      double middle = i * SvgStackedBars.ROW + SvgStackedBars.ROW / 2.0;
      SvgFrame.text(page, DemoText.shortened(nationality, 10), "0", -8, middle + 4, "label end");
      for (int g = 0; g < genders.size(); g++) {
        range(
            page,
            nationality + ", " + genders.get(g),
            cross.cell(nationality, genders.get(g)),
            scale,
            middle + (g - (genders.size() - 1) / 2.0) * lane,
            SvgFrame.colour(g, genders.get(g)));
      }
    }
    page.close();
  }

  private static void range(
      DemoReportMarkup page,
      String label,
      DemoCross.Cell cell,
      SvgScale scale,
      double y,
      String colour) {
    if (cell.p50() != null && cell.p95() != null) {
      String from = SvgFrame.percent(scale.place(cell.p50().doubleValue()));
      String to = SvgFrame.percent(scale.place(cell.p95().doubleValue()));
      line(page, from, to, y, y, "range " + colour);
      line(page, from, from, y - 4, y + 4, "range " + colour);
    }
    if (cell.mean() != null) {
      page.open(
              "circle",
              "cx",
              SvgFrame.percent(scale.place(cell.mean().doubleValue())),
              "cy",
              SvgFrame.px(y),
              "r",
              "4",
              "class",
              "seam " + colour)
          .leaf(
              "title",
              "%s: mean %s, median %s, 95th percentile %s"
                  .formatted(label, rounded(cell.mean(), 2), brief(cell.p50()), brief(cell.p95())))
          .close();
    }
  }

  private static void line(
      DemoReportMarkup page, String x1, String x2, double y1, double y2, String classes) {
    page.empty(
        "line", "x1", x1, "x2", x2, "y1", SvgFrame.px(y1), "y2", SvgFrame.px(y2), "class", classes);
  }

  private static SvgScale scale(DemoCross cross) {
    List<Function<DemoCross.Cell, @Nullable BigDecimal>> measures =
        List.of(DemoCross.Cell::mean, DemoCross.Cell::p50, DemoCross.Cell::p95);
    double[] ages =
        cross.cells().values().stream()
            .flatMap(cells -> cells.values().stream())
            .flatMap(cell -> measures.stream().map(measure -> measure.apply(cell)))
            .filter(Objects::nonNull)
            .mapToDouble(BigDecimal::doubleValue)
            .sorted()
            .toArray();
    return ages.length == 0 ? SvgScale.over(0, 100) : SvgScale.over(ages[0], ages[ages.length - 1]);
  }
}
