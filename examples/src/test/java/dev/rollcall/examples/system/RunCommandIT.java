package dev.rollcall.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.examples.command.CommandProcess;
import dev.rollcall.testkit.server.MariaDbServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class RunCommandIT {

  private static final int USERS = 3_000;
  private static final String WITHOUT_MARIADB =
      "no MariaDB; set ROLLCALL_MYSQL to a URL, or build with -Pmariadb (177 MB)";

  @TempDir Path home;

  @Test
  void theWarehouseKilledMidwayAndRunAgainAgreesAndAThirdRunReadsNothing() throws Exception {
    CommandProcess killed = run("user-warehouse").awaitLine("Processing in this JVM");
    List<ProcessHandle> servers = killed.servers();
    killed.kill();
    for (ProcessHandle server : servers) {
      server.onExit().get(30, TimeUnit.SECONDS);
    }

    JsonNode second = figures(run("user-warehouse"));
    assertThat(second.path("added").asLong()).as("all were in Kafka").isZero();
    assertThat(second.path("written").asLong()).as("not all were in PostgreSQL").isPositive();

    JsonNode third = figures(run("user-warehouse"));
    assertThat(third.path("read").asLong()).isZero();
  }

  @Test
  void createdUsersAgree() throws Exception {
    JsonNode figures = figures(run("created-users"));

    assertThat(figures.path("written").asLong()).isEqualTo(USERS);
    assertThat(figures.at("/checks/0/compared").asLong()).isEqualTo(11L * USERS);
  }

  @Test
  void shopEventsAgree() throws Exception {
    shopEventsAgreeIn("postgres");
  }

  @Test
  @EnabledIf(value = "hasMariaDb", disabledReason = WITHOUT_MARIADB)
  void shopEventsAgreeInMariaDb() throws Exception {
    shopEventsAgreeIn("mysql");
  }

  @Test
  void aSystemWithoutAChoiceOfStoresSaysSo() throws Exception {
    CommandProcess run = CommandProcess.start(home, "run", "user-warehouse", "--store", "mysql");

    assertThat(run.exitCode()).as(run::seen).isEqualTo(2);
    assertThat(run.seen()).contains("--store", "user-warehouse has no choice of stores");
  }

  /** Says why the test on MariaDB does not run. */
  static boolean hasMariaDb() {
    boolean available = MariaDbServer.isAvailable();
    if (!available) {
      System.out.println("skipped: " + WITHOUT_MARIADB);
    }
    return available;
  }

  private void shopEventsAgreeIn(String store) throws Exception {
    CommandProcess run =
        CommandProcess.start(
            home,
            "run",
            "commerce-analytics",
            "--store",
            store,
            "--users",
            "400",
            "--json",
            json().toString());
    assertThat(run.exitCode()).as(run::seen).isZero();

    JsonNode figures = CommandProcess.figures(json());
    assertThat(figures.path("agrees").asBoolean()).isTrue();
    assertThat(figures.path("written").asLong()).isGreaterThan(400);
    assertThat(figures.path("checks")).hasSize(4);
  }

  private CommandProcess run(String system) throws Exception {
    return CommandProcess.start(
        home, "run", system, "--users", Integer.toString(USERS), "--json", json().toString());
  }

  private Path json() {
    return home.resolve("out.json");
  }

  private JsonNode figures(CommandProcess run) throws Exception {
    assertThat(run.exitCode()).as(run::seen).isZero();
    JsonNode figures = CommandProcess.figures(json());
    assertThat(figures.path("agrees").asBoolean()).isTrue();
    assertThat(figures.path("loaded").asLong()).isEqualTo(USERS);
    return figures;
  }
}
