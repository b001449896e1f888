package dev.rollcall.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.cli.Rollcall;
import dev.rollcall.cli.console.Console;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.testkit.server.Servers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ConfigOptionsTest {

  private final Map<String, String> environment = new HashMap<>();
  private final StringWriter err = new StringWriter();
  private final CommandLine rollcall = rollcall();
  private final CommandLine run = Objects.requireNonNull(rollcall.getSubcommands().get("run"));
  @TempDir Path folder;

  @Test
  void theExampleIsSound() {
    Stream.of("KAFKA", "MONGODB", "POSTGRES", "MYSQL")
        .forEach(name -> environment.put(name + "_PASSWORD", "secret-of-" + name));

    RunConfig config = read(Path.of("..", "examples", "rollcall.yaml"));

    assertThat(option("engine")).isEqualTo("spark");
    assertThat(option("users")).isEqualTo(5_000L);
    assertThat(option("continuous")).isEqualTo(true);
    assertThat(option("home")).isEqualTo(Path.of("/var/lib/rollcall"));
    assertThat(option("metrics-port")).isEqualTo(9464);
    assertThat(config.servers())
        .containsOnlyKeys(Servers.Kind.values())
        .containsEntry(Servers.Kind.KAFKA, "broker-1:9093,broker-2:9093")
        .containsEntry(
            Servers.Kind.POSTGRES,
            "jdbc:postgresql://postgres-1/people?user=rollcall&password=secret-of-POSTGRES");
    assertThat(config.kafkaProperties())
        .containsEntry("security.protocol", "SASL_SSL")
        .hasEntrySatisfying(
            "sasl.jaas.config",
            jaas ->
                assertThat(jaas)
                    .endsWith("required username=\"rollcall\" password=\"secret-of-KAFKA\";"));
    assertThat(config.toString()).contains("KAFKA").doesNotContain("secret");
  }

  @Test
  void theCommandLineGoesBeforeTheFile() throws IOException {
    read(file("engine: spark\nusers: 5000\n"), "--users", "7");

    assertThat(option("users")).isEqualTo(7L);
    assertThat(option("engine")).isEqualTo("spark");
  }

  @Test
  void theEnvironmentGoesBeforeTheFile() throws IOException {
    Path file = file("home: /from/the/file\n");
    environment.put("ROLLCALL_HOME", "/from/the/environment");
    read(file);
    assertThat(option("home")).as("the command asks the environment").isNull();

    environment.clear();
    read(file);
    assertThat(option("home")).isEqualTo(Path.of("/from/the/file"));
  }

  @Test
  void allFaultsAreSaidAtOnceEachWithItsPlace() throws IOException {
    environment.put("SET", "hunter2");
    Path file =
        file(
            """
            engin: jvm
            users: many
            continuous: yes
            metrics-port: 99999999999
            json: 5
            users: 6
            home: [a, b]
            servers:
              kafka:
                adress: localhost:9092
                properties: [a]
              postgress: jdbc:postgresql://localhost/x
              postgres: postgres://me:${SET}@localhost/x
              cassandra: ${UNSET}:9042
              mongodb: 27017
            """);

    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .containsExactlyInAnyOrder(
                        "users (line 6, column 1): is there twice; the first is in line 2",
                        "engin (line 1, column 8): is unknown; did you mean 'engine'?",
                        "users (line 2, column 8): got 'many', expected a whole number",
                        "continuous (line 3, column 13): got 'yes', expected true or false",
                        "metrics-port (line 4, column 15): got '99999999999', expected a whole number of at most 2147483647",
                        "json (line 5, column 7): got '5', expected a text; put it in quotes",
                        "home (line 7, column 7): got a list, expected a text",
                        "servers.kafka.adress (line 10, column 13): is unknown; did you mean 'address'?",
                        "servers.kafka.properties (line 11, column 17): got a list, expected 'key: value' lines",
                        "servers.kafka (line 10, column 5): has no 'address'",
                        "servers.postgress (line 12, column 14): is no server; known are kafka, cassandra, mongodb, postgres, mysql; did you mean 'postgres'?",
                        "servers.postgres (line 13, column 13): expected a URL that begins with jdbc:postgresql://",
                        "servers.cassandra (line 14, column 14): the environment variable 'UNSET' is not set",
                        "servers.mongodb (line 15, column 12): got a number, expected a text"))
        .hasMessageContaining("has 14 problems")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void theCommandEndsAsForWrongUseAndStartsNothing() throws IOException {
    Path file = file("engin: jvm\n");
    int code = rollcall.execute("run", "created-users", "--config", file.toString());

    assertThat(code).isEqualTo(2);
    assertThat(err.toString())
        .contains("--config: '" + file + "' has a problem:", "did you mean 'engine'?")
        .doesNotContain("Starting");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "servers: {postgres: hunter2",
        "servers:\n\tpostgres: hunter2",
        "servers: *hunter\n",
        "? [a]: hunter2\n",
        "- hunter2\n",
        "hunter2",
        "!!java.net.URL [hunter2]",
      })
  void whatIsNoConfigurationIsRefusedAndNotShown(String text) throws IOException {
    Path file = file(text);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("line ")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    ThrowingCallable read = () -> read(folder.resolve("none.yaml"));
    assertThatThrownBy(read)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there is no file");
  }

  @Test
  void anEmptyFileSetsNothing() throws IOException {
    assertThat(read(file("# nothing\n"))).isEqualTo(RunConfig.NONE);
  }

  @Test
  void everyOptionOfTheCommandCanBeInAFile() throws IOException {
    StringBuilder text = new StringBuilder();
    List<String> names = new ArrayList<>();
    for (OptionSpec option : run.getCommandSpec().options()) {
      String name = option.longestName().replaceFirst("^--", "");
      if (List.of("config", "help", "version").contains(name)) {
        continue;
      }
      names.add(name);
      String type = option.type().getSimpleName().toLowerCase(Locale.ROOT);
      text.append(name)
          .append(": ")
          .append(
              switch (type) {
                case "boolean" -> "true";
                case "int", "integer", "long" -> "7";
                case "localdate" -> "2026-01-31";
                default -> "seven";
              })
          .append('\n');
    }

    read(file(text.toString()));

    assertThat(names).contains("engine", "users", "live", "from", "home", "json", "metrics-port");
    assertThat(names).allSatisfy(name -> assertThat(option(name)).isNotNull());
  }

  private RunConfig read(Path file, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "created-users", "--config", file.toString()));
    arguments.addAll(List.of(more));
    rollcall.parseArgs(arguments.toArray(String[]::new));
    Object config =
        Objects.requireNonNull(run.getCommandSpec().mixins().get("config")).userObject();
    return ((ConfigOptions) config).read(environment);
  }

  private Object option(String name) {
    return run.getCommandSpec().findOption("--" + name).getValue();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("rollcall.yaml"), text);
  }

  private CommandLine rollcall() {
    return Rollcall.commandLine(
        new Console(
            new ByteArrayInputStream(new byte[0]),
            OutputStream.nullOutputStream(),
            new PrintWriter(err, true),
            false,
            false,
            false,
            Console.DEFAULT_WIDTH,
            environment));
  }
}
