package dev.rollcall.cli.demo.report;

import static dev.rollcall.cli.demo.report.DemoNumbers.brief;
import static dev.rollcall.cli.demo.report.DemoNumbers.grouped;
import static dev.rollcall.cli.demo.report.DemoNumbers.rounded;
import static dev.rollcall.cli.demo.report.DemoText.left;
import static dev.rollcall.cli.demo.report.DemoText.right;

/** How much of a nationality's gender there is room for on a line. */
enum DemoTablesCell {
  /** Count, mean age and two quantiles. */
  FULL(29, "   users   mean    p50    p95"),
  /** Count and mean age. */
  BRIEF(15, "   users   mean"),
  /** Count. */
  COUNT(9, "    users");

  private final int width;
  private final String heads;

  DemoTablesCell(int width, String heads) {
    this.width = width;
    this.heads = heads;
  }

  /** The fullest of which so many stand on a line. */
  static DemoTablesCell fitting(int columns) {
    return columns <= 2 ? FULL : columns <= 5 ? BRIEF : COUNT;
  }

  int width() {
    return width;
  }

  String heads() {
    return heads;
  }

  /** A title over the cell, where its numbers begin. */
  String over(String title) {
    return this == FULL ? left("   " + title, width) : right(title, width);
  }

  String of(DemoCross.Cell cell) {
    String count = right(grouped(cell.count()), this == COUNT ? 9 : 8);
    String mean = right(rounded(cell.mean(), 1), 7);
    return switch (this) {
      case COUNT -> count;
      case BRIEF -> count + mean;
      case FULL -> count + mean + right(brief(cell.p50()), 7) + right(brief(cell.p95()), 7);
    };
  }
}
