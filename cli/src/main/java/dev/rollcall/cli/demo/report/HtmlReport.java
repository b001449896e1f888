package dev.rollcall.cli.demo.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.cli.demo.DemoResult;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.pipeline.RunReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A result as one HTML page that loads nothing from anywhere: {@code report.html} is its template,
 * {@code charts.js} its charts, drawn by ECharts. Tables say what the charts show.
 */
public final class HtmlReport {

  /** The page's name in its folder: {@value}. */
  static final String PAGE = "index.html";

  private static final int MOST_LETTERS = 50;
  private static final int MOST_NATIONALITIES = 40;
  private static final int MOST_DOMAINS = 16;

  private static final ObjectMapper JSON = new ObjectMapper();

  private HtmlReport() {}

  /**
   * Writes the page, whole or not at all.
   *
   * @param directory made if it is not there
   * @return the page
   * @throws dev.rollcall.core.error.ConfigurationException if it cannot be written there
   */
  public static Path write(DemoResult result, Path directory) {
    Path page = directory.resolve(PAGE);
    WholeFile.write("report", page, html(result).getBytes(StandardCharsets.UTF_8));
    return page;
  }

  /** The page. */
  static String html(DemoResult result) {
    Summary summary = new Summary(result);
    Map<String, Object> page = new HashMap<>();
    page.put("summary", summary);
    page.put("result", result);
    page.put(
        "ages",
        summary.users().rows().stream()
            .flatMap(
                row ->
                    row.parts().stream()
                        .filter(gender -> gender.count() > 0)
                        .map(gender -> Map.of("nationality", row.label(), "of", gender)))
            .toList());
    page.put("plural", DisplayFormat.PLURAL);
    page.put("letters", result.deadLetters().stream().limit(MOST_LETTERS).toList());
    page.put("moreLetters", result.deadLetters().size() > MOST_LETTERS);
    page.put("style", new DisplayFormat.Verbatim(DisplayFormat.resource("report.css")));
    page.put("echarts", new DisplayFormat.Verbatim(DisplayFormat.resource("echarts.min.js")));
    page.put("charts", new DisplayFormat.Verbatim(DisplayFormat.resource("charts.js")));
    page.put("model", new DisplayFormat.Verbatim(model(summary)));
    return DisplayFormat.TEMPLATES.compile(DisplayFormat.resource("report.html")).execute(page);
  }

  /** What the charts draw, as JSON that cannot end the script it stands in. */
  private static String model(Summary summary) {
    RunReport report = summary.result().report();
    Map<String, Object> model =
        Map.of(
            "elements",
            List.of(
                report.read(),
                report.written(),
                report.filtered(),
                report.deadLettered(),
                report.outdated(),
                report.deleted()),
            "rows",
            summary.result().cassandraRows(),
            "genders",
            summary.users().genders(),
            "nationalities",
            summary.users().rows().stream().limit(MOST_NATIONALITIES).toList(),
            "ageBands",
            summary.ageBands(),
            "domains",
            Group.first(MOST_DOMAINS, summary.domains()),
            "phases",
            summary.phases());
    try {
      return JSON.writeValueAsString(model).replace("<", "\\u003c");
    } catch (JsonProcessingException bug) {
      throw new FatalException("the charts are no JSON, please report this as a bug: " + bug);
    }
  }
}
