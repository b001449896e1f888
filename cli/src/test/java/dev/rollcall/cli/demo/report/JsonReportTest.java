package dev.rollcall.cli.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.cli.demo.DemoResult;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.examples.ProfileAnalytics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonReportTest {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  @TempDir Path folder;

  @Test
  void theKeysAreTheFixedOnes() throws Exception {
    JsonNode figures = written(DemoResults.plain().deadLetters(4).build());
    assertThat(names(figures))
        .containsExactly(
            "ok",
            "engine",
            "source",
            "read",
            "written",
            "outdated",
            "deleted",
            "filtered",
            "dead_lettered",
            "cassandra_rows",
            "aggregates",
            "applied",
            "already_applied",
            "dead_letter_reasons",
            "columns",
            "never_filled",
            "statements",
            "load",
            "checks",
            "seconds",
            "results");
    assertThat(names(figures.get("load"))).containsExactly("id", "records", "added");
    assertThat(names(figures.get("checks").get(0)))
        .containsExactly("name", "compared", "ok", "differences");
    assertThat(names(figures.get("seconds")))
        .containsExactly("servers", "load", "pipeline", "read back", "check", "total");
  }

  @Test
  void theFiguresAreThoseOfTheResult() throws Exception {
    DemoResult result = DemoResults.plain().domains(3).deadLetters(5).build();
    JsonNode figures = written(result);
    assertThat(figures.get("ok").isBoolean()).isTrue();
    assertThat(figures.get("ok").booleanValue()).isTrue();
    assertThat(figures.get("read").longValue()).isEqualTo(result.report().read());
    assertThat(
            figures.get("written").longValue()
                + figures.get("outdated").longValue()
                + figures.get("deleted").longValue()
                + figures.get("filtered").longValue()
                + figures.get("dead_lettered").longValue())
        .isEqualTo(result.report().read());
    assertThat(figures.get("dead_lettered").longValue()).isEqualTo(5);
    assertThat(figures.get("cassandra_rows").longValue()).isEqualTo(result.cassandraRows());
    assertThat(figures.get("aggregates").longValue()).isEqualTo(42 + 1 + 3 + 6);
    assertThat(figures.get("applied").get(ProfileAnalytics.MEAN_AGE).longValue())
        .isEqualTo(result.report().written());
    assertThat(figures.get("already_applied").get(ProfileAnalytics.MEAN_AGE).longValue()).isZero();
    assertThat(figures.get("seconds").get("total").decimalValue()).isEqualByComparingTo("24.581");
  }

  @Test
  void valuesThatDidNotFitAreCounted() throws Exception {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", ColumnType.STRING)
            .column("n", ColumnType.INT64)
            .elseNull()
            .build();
    Flattener flattener = Flattener.of(type);
    for (String n : List.of("1", "\"many\"", "[]")) {
      String json = "{\"k\":\"a\",\"n\":%s}".formatted(n);
      flattener.flatten(json.getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
    }
    JsonNode figures = written(DemoResults.plain().coverage(flattener.takeCoverage()).build());

    assertThat(figures.get("columns").get("n").get("n").longValue()).isEqualTo(1);
    assertThat(figures.get("statements").valueStream().map(JsonNode::textValue))
        .contains("n: 2 values did not fit and became null");
    assertThat(Files.readString(folder.resolve("out.json"))).doesNotContain("many");
  }

  @Test
  void resultsKeepTheirNumbersExactlyAndTheirNulls() throws Exception {
    JsonNode groups =
        written(
                DemoResults.of(
                    List.of(
                        TextReportTest.group(null, "male", 3, "46.250000", 45, null),
                        TextReportTest.group("GB", "female", 1, "1E+2", 46, 80))))
            .get("results")
            .get(ProfileAnalytics.BY_NATIONALITY_AND_GENDER);
    assertThat(groups.get(0).get("nationality").isNull()).isTrue();
    assertThat(groups.get(0).get("count").isIntegralNumber()).isTrue();
    assertThat(groups.get(0).get("mean_age").decimalValue()).isEqualByComparingTo("46.25");
    assertThat(groups.get(0).get("p95_age").isNull()).isTrue();
    assertThat(Files.readString(folder.resolve("out.json"))).contains("46.250000").contains("100");
  }

  @Test
  void differencesMakeItNotOk() throws Exception {
    JsonNode figures = written(DemoResults.plain().wrong().build());
    assertThat(figures.get("ok").booleanValue()).isFalse();
    assertThat(figures.get("checks").get(4).get("ok").booleanValue()).isFalse();
    assertThat(figures.get("checks").get(4).get("differences").get(0).textValue())
        .isEqualTo("65+: count 466, recounted 465");
  }

  @Test
  void anOlderFileIsReplacedAndNothingIsLeftBeside() throws Exception {
    Files.writeString(folder.resolve("out.json"), "old");
    assertThat(written(DemoResults.of(List.of())).get("aggregates").longValue()).isZero();
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("out.json"));
    }
  }

  @Test
  void aLinkIsFollowedAndADeviceIsNotReplaced() throws Exception {
    Path file = Files.writeString(folder.resolve("file.json"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), file);
    Path device = Files.createSymbolicLink(folder.resolve("device"), Path.of("/dev/null"));
    JsonReport.write(DemoResults.plain().build(), link);
    JsonReport.write(DemoResults.plain().build(), device);
    assertThat(link).isSymbolicLink();
    assertThat(device).isSymbolicLink();
    assertThat(Files.readString(file)).startsWith("{");
  }

  private JsonNode written(DemoResult result) throws Exception {
    Path file = folder.resolve("out.json");
    JsonReport.write(result, file);
    return JSON.readTree(Files.readString(file));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
