package dev.rollcall.cli.demo.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Mustache;
import dev.rollcall.cli.demo.DemoResult;
import dev.rollcall.core.error.FatalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.IOUtils;

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
  private static final Mustache.Compiler TEMPLATES =
      Mustache.compiler()
          .strictSections(true)
          .zeroIsFalse(true)
          .withFormatter(
              value -> value instanceof Verbatim ours ? ours.text() : DisplayFormat.value(value));

  private HtmlReport() {}

  /** Text of ours, put into the page as it is. */
  private record Verbatim(String text) {}

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
    page.put("style", new Verbatim(resource("report.css")));
    page.put("echarts", new Verbatim(resource("echarts.min.js")));
    page.put("charts", new Verbatim(resource("charts.js")));
    page.put("model", new Verbatim(model(summary)));
    return TEMPLATES.compile(resource("report.html")).execute(page);
  }

  /** A file of this package in the jar. */
  static String resource(String name) {
    try {
      return IOUtils.resourceToString(
          "/dev/rollcall/cli/demo/report/" + name, StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new FatalException("cannot read '" + name + "' from the jar: " + failure);
    }
  }

  /** What the charts draw, as JSON that cannot end the script it stands in. */
  private static String model(Summary summary) {
    Map<String, Object> model =
        Map.of(
            "elements",
            List.of(
                summary.result().report().read(),
                summary.result().report().written(),
                summary.result().report().filtered(),
                summary.result().report().deadLettered()),
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
