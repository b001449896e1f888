package dev.rollcall.cli;

import dev.rollcall.cli.console.Console;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs the commands for files on samples, so that a JVM loads what they need: the launcher has it
 * archive these classes, which later starts map instead of loading and verifying them.
 */
final class Rehearsal {

  private static final String USERS =
      """
      {"results":[{"gender":"female","name":{"title":"Ms","first":"Ann","last":"Lee"},
      "location":{"street":{"number":7,"name":"Hill Road"},"city":"Leeds","state":"Yorkshire",
      "country":"United Kingdom","postcode":"LS1 1AA",
      "coordinates":{"latitude":"53.8","longitude":"-1.5"},
      "timezone":{"offset":"0:00","description":"London"}},"email":"ann.lee@example.com",
      "login":{"uuid":"155e77ee-ba6d-486f-95ce-0e0c0fb4b919","username":"ann","password":"secret",
      "salt":"s","md5":"m","sha1":"h","sha256":"h"},
      "dob":{"date":"1990-04-01T10:00:00.000Z","age":36},
      "registered":{"date":"2015-04-01T10:00:00.000Z","age":11},"phone":"1","cell":"2",
      "id":{"name":"NINO","value":"AB 12 34 56 C"},"picture":{"large":"https://example.com/l.jpg",
      "medium":"https://example.com/m.jpg","thumbnail":"https://example.com/t.jpg"},"nat":"GB"}],
      "info":{"seed":"rehearsal","results":1,"page":1,"version":"1.4"}}
      """;

  private static final String EVENTS =
      """
      event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session
      2019-10-01 00:00:00 UTC,view,1,2,a.b,c,9.99,3,155e77ee-ba6d-486f-95ce-0e0c0fb4b919
      """;

  private Rehearsal() {}

  /** Ends with an error if a command does: what it loaded is then not to be kept. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("rollcall-");
    Path users = Files.writeString(folder.resolve("users.json"), USERS);
    Path lines = Files.writeString(folder.resolve("users.ndjson"), USERS.replace('\n', ' ') + '\n');
    // so long that several threads read it
    Path many =
        Files.writeString(
            folder.resolve("many.ndjson"), (USERS.replace('\n', ' ') + '\n').repeat(2_000));
    Path events = Files.writeString(folder.resolve("events.csv"), EVENTS);
    try {
      run("flatten", users.toString());
      run("flatten", "--format", "csv", lines.toString());
      run("flatten", many.toString());
      run("flatten", "--format", "table");
      run("flatten", "--type", "commerce-event", events.toString());
      run("aggregate", users.toString());
      run("aggregate", "--by", "gender", "--measures", "count,quantiles:age,distinct:user_id");
      run("infer", lines.toString());
    } finally {
      for (Path file : List.of(users, lines, many, events, folder)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void run(String... arguments) {
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new ByteArrayInputStream(USERS.getBytes(StandardCharsets.UTF_8)),
            OutputStream.nullOutputStream(),
            new PrintWriter(err, true),
            false,
            false,
            false,
            Console.DEFAULT_WIDTH,
            Map.of());
    int code = Rollcall.commandLine(console, arguments).execute(arguments);
    if (code != 0) {
      throw new IllegalStateException(String.join(" ", arguments) + " gave " + code + ": " + err);
    }
  }
}
