package dev.rollcall.cli.flatten;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.cli.CommandRun;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AggregateCommandTest {

  private static final String USERS =
      """
      [{"username":"a","nat":"NO","gender":"male","age":30},
       {"username":"b","nat":"NO","gender":"female","age":41},
       {"username":"c","nat":"AU","gender":"female","age":20},
       {"username":"c","nat":"AU","gender":"female","age":21},
       {"username":"d","gender":"female"},
       {"username":"e","nat":"NO","gender":"male","age":30.5}]""";

  private static CommandRun aggregate(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "aggregate";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CommandRun.with(USERS, Map.of(), all);
  }

  @Test
  void theDefaultIsCountAndMeanAgeByNationalityAsATable() {
    CommandRun run = aggregate();

    assertThat(run.out().lines().map(String::stripTrailing))
        .containsExactly(
            "nationality  count  mean_age",
            "AU               2     20.50",
            "NO               2     35.50",
            "-                1         -");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.summary()).isEqualTo("6 elements = 5 rows + 1 dead letter, 1 file");
    assertThat(run.err()).contains("dead letter: -#5 map: column 'age'");
  }

  @Test
  void measuresAndGroupsAreAsAskedFor() {
    CommandRun run =
        aggregate(
            "--by=nationality,gender",
            "--measures",
            "count, min:age,max:age,sum:age,distinct:user_id,quantiles:age:0.5:0.99,mean:age",
            "--format=ndjson");

    List<JsonNode> groups = run.rows();
    assertThat(groups).hasSize(4);
    assertThat(groups.get(0).toString())
        .isEqualTo(
            "{\"nationality\":\"AU\",\"gender\":\"female\",\"count\":2,\"min_age\":20,"
                + "\"max_age\":21,\"sum_age\":41,\"distinct_user_id\":1,\"p50_age\":20.0,"
                + "\"p99_age\":20.0,\"mean_age\":20.5}");
    assertThat(groups)
        .extracting(group -> group.get("nationality").asText() + group.get("gender").asText())
        .containsExactly("AUfemale", "NOfemale", "NOmale", "nullfemale");
  }

  @Test
  void quantilesAreMedianAndNinetyFifthUnlessAskedFor() {
    assertThat(aggregate("--measures", "quantiles:age").out()).contains("p50_age  p95_age");
  }

  @Test
  void noGroupIsOneLineOfAll() {
    CommandRun run = aggregate("--by", "", "--measures", "count", "--format", "csv");

    assertThat(run.out()).isEqualTo("count\r\n5\r\n");
  }

  @Test
  void wrongColumnsAndMeasuresAreWrongUseWithASuggestion() {
    assertFault("did you mean 'nationality'?", "--by", "nationalty");
    assertFault("did you mean 'mean'?", "--measures", "count,meann:age");
    assertFault("did you mean 'age'?", "--measures", "mean:agee");
    assertFault("lacks its column, expected such as sum:age", "--measures", "sum");
    assertFault("says too much", "--measures", "count:age");
    assertFault("quantiles from 0 to 1", "--measures", "quantiles:age:half");
    assertFault("expected 0 to 1", "--measures", "quantiles:age:95");
    assertFault("'gender' is STRING", "--measures", "mean:gender");
    assertFault("got none", "--measures", ",");
    assertFault("did you mean 'table'?", "--format", "tables");
  }

  private static void assertFault(String message, String... arguments) {
    CommandRun run = aggregate(arguments);
    assertThat(run.code()).as(message).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
  }
}
