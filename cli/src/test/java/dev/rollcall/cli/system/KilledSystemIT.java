package dev.rollcall.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.cli.CommandProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A system whose command and servers are killed midway. */
@Tag("long")
class KilledSystemIT {

  private static final int USERS = 3_000;

  @TempDir Path home;

  @Test
  void aSystemKilledMidwayAndRunAgainAgreesAndAThirdRunReadsNothing() throws Exception {
    CommandProcess killed = start().awaitLine("Processing in this JVM");
    List<ProcessHandle> servers = killed.servers();
    killed.kill();
    for (ProcessHandle server : servers) {
      server.onExit().get(30, TimeUnit.SECONDS);
    }

    JsonNode second = figures();
    assertThat(second.path("added").asLong()).as("all were in Kafka").isZero();
    assertThat(second.path("written").asLong()).as("not all were committed").isPositive();

    JsonNode third = figures();
    assertThat(third.path("read").asLong()).isZero();
  }

  private CommandProcess start() throws IOException {
    return CommandProcess.start(
        home,
        "run",
        "profile-analytics",
        "--users",
        Integer.toString(USERS),
        "--date",
        "2026-01-02",
        "--json",
        json().toString());
  }

  private JsonNode figures() throws Exception {
    JsonNode figures = start().agreedFigures(json());
    assertThat(figures.path("loaded").asLong()).isEqualTo(USERS);
    return figures;
  }

  private Path json() {
    return home.resolve("out.json");
  }
}
