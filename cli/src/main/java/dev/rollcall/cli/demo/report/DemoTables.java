package dev.rollcall.cli.demo.report;

import dev.rollcall.cli.demo.DemoResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** What a demonstration came to, for a terminal of 100 columns. */
public final class DemoTables {

  /** Columns of the widest line. */
  static final int WIDTH = 100;

  static final String INDENT = "  ";

  private static final String GAP = "    ";

  private DemoTables() {}

  /**
   * Prints all of it, the verdict last.
   *
   * @param colour with ANSI escapes
   */
  public static void print(DemoResult result, PrintWriter out, boolean colour) {
    DemoTablesInk ink = DemoTablesInk.of(colour);
    DemoReading reading = DemoReading.of(result);
    DemoTablesOfUsers users = new DemoTablesOfUsers(reading, ink);
    DemoTablesOfAccounts accounts = new DemoTablesOfAccounts(result, ink);
    section(out, users.byNationalityAndGender());
    section(out, users.meanAge());
    section(out, beside(users.ageBands(), users.domains()));
    section(out, accounts.deadLetters());
    section(out, accounts.accounts());
    section(out, accounts.time());
    section(out, accounts.checks());
    section(out, accounts.verdict());
    out.println();
    out.flush();
  }

  private static void section(PrintWriter out, List<String> lines) {
    out.println();
    lines.forEach(line -> out.println((INDENT + line).stripTrailing()));
  }

  /** Two blocks of lines next to each other. */
  private static List<String> beside(List<String> left, List<String> right) {
    int width = left.stream().mapToInt(DemoTablesInk::width).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      String start = i < left.size() ? left.get(i) : "";
      String end = i < right.size() ? right.get(i) : "";
      lines.add(start + " ".repeat(width - DemoTablesInk.width(start)) + GAP + end);
    }
    return lines;
  }
}
