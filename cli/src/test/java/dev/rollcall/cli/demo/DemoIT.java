package dev.rollcall.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.cli.CommandProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a person does with the command: runs it, runs it again, pulls the plug. */
@EnabledOnOs(
    value = {OS.LINUX, OS.MAC},
    disabledReason = "nothing else has SIGTERM")
class DemoIT {

  private static final int USERS = 3_000;

  @TempDir Path home;

  @Test
  @Tag("long")
  void aRunThatIsKilledWhileLoadingAndRunAgainNeitherLosesNorDoubles() throws Exception {
    Path json = home.resolve("out.json");
    String[] command = {
      "demo", "--users", Integer.toString(USERS), "--keep", "--json", json.toString()
    };
    CommandProcess killed =
        CommandProcess.start(home, command).awaitLine("Loading users into Kafka: 1,");
    List<ProcessHandle> servers = killed.servers();
    killed.kill();
    assertEnd(servers);

    CommandProcess second = CommandProcess.start(home, command);
    assertThat(second.exitCode()).as(() -> second.seen()).isZero();
    JsonNode figures = CommandProcess.figures(json);
    // the fault did hit: some pages were there, some were not
    assertThat(figures.at("/load/added").asLong()).isBetween(1L, USERS - 1L);
    assertFigures(figures);
    assertThat(figures.at("/applied").elements())
        .toIterable()
        .allSatisfy(n -> assertThat(n.asLong()).isEqualTo(figures.get("written").asLong()));

    CommandProcess third = CommandProcess.start(home, command);
    assertThat(third.exitCode()).as(() -> third.seen()).isZero();
    JsonNode replay = CommandProcess.figures(json);
    assertFigures(replay);
    assertThat(replay.at("/load/added").asLong()).isZero();
    assertThat(replay.at("/applied").elements())
        .toIterable()
        .allSatisfy(n -> assertThat(n.asLong()).isZero());
    assertThat(replay.at("/already_applied").elements())
        .toIterable()
        .allSatisfy(n -> assertThat(n.asLong()).isEqualTo(replay.get("written").asLong()));
    assertThat(replay.get("results")).isEqualTo(figures.get("results"));
  }

  @Test
  void aStopLeavesNoServerAndNoLockBehind() throws Exception {
    CommandProcess demo = CommandProcess.start(home, "demo", "--users", "500", "--keep");
    demo.awaitLine("records in topic");
    List<ProcessHandle> servers = demo.servers();
    assertThat(locks()).isNotEmpty();

    demo.stop();

    assertThat(demo.exitCode()).isEqualTo(CommandProcess.STOPPED);
    assertEnd(servers);
    assertThat(locks()).isEmpty();
  }

  @Test
  void aStopRemovesTheFolderOfARunThatIsNotKept() throws Exception {
    CommandProcess demo = CommandProcess.start(home, "demo", "--users", "500");
    demo.awaitLine("Cassandra: starting");

    demo.stop();

    assertThat(demo.exitCode()).isEqualTo(CommandProcess.STOPPED);
    try (Stream<Path> left = Files.list(home.resolve("tmp"))) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("rollcall")))
          .isEmpty();
    }
  }

  private static void assertFigures(JsonNode figures) {
    assertThat(figures.get("ok").asBoolean()).isTrue();
    assertThat(figures.get("read").asLong()).isEqualTo(USERS);
    assertThat(figures.get("filtered").asLong()).isPositive();
    assertThat(figures.get("cassandra_rows").asLong()).isEqualTo(figures.get("written").asLong());
    assertThat(figures.at("/load/records").asLong()).isEqualTo(USERS);
  }

  private static void assertEnd(List<ProcessHandle> servers) throws Exception {
    for (ProcessHandle server : servers) {
      server.onExit().get(30, TimeUnit.SECONDS);
    }
  }

  private List<Path> locks() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(file -> file.getFileName().toString().equals("rollcall.lock")).toList();
    }
  }
}
