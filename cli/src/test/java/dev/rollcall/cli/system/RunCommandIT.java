package dev.rollcall.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.cli.CommandProcess;
import dev.rollcall.testkit.server.CassandraServer;
import dev.rollcall.testkit.server.KafkaServer;
import dev.rollcall.testkit.server.MariaDbServer;
import dev.rollcall.testkit.server.PostgresServer;
import dev.rollcall.testkit.server.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  void aSystemKilledMidwayAndRunAgainAgreesAndAThirdRunReadsNothing() throws Exception {
    CommandProcess killed =
        start(Map.of(), "profile-analytics").awaitLine("Processing in this JVM");
    List<ProcessHandle> servers = killed.servers();
    killed.kill();
    for (ProcessHandle server : servers) {
      server.onExit().get(30, TimeUnit.SECONDS);
    }

    JsonNode second = figures(start(Map.of(), "profile-analytics"));
    assertThat(second.path("added").asLong()).as("all were in Kafka").isZero();
    assertThat(second.path("written").asLong()).as("not all were committed").isPositive();

    JsonNode third = figures(start(Map.of(), "profile-analytics"));
    assertThat(third.path("read").asLong()).isZero();
  }

  @Test
  void theWarehouseAgreesAndDoublesNothing() throws Exception {
    assertThat(figures(start(existing(), "user-warehouse")).path("written").asLong())
        .isEqualTo(USERS);

    JsonNode again = figures(start(existing(), "user-warehouse"));
    assertThat(again.path("added").asLong()).isZero();
    assertThat(again.path("read").asLong()).isZero();
  }

  @Test
  void createdUsersAgree() throws Exception {
    JsonNode figures = figures(start(existing(), "created-users"));

    assertThat(figures.path("written").asLong()).isEqualTo(USERS);
    assertThat(figures.at("/checks/0/compared").asLong()).isEqualTo(11L * USERS);
  }

  @Test
  void aDayIsDoneStepByStepAndOnlyOnce() throws Exception {
    CommandProcess tooEarly = start(existing(), "daily-batch", "--step", "load");
    assertThat(tooEarly.exitCode()).as(tooEarly::seen).isEqualTo(2);
    assertThat(tooEarly.seen()).contains("run the step 'extract' first");

    JsonNode extract = figures(start(existing(), "daily-batch", "--step", "extract"));
    assertThat(extract.path("written").asLong()).isEqualTo(USERS);

    JsonNode rest = figures(start(existing(), "daily-batch"));
    assertThat(rest.path("added").asLong()).isZero();
    assertThat(rest.path("read").asLong()).as("transform and load").isEqualTo(2L * USERS);
    assertThat(rest.path("checks")).hasSize(6);

    CommandProcess again = start(existing(), "daily-batch");
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

  @Test
  void badLinesOfAFileOfShopEventsAreDeadLettersAndTheTablesAgree() throws Exception {
    String file =
        """
        event_time;event_type;product_id;category_id;category_code;brand;price;user_id;user_session
        2018-12-01 00:00:00 UTC;view;1;2;a.b;NULL;1.00;3;s
        2018-12-01 00:00:01 UTC;view;1
        2018-12-01 00:00:02 UTC;cart;1;2;a.b;"x;1.00;3;s
        2018-12-01 00:00:03 UTC;look;1;2;a.b;x;1.00;3;s
        2018-12-01 00:00:04 UTC;view;1;2;a.b;x;;3;s
        ;view;1;2;a.b;x;1.00;3;s
        2018-12-01 00:00:05 UTC;purchase;1;2;a.b;x;1.00;3;s
        """;
    Path events = Files.writeString(home.resolve("events.csv"), file);

    CommandProcess run =
        CommandProcess.start(
            existing(),
            home,
            "run",
            "commerce-analytics",
            "--from",
            events.toString(),
            "--separator",
            ";",
            "--null-texts",
            "NULL",
            "--json",
            json().toString());

    assertThat(run.exitCode()).as(run::seen).isZero();
    assertThat(run.seen()).contains("2 of 7 lines cannot be read and become dead letters");
    JsonNode figures = CommandProcess.figures(json());
    assertThat(figures.path("agrees").asBoolean()).isTrue();
    assertThat(figures.path("added").asLong()).isEqualTo(7);
    assertThat(figures.path("dead_lettered").asLong()).isEqualTo(4);
  }

  @Test
  void twoEqualLinesOfAFileAreTwoEventsAndAViewNeedsNoPrice() throws Exception {
    Path events = home.resolve("equal.csv");
    Files.writeString(
        events,
        """
        event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session
        2017-03-01 00:00:00 UTC,view,1,2,a.b,x,,3,equal
        2017-03-01 00:00:00 UTC,view,1,2,a.b,x,,3,equal
        """);
    JsonNode before =
        figures("commerce-analytics", shop("2017-03-02 00:00:00 UTC,view,1,2,a.b,x,1.00,3,s"));

    JsonNode figures = figures("commerce-analytics", events);

    assertThat(figures.path("written").asLong()).isEqualTo(2);
    assertThat(rawEvents(figures) - rawEvents(before)).as("rows of five columns").isEqualTo(10);
  }

  private static long rawEvents(JsonNode figures) {
    return figures.at("/checks/0/compared").asLong();
  }

  private Path shop(String... lines) throws IOException {
    String header =
        "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session";
    return Files.writeString(
        home.resolve("shop.csv"), header + "\n" + String.join("\n", lines) + "\n");
  }

  @Test
  void aHeaderWithoutLinesIsNoEventAndNoFault() throws Exception {
    JsonNode figures = figures("commerce-analytics", shop());

    assertThat(figures.path("loaded").asLong()).isZero();
    assertThat(figures.path("read").asLong()).isZero();
  }

  @Test
  void usersOfEveryFormAgreeAndBadOnesAreDeadLetters() throws Exception {
    Path users = home.resolve("users.ndjson");
    Files.writeString(
        users,
        """
        {"name":{"first":"ilva","last":"stone"},"email":"ilva@example.com","dob":"1980-02-03 04:05:06","registered":"2005-06-07 08:09:10"}
        {"id":"21111111-2222-4333-8444-555555555551","first_name":"Mo","last_name":"La","address":"12 Elm Rd, Larkton, Ohio, US","email":"mo@example.com","dob":"1990-01-02T03:04:05.678Z","registered_date":"2015-01-02T03:04:05.678Z"}
        {"login":{"uuid":"11111111-2222-4333-8444-555555555552"},"email":"an a@example.com"}
        {"login":{"uuid":"11111111-2222-4333-8444-555555555553"},"dob":{"date":"never"}}
        """);

    JsonNode figures = figures("user-warehouse", users);

    assertThat(figures.path("written").asLong()).isEqualTo(2);
    assertThat(figures.path("dead_lettered").asLong()).isEqualTo(2);
  }

  @Test
  void whatTheDatabaseRefusesIsADeadLetterToo() throws Exception {
    Path users = home.resolve("nul.ndjson");
    Files.writeString(
        users,
        """
        {"login":{"uuid":"11111111-2222-4333-8444-555555555554","username":"a\\u0000b"}}
        """);

    JsonNode figures = figures("user-warehouse", users);

    assertThat(figures.path("dead_lettered").asLong()).isOne();
  }

  @Test
  void filesAreCheckedBeforeServersStart() throws Exception {
    for (Path file :
        List.of(
            Files.writeString(home.resolve("empty.csv"), ""),
            Files.writeString(home.resolve("people.csv"), "name,age\nAna,36\n"),
            home.resolve("none.csv"))) {
      CommandProcess run =
          CommandProcess.start(home, "run", "commerce-analytics", "--from", file.toString());

      assertThat(run.exitCode()).as(run::seen).isNotZero();
      assertThat(run.seen()).contains(file.getFileName().toString()).doesNotContain("Starting");
    }
  }

  private JsonNode figures(String system, Path from) throws Exception {
    CommandProcess run =
        CommandProcess.start(
            existing(),
            home,
            "run",
            system,
            "--from",
            from.toString(),
            "--json",
            json().toString());
    assertThat(run.exitCode()).as(run::seen).isZero();
    JsonNode figures = CommandProcess.figures(json());
    assertThat(figures.path("agrees").asBoolean()).isTrue();
    return figures;
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
            existing(),
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
    assertThat(figures.path("checks")).hasSize(9).allSatisfy(RunCommandIT::somethingWasCompared);
  }

  /** The servers of the tests, as somebody's who has their own. */
  private static Map<String, String> existing() {
    CassandraServer cassandra = TestServers.cassandra();
    Map<String, String> servers = new HashMap<>();
    servers.put(KafkaServer.ENVIRONMENT_VARIABLE, TestServers.kafka().bootstrapServers());
    servers.put(
        CassandraServer.ENVIRONMENT_VARIABLE,
        cassandra.address() + "/" + cassandra.localDatacenter());
    servers.put(PostgresServer.ENVIRONMENT_VARIABLE, TestServers.postgres().jdbcUrl());
    if (MariaDbServer.isAvailable()) {
      servers.put(MariaDbServer.ENVIRONMENT_VARIABLE, TestServers.mariadb().jdbcUrl());
    }
    return servers;
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
    assertThat(run.exitCode()).as(run::seen).isZero();
    JsonNode figures = CommandProcess.figures(json());
    assertThat(figures.path("agrees").asBoolean()).isTrue();
    assertThat(figures.path("loaded").asLong()).isEqualTo(USERS);
    return figures;
  }
}
