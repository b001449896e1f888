package dev.rollcall.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.cli.CommandProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Systems over files that a person has. */
class RunFromFilesIT {

  @TempDir Path home;

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
        start("commerce-analytics", events, "--separator", ";", "--null-texts", "NULL");

    JsonNode figures = run.agreedFigures(json());
    assertThat(run.seen()).contains("2 of 7 lines cannot be read and become dead letters");
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
    return start(system, from).agreedFigures(json());
  }

  private CommandProcess start(String system, Path from, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("run", system, "--from", from.toString(), "--json", json().toString()));
    arguments.addAll(List.of(more));
    return CommandProcess.start(
        ExistingServers.addresses(), home, arguments.toArray(String[]::new));
  }

  private Path json() {
    return home.resolve("out.json");
  }
}
