package dev.rollcall.cli.produce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.cli.CommandRun;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.source.KafkaRecords;
import dev.rollcall.testkit.server.TestServers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProduceCommandIT {

  private final String servers = TestServers.kafka().bootstrapServers();
  private final String topic = "users-" + UUID.randomUUID();

  @Test
  void theSameUsersAgainAddNothing() throws IOException {
    JsonNode first = json(produce("--users", "700", "--partitions", "2", "--json", "-"));
    assertThat(first.path("records").asInt()).isEqualTo(700);
    assertThat(first.path("added").asInt()).isEqualTo(700);

    CommandRun second = produce("--users", "700");
    assertThat(second.code()).isZero();
    assertThat(second.err())
        .contains("700 users of the offline API server in topic '" + topic + "', 0 of them added");

    Set<String> keys = new HashSet<>();
    List<Integer> partitions = new ArrayList<>();
    KafkaRecords.read(
        KafkaTopic.named(topic).bootstrapServers(servers),
        record -> {
          keys.add(new String(record.key(), StandardCharsets.UTF_8));
          partitions.add(record.partition().partition());
        });
    assertThat(partitions).hasSize(700).containsOnly(0, 1);
    assertThat(keys).hasSize(700);
  }

  @Test
  void wrongUseIsSaidBeforeAnythingIsLoaded(@TempDir Path folder) {
    assertWrong("--users: got 0, expected 1 to 5,000,000", "--users", "0");
    assertWrong("--from: cannot read", "--from", folder.resolve("absent").toString());
    assertWrong("--json: '" + folder + "' is a folder", "--json", folder.toString());
    assertWrong("--partitions: got 0, expected at least 1", "--partitions", "0");
  }

  @Test
  void capturedRepliesAreLoadedOnce(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("reply.json"),
        "{\"results\":[{\"login\":{\"uuid\":\"1b0a7d24-0000-4000-8000-000000000001\"}},{\"id\":\"7\"}]}");

    assertThat(json(produce("--from", folder.toString(), "--json", "-")).path("added").asInt())
        .isEqualTo(2);
    assertThat(json(produce("--from", folder.toString(), "--json", "-")).path("added").asInt())
        .isZero();
  }

  @Test
  void filesAreLoadedInTheFormsThatPeopleHaveThem(@TempDir Path folder) throws IOException {
    Files.write(
        folder.resolve("a.json"),
        "{\n \"id\": \"1\"\n}\n{\n \"id\": \"2\"\n}\n".getBytes(StandardCharsets.UTF_16LE));
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("b.ndjson.gz")))) {
      out.write("{\"id\":\"3\"}\n{\"id\":\"4\"}\n".getBytes(StandardCharsets.UTF_8));
    }
    Files.writeString(folder.resolve("notes.txt"), "no replies");

    assertThat(json(produce("--from", folder.toString(), "--json", "-")).path("added").asInt())
        .isEqualTo(4);
    assertWrong("got a CSV file", "--from", Files.createFile(folder.resolve("u.csv")).toString());
  }

  private void assertWrong(String message, String... arguments) {
    CommandRun run = produce(arguments);
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  private CommandRun produce(String... arguments) {
    List<String> all = new ArrayList<>(List.of("produce", "--topic", topic));
    all.addAll(List.of(arguments));
    return CommandRun.with("", Map.of("ROLLCALL_KAFKA", servers), all.toArray(String[]::new));
  }

  private static JsonNode json(CommandRun run) throws IOException {
    assertThat(run.code()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }
}
