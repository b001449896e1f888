package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.RunLog;
import dev.rollcall.testkit.contract.RunLogContract;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The contract, and what it does not say, on a real database; a subclass names it. */
abstract class JdbcRunsTests extends RunLogContract {

  abstract TestSchema database();

  @Override
  protected RunLog open() {
    return JdbcRuns.url(database().url()).autoCreate().open();
  }

  @Override
  protected Optional<Entry> entry(String runId) {
    return database()
        .values(
            JdbcRuns.DEFAULT_TABLE,
            RunTable.of(database().dialect(), "x").columns(),
            "run_id",
            runId)
        .map(JdbcRunsTests::entry);
  }

  private static Entry entry(List<Object> values) {
    return new Entry(
        (Long) values.get(0),
        (String) values.get(2),
        (Instant) values.get(3),
        (Instant) values.get(4),
        figures((String) values.get(5)),
        (String) values.get(6));
  }

  private static Map<String, Long> figures(String json) {
    Map<String, Long> figures = new TreeMap<>();
    Matcher figure = Pattern.compile("\"(\\w+)\": ?(-?\\d+)").matcher(json == null ? "" : json);
    while (figure.find()) {
      figures.put(figure.group(1), Long.valueOf(figure.group(2)));
    }
    return figures;
  }

  @Test
  void aRunThatIsStartedAgainHasOneEntryAndAHigherNumber() {
    try (RunLog log = open()) {
      long first = log.started("again", "run-again", Instant.EPOCH);
      log.failed("run-again", Instant.EPOCH.plusSeconds(1), "NUL \0 and half \uD83D a pair");
      long second = log.started("again", "run-again", Instant.EPOCH.plusSeconds(2));

      assertThat(second).isGreaterThan(first);
      assertThat(entry("run-again"))
          .contains(new Entry(second, "again", Instant.EPOCH.plusSeconds(2), null, Map.of(), null));
    }
    assertThat(database().query("SELECT count(*) FROM rollcall_runs WHERE run_id = 'run-again'"))
        .containsExactly(1L);
  }

  @Test
  void theEndOfARunThatWasNotStartedIsAnError() {
    try (RunLog log = open()) {
      assertThatThrownBy(() -> log.finished("nobody", Instant.EPOCH, Map.of()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("nobody");
    }
  }

  @Test
  void aTableThatIsNotThereIsAnErrorWithTheStatementThatMakesIt() {
    JdbcRuns runs = JdbcRuns.url(database().url()).table("other_runs");
    assertThatThrownBy(runs::open)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("run_number");

    database().execute(runs.plan().ddl().get(0).replaceFirst(";$", ""));

    try (RunLog log = runs.open()) {
      assertThat(log.started("p", "r", Instant.EPOCH)).isPositive();
    }
  }
}
