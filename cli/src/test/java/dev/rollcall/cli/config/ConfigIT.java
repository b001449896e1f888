package dev.rollcall.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.cli.CommandProcess;
import dev.rollcall.testkit.server.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real command on servers that a file names. */
class ConfigIT {

  @TempDir Path home;

  @Test
  void aRunTakesItsOptionsAndServersFromTheFileAndStartsNone() throws Exception {
    Path figures = home.resolve("out.json");
    Path file =
        Files.writeString(
            home.resolve("rollcall.yaml"),
            """
            users: 700
            json: %s
            servers:
              kafka:
                address: %s
                properties:
                  client.dns.lookup: use_all_dns_ips
              postgres: %s
            """
                .formatted(
                    figures,
                    TestServers.kafka().bootstrapServers(),
                    TestServers.postgres().jdbcUrl()));

    CommandProcess run =
        CommandProcess.start(home, "run", "user-warehouse", "--config", file.toString());

    JsonNode json = run.agreedFigures(figures);
    assertThat(run.seen())
        .contains("Kafka: using the server that the configuration names")
        .contains("PostgreSQL: using the server that the configuration names")
        .doesNotContain("starting, log in");
    assertThat(json.path("written").asLong()).isEqualTo(700);
  }
}
