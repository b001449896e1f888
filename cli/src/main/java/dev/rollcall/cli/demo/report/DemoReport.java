package dev.rollcall.cli.demo.report;

import dev.rollcall.cli.demo.DemoResult;
import dev.rollcall.core.error.FatalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a demonstration came to, as one HTML page that needs nothing else: no script, no font, no
 * image from anywhere. The page is well-formed XML too.
 */
public final class DemoReport {

  /** The page's name in its folder: {@value}. */
  static final String PAGE = "index.html";

  private DemoReport() {}

  /**
   * Writes the page, whole or not at all.
   *
   * @param directory made if it is not there
   * @return the page
   * @throws dev.rollcall.core.error.ConfigurationException if it cannot be written there
   */
  public static Path write(DemoResult result, Path directory) {
    Path page = directory.resolve(PAGE);
    DemoFile.write("report", page, html(result).getBytes(StandardCharsets.UTF_8));
    return page;
  }

  /** The page. */
  static String html(DemoResult result) {
    DemoReportMarkup page = new DemoReportMarkup();
    DemoReportAccounts accounts = new DemoReportAccounts(page, result);
    DemoReportFindings findings = new DemoReportFindings(page, result);
    accounts.headline();
    page.open("main");
    accounts.accounts();
    new DemoReportCharts(page, result).draw();
    findings.checks();
    findings.deadLetters();
    page.close();
    findings.footer();
    // the body last: it may hold anything
    return resource("report.html")
        .replace("{{title}}", DemoVerdict.of(result).headline())
        .replace("{{style}}", resource("report.css"))
        .replace("{{body}}", page.done());
  }

  private static String resource(String name) {
    try (InputStream resource = DemoReport.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new FatalException("'" + name + "' is missing from the jar; build it again");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new FatalException("cannot read '" + name + "' from the jar: " + failure);
    }
  }
}
