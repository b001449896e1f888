package dev.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RollcallTest {

  @Test
  void everyCommandHasHelpWithExamples() {
    assertThat(CommandRun.of("--help").out()).contains("Examples:", "Exit codes:");
    for (String command : List.of("flatten", "aggregate", "api", "replay")) {
      CommandRun run = CommandRun.of(command, "--help");
      assertThat(run.code()).isZero();
      assertThat(run.out()).contains("Examples:", "rollcall " + command);
      assertThat(run.out()).isEqualTo(CommandRun.of("help", command).out());
    }
  }

  @Test
  void helpFitsIntoItsWidth() {
    for (String command : List.of("flatten", "aggregate", "api", "replay")) {
      assertThat(CommandRun.of(command, "--help").out().lines())
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(90));
    }
  }

  @Test
  void theVersionIsTold() {
    assertThat(CommandRun.of("--version").out()).startsWith("rollcall ").contains("Java ");
  }

  @Test
  void withoutACommandTheHelpIsShownAsWrongUse() {
    CommandRun run = CommandRun.of();

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Commands:");
  }

  @Test
  void wrongCommandsAndOptionsGetASuggestion() {
    CommandRun command = CommandRun.of("flaten");
    CommandRun option = CommandRun.of("flatten", "--dead-leters", "x");

    assertThat(command.code()).isEqualTo(2);
    assertThat(command.err())
        .contains("unknown command 'flaten'; did you mean 'flatten'?")
        .contains("Try 'rollcall --help'");
    assertThat(CommandRun.of("api", "8080").err()).contains("unexpected argument '8080'");
    assertThat(CommandRun.of("api", "--port").err()).contains("--port");
    assertThat(option.code()).isEqualTo(2);
    assertThat(option.err())
        .contains("unknown option '--dead-leters'; did you mean '--dead-letters'?")
        .contains("Try 'rollcall flatten --help'");
  }

  @Test
  void coloursAreForTerminalsWithoutNoColor() {
    assertThat(error(true, Map.of())).contains("\u001b[");
    assertThat(error(true, Map.of("NO_COLOR", "1"))).doesNotContain("\u001b[");
    assertThat(error(false, Map.of())).doesNotContain("\u001b[");
  }

  @Test
  void onATerminalInputMustBeNamed() {
    assertThat(error(true, Map.of())).contains("no input: name a FILE, or pipe JSON in");
  }

  private static String error(boolean terminal, Map<String, String> environment) {
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            InputStream.nullInputStream(),
            new ByteArrayOutputStream(),
            new PrintWriter(err, true),
            terminal,
            terminal,
            terminal,
            80,
            environment);
    Rollcall.commandLine(console).execute(terminal ? new String[] {"flatten"} : new String[0]);
    return err.toString();
  }

  /** Their loading would cost seconds in which nothing is to be seen. */
  @Test
  void theseCommandsKnowNeitherSparkNorDrivers() throws IOException, URISyntaxException {
    Path classes =
        Path.of(Rollcall.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("dev/rollcall/cli/console");
    try (Stream<Path> files = Files.list(classes)) {
      List<Path> found = files.toList();
      assertThat(found).hasSizeGreaterThan(10);
      for (Path file : found) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.getFileName().toString())
            .doesNotContain("org/apache/spark", "org/apache/kafka", "com/datastax", "com/mongodb");
      }
    }
  }
}
