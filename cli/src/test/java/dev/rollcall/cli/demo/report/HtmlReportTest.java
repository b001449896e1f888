package dev.rollcall.cli.demo.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.cli.demo.DemoResult;
import dev.rollcall.core.error.ConfigurationException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {

  @TempDir Path folder;

  @Test
  void thePageIsOneFileInItsFolder() throws Exception {
    Path page = HtmlReport.write(DemoResults.plain().build(), folder.resolve("new/report"));
    assertThat(page).isEqualTo(folder.resolve("new/report/index.html"));
    assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>").doesNotContain("{{");
    try (var files = Files.list(page.getParent())) {
      assertThat(files).containsExactly(page);
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsAUsersError() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> HtmlReport.write(DemoResults.plain().build(), file.resolve("report")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cannot write the report to")
        .hasMessageContaining("name a place that can be written");
  }

  @ParameterizedTest
  @CsvSource({"1,1,0", "21,1,0", "22,40,50", "2,3,80"})
  void thePageIsWellFormedWhateverItsSize(int nationalities, int domains, int letters)
      throws Exception {
    Document page =
        parsed(
            DemoResults.plain()
                .nationalities(nationalities)
                .domains(domains)
                .deadLetters(letters)
                .build());
    assertThat(texts(page, "h1")).containsExactly("Everything agrees");
    assertThat(texts(page, "h2"))
        .containsExactlyInAnyOrder(
            "Every element is accounted for",
            "Users by nationality",
            "Age by nationality",
            "Age bands",
            "E-mail domains",
            "Where time went",
            "Checked against the source",
            "Dead letters",
            "How this was made");
  }

  @Test
  void everyChartHasATitleADescriptionAndATable() throws Exception {
    Document page = parsed(DemoResults.plain().build());
    List<Element> charts =
        elements(page, "div").stream()
            .filter(div -> div.getAttribute("role").equals("img"))
            .toList();
    assertThat(charts).hasSize(6);
    for (Element chart : charts) {
      assertThat(chart.getAttribute("aria-label")).isNotBlank();
      for (String id : chart.getAttribute("aria-describedby").split(" ")) {
        assertThat(elements(page, "*").stream().filter(e -> e.getAttribute("id").equals(id)))
            .singleElement()
            .satisfies(
                described -> {
                  assertThat(described.getParentNode()).isSameAs(chart.getParentNode());
                  assertThat(described.getTextContent()).isNotBlank();
                });
      }
    }
    // the flow's table stands open below it
    assertThat(elements(page, "details")).hasSize(5);
    assertThat(elements(page, "table")).hasSize(6);
  }

  @Test
  void nothingIsLoadedFromAnywhere() throws Exception {
    String page = HtmlReport.html(DemoResults.plain().deadLetters(50).build());
    assertThat(page).contains("Content-Security-Policy\" content=\"default-src 'none';");
    assertThat(page).contains("echarts").doesNotContain("<script src");
    assertThat(withoutScripts(page))
        .doesNotContain("http://", "https://", "@import", "url(", "<script", "src=");
    assertThat(elements(parsed(page), "*"))
        .allSatisfy(
            element -> {
              for (int i = 0; i < element.getAttributes().getLength(); i++) {
                assertThat(element.getAttributes().item(i).getNodeName()).doesNotStartWith("on");
              }
            });
  }

  @Test
  void theChartsShowTheFigures() throws Exception {
    Document page =
        parsed(
            DemoResults.of(
                List.of(
                    TextReportTest.group("GB", "male", 1_234, "46.25", 45, 75),
                    TextReportTest.group("GB", "female", 7, "50.000000", 46, 80))));
    assertThat(texts(page, "td")).containsSubsequence("GB", "7", "1,234", "1,241");
    assertThat(texts(page, "td")).containsSubsequence("GB", "male", "1,234", "46.25", "45", "75");
    assertThat(texts(page, "p"))
        .contains("1,298 read = 1,241 written + 57 filtered + 0 dead-lettered");
  }

  @Test
  void theChartsDrawTheFiguresOfTheTables() throws Exception {
    JsonNode model =
        model(
            DemoResults.of(
                List.of(
                    TextReportTest.group("GB", "male", 1_234, "46.25", 45, 75),
                    TextReportTest.group("GB", "female", 7, "50.000000", 46, 80))));
    assertThat(model.get("elements").toString()).isEqualTo("[1298,1241,57,0,0,0]");
    assertThat(model.at("/genders/0/label").textValue()).isEqualTo("female");
    JsonNode nationality = model.at("/nationalities/0");
    assertThat(nationality.get("label").textValue()).isEqualTo("GB");
    assertThat(nationality.at("/parts/0/count").intValue()).isEqualTo(7);
    assertThat(nationality.at("/parts/1/count").intValue()).isEqualTo(1_234);
    assertThat(nationality.at("/parts/1/mean").decimalValue()).isEqualByComparingTo("46.25");
    assertThat(nationality.at("/parts/1/p50").intValue()).isEqualTo(45);
    assertThat(nationality.at("/parts/1/p95").intValue()).isEqualTo(75);
  }

  @Test
  void moreDomainsThanFitAreAddedUpButAllInTheTable() throws Exception {
    DemoResult result = DemoResults.plain().domains(40).build();
    assertThat(model(result).get("domains"))
        .extracting(domain -> domain.get("label").textValue())
        .contains("example.com", "+ 24 more")
        .doesNotContain("mail-39.example.org");
    assertThat(texts(parsed(result), "td")).contains("mail-39.example.org");
  }

  @Test
  void differencesAndTheVerdictAreShown() throws Exception {
    Document page = parsed(DemoResults.plain().wrong().build());
    assertThat(texts(page, "h1")).containsExactly("2 of 7 checks found differences");
    assertThat(texts(page, "li")).contains("65+: count 466, recounted 465");
  }

  @Test
  void atMostFiftyDeadLettersAreListed() throws Exception {
    Document page = parsed(DemoResults.plain().deadLetters(80).build());
    assertThat(texts(page, "td").stream().filter(cell -> cell.startsWith("column 'age'")))
        .hasSize(50);
    assertThat(texts(page, "p")).anyMatch(text -> text.startsWith("80 elements could not be used"));
  }

  @Test
  void textOfTheDataIsTextAndNothingElse() throws Exception {
    String hostile = "</script><script>alert('&\"')</script><!--\u0000\uD800 {{title}}";
    DemoResult result =
        DemoResults.of(List.of(TextReportTest.group(hostile, "m<b>", 3, "40", 40, 70)));
    String page = HtmlReport.html(result);
    String shown = "</script><script>alert('&\"')</script><!--\uFFFD\uFFFD {{title}}";
    assertThat(withoutScripts(page)).doesNotContain("<script", "<b>m", "\u0000");
    assertThat(page.split("<script", -1)).hasSize(1 + 3);
    assertThat(texts(parsed(page), "td")).contains(shown);
    assertThat(model(result).at("/nationalities/0/label").textValue()).isEqualTo(shown);
  }

  @Test
  void aPageOfNothingIsAPage() throws Exception {
    assertThat(texts(parsed(DemoResults.of(List.of())), "p")).contains("no groups");
  }

  private static Document parsed(DemoResult result) throws Exception {
    return parsed(HtmlReport.html(result));
  }

  private static Document parsed(String page) throws Exception {
    DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    return parser.parse(new InputSource(new StringReader(withoutScripts(page))));
  }

  /** A script ends where a browser sees its end. */
  private static String withoutScripts(String page) {
    return page.replaceAll("(?s)<script[ >].*?</script>", "");
  }

  private static JsonNode model(DemoResult result) throws Exception {
    String start = "id=\"model\">";
    String page = HtmlReport.html(result);
    int from = page.indexOf(start) + start.length();
    return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
  }

  private static List<Element> elements(Document page, String name) {
    NodeList nodes = page.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static List<String> texts(Document page, String name) {
    return elements(page, name).stream().map(element -> element.getTextContent().strip()).toList();
  }
}
