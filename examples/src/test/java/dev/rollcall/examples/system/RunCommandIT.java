package dev.rollcall.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.examples.command.CommandProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandIT {

  private static final int USERS = 3_000;

  @TempDir Path home;

  @Test
  void createdUsersKilledMidwayAndRunAgainAgreesAndAThirdRunReadsNothing() throws Exception {
    Path json = home.resolve("out.json");
    String[] command = {
      "run", "created-users", "--users", Integer.toString(USERS), "--json", json.toString()
    };
    CommandProcess killed = CommandProcess.start(home, command).awaitLine("Processing in this JVM");
    List<ProcessHandle> servers = killed.servers();
    killed.kill();
    for (ProcessHandle server : servers) {
      server.onExit().get(30, TimeUnit.SECONDS);
    }

    JsonNode second = figures(CommandProcess.start(home, command), json);
    assertThat(second.path("added").asLong()).as("all were in Kafka").isZero();
    assertThat(second.path("written").asLong()).as("not all were in Cassandra").isPositive();

    JsonNode third = figures(CommandProcess.start(home, command), json);
    assertThat(third.path("read").asLong()).isZero();
  }

  private static JsonNode figures(CommandProcess run, Path json) throws Exception {
    assertThat(run.exitCode()).as(run::seen).isZero();
    JsonNode figures = CommandProcess.figures(json);
    assertThat(figures.path("agrees").asBoolean()).isTrue();
    assertThat(figures.path("loaded").asLong()).isEqualTo(USERS);
    assertThat(figures.at("/checks/0/compared").asLong()).isEqualTo(11L * USERS);
    return figures;
  }
}
