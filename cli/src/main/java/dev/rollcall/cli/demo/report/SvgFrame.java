package dev.rollcall.cli.demo.report;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * The frame of a chart. Places along x are percentages of the plot and those along y pixels, so
 * that a chart becomes narrower on a phone while its text keeps its size. Labels stand in gutters
 * beside the plot, which the style sheet makes by margins.
 */
final class SvgFrame {

  private static final double CHARACTER = 7.4;
  private static final int COLOURS = 5;

  private SvgFrame() {}

  /**
   * Opens a chart; {@code close} it.
   *
   * @param id unique on the page
   * @param height in pixels
   * @param left gutter in pixels
   * @param right gutter in pixels
   */
  static void open(
      DemoReportMarkup page,
      String id,
      String title,
      String about,
      int height,
      int left,
      int right) {
    page.open(
        "svg",
        "role",
        "img",
        "aria-labelledby",
        id + "-title " + id + "-desc",
        "height",
        String.valueOf(height),
        "style",
        "width:calc(100%% - %dpx);margin:0 %dpx 0 %dpx".formatted(left + right, right, left));
    page.leaf("title", title, "id", id + "-title");
    page.leaf("desc", about, "id", id + "-desc");
  }

  /** Room for the longest of {@code labels} of so many characters, in pixels. */
  static int gutter(int characters) {
    return (int) Math.ceil(characters * CHARACTER) + 12;
  }

  /** A share as a place along x. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.3f%%", 100 * share);
  }

  /** Pixels. */
  static String px(double pixels) {
    return String.format(Locale.ROOT, "%.1f", pixels);
  }

  /** The class of a series' colour. */
  static String colour(int series, String label) {
    return label.equals(DemoText.NOTHING) ? "s-none" : "s" + series % COLOURS;
  }

  /** A text. */
  static void text(
      DemoReportMarkup page, String text, String x, double dx, double y, String classes) {
    page.leaf("text", text, "x", x, "dx", px(dx), "y", px(y), "class", classes);
  }

  /** A bar that says what it is when it is pointed at. */
  static void bar(
      DemoReportMarkup page,
      double x,
      double width,
      double y,
      double height,
      String classes,
      String hint) {
    page.open(
            "rect",
            "x",
            percent(x),
            "width",
            percent(width),
            "y",
            px(y),
            "height",
            px(height),
            "rx",
            "3",
            "class",
            classes)
        .leaf("title", hint)
        .close();
  }

  /** Draws a scale under and through the rows of a chart that is so high, axis included. */
  static void scale(DemoReportMarkup page, SvgScale scale, int height, int axis) {
    for (int i = 0; i <= scale.steps(); i++) {
      double x = scale.place(scale.at(i));
      grid(page, x, 0, height - axis);
      text(page, round(Math.round(scale.at(i))), percent(x), 0, height - 6, "axis");
    }
  }

  /** A round number, short: {@code 500}, {@code 20k}, {@code 1.5M}. */
  private static String round(long number) {
    if (number < 10_000) {
      return DemoNumbers.grouped(number);
    }
    boolean millions = number >= 1_000_000;
    return BigDecimal.valueOf(number, millions ? 6 : 3).stripTrailingZeros().toPlainString()
        + (millions ? "M" : "k");
  }

  private static void grid(DemoReportMarkup page, double x, double from, double to) {
    page.empty(
        "line", "x1", percent(x), "x2", percent(x), "y1", px(from), "y2", px(to), "class", "grid");
  }
}
