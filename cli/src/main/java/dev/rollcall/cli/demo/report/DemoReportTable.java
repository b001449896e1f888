package dev.rollcall.cli.demo.report;

import java.util.List;

/** A table that scrolls sideways where it is too wide. */
final class DemoReportTable {

  private final List<String> heads;
  private int words;

  private DemoReportTable(List<String> heads) {
    this.heads = heads;
  }

  static DemoReportTable of(String... heads) {
    return new DemoReportTable(List.of(heads));
  }

  static DemoReportTable of(List<String> heads) {
    return new DemoReportTable(List.copyOf(heads));
  }

  /** So many columns from the left hold words, the others numbers. */
  DemoReportTable words(int columns) {
    words = columns;
    return this;
  }

  /** Draws it; without rows it says so. */
  void draw(DemoReportMarkup page, List<List<String>> rows) {
    page.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (int i = 0; i < heads.size(); i++) {
      cell(page, "th", heads.get(i), i);
    }
    page.close().close().open("tbody");
    if (rows.isEmpty()) {
      page.open("tr")
          .leaf("td", "none", "class", "empty", "colspan", String.valueOf(heads.size()))
          .close();
    }
    for (List<String> row : rows) {
      page.open("tr");
      for (int i = 0; i < row.size(); i++) {
        cell(page, "td", row.get(i), i);
      }
      page.close();
    }
    page.close().close().close();
  }

  /** As an alternative to a chart, closed until it is wanted. */
  void fold(DemoReportMarkup page, List<List<String>> rows) {
    page.open("details").leaf("summary", "As a table");
    draw(page, rows);
    page.close();
  }

  private void cell(DemoReportMarkup page, String element, String text, int column) {
    if (column < words) {
      page.leaf(element, text);
    } else {
      page.leaf(element, text, "class", "number");
    }
  }
}
