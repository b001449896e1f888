package dev.rollcall.cli.demo.report;

import java.util.List;

/** Bars under their labels, for labels too long to stand beside them on a phone. */
final class SvgRankedBars {

  private static final int ROW = 34;
  private static final int BAR = 8;
  private static final int LONGEST_LABEL = 30;

  private SvgRankedBars() {}

  /**
   * A bar.
   *
   * @param label what it stands for
   * @param value its value in words
   * @param share its length, from 0 to 1
   * @param faint true if it stands for the rest
   */
  record Bar(String label, String value, double share, boolean faint) {}

  /** Draws all bars, in their order. */
  static void draw(DemoReportMarkup page, String id, String title, String about, List<Bar> bars) {
    SvgFrame.open(page, id, title, about, bars.size() * ROW, 0, 0);
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double y = i * ROW;
      SvgFrame.text(page, DemoText.shortened(bar.label(), LONGEST_LABEL), "0", 0, y + 14, "label");
      SvgFrame.text(page, bar.value(), "100%", 0, y + 14, "value end");
      SvgFrame.bar(page, 0, 1, y + 20, BAR, "track", bar.label());
      if (bar.share() > 0) {
        SvgFrame.bar(
            page,
            0,
            Math.max(0.004, bar.share()),
            y + 20,
            BAR,
            bar.faint() ? "s-none" : "s0",
            bar.label() + ": " + bar.value());
      }
    }
    page.close();
  }
}
