package dev.rollcall.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.cli.CommandProcess;
import dev.rollcall.cli.CommandRun;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real command writes to standard error for machines. */
class LogFormatIT {

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"jvm", "spark"})
  void everyLineIsAnObjectAndThoseOfARunCarryItsId(String engine) throws Exception {
    CommandProcess run =
        CommandProcess.start(
            home,
            "run",
            "user-warehouse",
            "--users",
            "500",
            "--engine",
            engine,
            "--log-format",
            "json");
    assertThat(run.exitCode()).as(run::seen).isZero();

    List<JsonNode> lines = CommandRun.lines(run.seen());
    assertThat(lines)
        .allSatisfy(
            line -> {
              assertThat(Instant.parse(line.path("time").asText())).isBefore(Instant.now());
              assertThat(line.path("level").asText()).isIn("INFO", "WARN");
              assertThat(line.path("message").asText()).isNotBlank();
            });
    JsonNode started = only(lines, "the run has started: ");
    JsonNode ended = only(lines, "the run has ended: 500 read = 500 written + 0 filtered");
    assertThat(started.path("run_id").asText())
        .hasSize(36)
        .isEqualTo(ended.path("run_id").asText());
    assertThat(ended.path("pipeline").asText()).isEqualTo("user-warehouse");
    assertThat(ended.path("message").asText()).contains("users_by_region: 500 applied");
    assertThat(lines)
        .filteredOn(line -> line.path("logger").asText().matches("dev\\.rollcall\\.(core|spark).*"))
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(line -> assertThat(line.path("run_id")).isEqualTo(ended.path("run_id")));
  }

  @Test
  void anErrorThatEndsTheCommandIsAnObjectToo() throws Exception {
    CommandProcess run = CommandProcess.start(home, "run", "user-warehous", "--log-format", "json");
    assertThat(run.exitCode()).isEqualTo(2);

    JsonNode error = only(CommandRun.lines(run.seen()), "did you mean 'user-warehouse'?");
    assertThat(error.path("level").asText()).isEqualTo("ERROR");
  }

  private static JsonNode only(List<JsonNode> lines, String message) {
    List<JsonNode> found =
        lines.stream().filter(line -> line.path("message").asText().contains(message)).toList();
    assertThat(found).as(message).hasSize(1);
    return found.get(0);
  }
}
