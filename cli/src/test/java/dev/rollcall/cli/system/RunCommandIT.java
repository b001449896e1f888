package dev.rollcall.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.cli.CommandProcess;
import dev.rollcall.cli.CommandRun;
import dev.rollcall.examples.CreatedUsers;
import dev.rollcall.examples.UserWarehouse;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.source.KafkaRecords;
import dev.rollcall.testkit.server.MariaDbServer;
import dev.rollcall.testkit.server.TestServers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class RunCommandIT {

  private static final int USERS = 3_000;
  private static final String WITHOUT_MARIADB =
      "no MariaDB; set ROLLCALL_MYSQL to a URL, or build with -Pmariadb (177 MB)";

  @TempDir Path home;

  @Test
  void theWarehouseAgreesAndDoublesNothing() throws Exception {
    assertThat(
            figures(start(ExistingServers.addresses(), "user-warehouse")).path("written").asLong())
        .isEqualTo(USERS);

    JsonNode again = figures(start(ExistingServers.addresses(), "user-warehouse"));
    assertThat(again.path("added").asLong()).isZero();
    assertThat(again.path("read").asLong()).isZero();

    CommandRun erase = eraseFirstOf(UserWarehouse.TOPIC);
    assertThat(erase.code()).as(erase.err()).isZero();
    assertThat(erase.out())
        .contains("users_by_region keeps hashes of values of 'user_id' for distinct_user_id");
    JsonNode erased = figures(start(ExistingServers.addresses(), "user-warehouse"));
    assertThat(erased.path("read").asLong()).isEqualTo(1);
    assertThat(erased.path("deleted").asLong()).isEqualTo(1);
  }

  private static CommandRun eraseFirstOf(String topic) {
    String servers = TestServers.kafka().bootstrapServers();
    List<String> keys = new ArrayList<>();
    KafkaRecords.read(
        KafkaTopic.named(topic).bootstrapServers(servers),
        record -> keys.add(new String(record.key(), StandardCharsets.UTF_8)));
    return CommandRun.with(
        keys.get(0), Map.of("ROLLCALL_KAFKA", servers), "erase", "--topic", topic, "--key", "-");
  }

  @Test
  void createdUsersAgree() throws Exception {
    JsonNode figures = figures(start(ExistingServers.addresses(), "created-users"));

    assertThat(figures.path("written").asLong()).isEqualTo(USERS);
    assertThat(figures.at("/checks/0/compared").asLong()).isEqualTo(11L * USERS);

    assertThat(eraseFirstOf(CreatedUsers.TOPIC).code()).isZero();
    JsonNode erased = figures(start(ExistingServers.addresses(), "created-users"));
    assertThat(erased.path("deleted").asLong()).isEqualTo(1);
    assertThat(erased.at("/checks/0/compared").asLong()).isEqualTo(11L * (USERS - 1));
  }

  @Test
  void aDayIsDoneStepByStepAndOnlyOnce() throws Exception {
    CommandProcess tooEarly = start(ExistingServers.addresses(), "daily-batch", "--step", "load");
    assertThat(tooEarly.exitCode()).as(tooEarly::seen).isEqualTo(2);
    assertThat(tooEarly.seen()).contains("run the step 'extract' first");

    JsonNode extract =
        figures(start(ExistingServers.addresses(), "daily-batch", "--step", "extract"));
    assertThat(extract.path("written").asLong()).isEqualTo(USERS);

    JsonNode rest = figures(start(ExistingServers.addresses(), "daily-batch"));
    assertThat(rest.path("added").asLong()).isZero();
    assertThat(rest.path("read").asLong()).as("transform and load").isEqualTo(2L * USERS);
    assertThat(rest.path("checks")).hasSize(6);

    CommandProcess again = start(ExistingServers.addresses(), "daily-batch");
    assertThat(figures(again).path("read").asLong()).isZero();
    assertThat(again.seen()).contains("load is done since run").contains("nothing to do");
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

  private static void somethingWasCompared(JsonNode check) {
    assertThat(
            check.path("name").asText().startsWith("dead letters")
                || check.path("compared").asLong() > 0)
        .as(check.toString())
        .isTrue();
  }

  @Test
  void optionsOfCsvAreForFilesOfShopEvents() throws Exception {
    CommandProcess run = CommandProcess.start(home, "run", "user-warehouse", "--separator", ";");

    assertThat(run.exitCode()).as(run::seen).isEqualTo(2);
    assertThat(run.seen()).contains("--separator: is only of use with commerce-analytics --from");
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
            ExistingServers.addresses(),
            home,
            "run",
            "commerce-analytics",
            "--store",
            store,
            "--users",
            "400",
            "--json",
            json().toString());

    JsonNode figures = run.agreedFigures(json());
    assertThat(figures.path("written").asLong()).isGreaterThan(400);
    assertThat(figures.path("checks")).hasSize(9).allSatisfy(RunCommandIT::somethingWasCompared);
  }

  private CommandProcess start(Map<String, String> servers, String system, String... more)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                system,
                "--users",
                Integer.toString(USERS),
                "--date",
                "2026-01-02",
                "--json",
                json().toString()));
    arguments.addAll(List.of(more));
    return CommandProcess.start(servers, home, arguments.toArray(String[]::new));
  }

  private Path json() {
    return home.resolve("out.json");
  }

  private JsonNode figures(CommandProcess run) throws Exception {
    JsonNode figures = run.agreedFigures(json());
    assertThat(figures.path("loaded").asLong()).isEqualTo(USERS);
    return figures;
  }
}
