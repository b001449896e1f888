package dev.rollcall.cli.letters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.cli.CommandRun;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.Texts;
import dev.rollcall.core.user.Users;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.load.KafkaLoad;
import dev.rollcall.kafka.load.LoadRecord;
import dev.rollcall.kafka.source.KafkaRecords;
import dev.rollcall.kafka.source.KafkaSource;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.testkit.server.TestServers;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeadLettersCommandIT {

  private static final String GOOD = "1b0a7d24-0000-4000-8000-000000000001";
  private static final String BAD = "1b0a7d24-0000-4000-8000-000000000002";
  private static final String SECRET_NAME = "Hildegunst";

  private final String servers = TestServers.kafka().bootstrapServers();
  private final KafkaTopic users =
      KafkaTopic.named("users-" + UUID.randomUUID()).bootstrapServers(servers);
  private final DeadLetterTopic letters =
      DeadLetterTopic.named("dead-" + UUID.randomUUID()).bootstrapServers(servers).autoCreate();
  private final InMemoryRows rows = InMemoryRows.named(users.name());

  @Test
  void aBadElementIsListedSentOnceAndInTheEndGivenUp() throws IOException {
    load();
    process();

    CommandRun list = run("list");
    assertThat(list.code()).as(list.err()).isZero();
    assertThat(list.out())
        .contains(users.name() + "-0@0#1", "map", "wrong-type", "open")
        .contains("1 letter: 1 open", "by reason class: 1 wrong-type")
        .doesNotContain(SECRET_NAME);
    assertThat(run("list", "--stage", "sink").out()).isEqualTo("0 letters\n");

    JsonNode letter = json(run("list", "--json", "-")).path("letters").path(0);
    assertThat(letter.path("state").asText()).isEqualTo("open");
    assertThat(letter.path("path").asText()).isEqualTo("$.results[1]");
    assertThat(letter.path("element_sha256").asText())
        .isEqualTo(Texts.sha256(user(BAD, "eighty").getBytes(UTF_8)));
    assertThat(letter.path("form").asInt()).isEqualTo(2);
    assertThat(letter.toString()).doesNotContain(SECRET_NAME);
    String id = letter.path("short_id").asText();

    CommandRun dry = run("redrive", "--dry-run", "--id", id);
    assertThat(dry.code()).as(dry.err()).isZero();
    assertThat(dry.out()).contains("would be sent", users.name());
    assertThat(messages()).hasSize(1);

    assertThat(run("redrive", "--id", id).out()).contains("1 sent");
    assertThat(run("redrive", "--id", id).out()).isEqualTo("1 done before\n");
    assertThat(messages()).hasSize(2).last().isEqualTo(user(BAD, "eighty"));

    process();
    run("redrive");
    process();
    CommandRun last = run("redrive");
    assertThat(last.code()).isEqualTo(3);
    assertThat(last.out()).contains("given up: tried 3 times", "2 done before, 1 left");
    assertThat(messages()).hasSize(3);
    assertThat(rows.rows()).hasSize(1);
  }

  @Test
  void whatAnEarlierVersionMayHaveCountedIsLeftUntilItIsSaidThatNoneDid() {
    load();
    String bad = user(BAD, "8");
    letters.open().close();
    try (DeadLetters open = letters.open()) {
      open.write(
          List.of(
              new DeadLetter(
                  sourcePartition(),
                  users.name(),
                  0,
                  1,
                  DeadLetter.Stage.MAP,
                  "",
                  "undeclared",
                  "a number without a unit",
                  1,
                  Instant.parse("2026-01-01T00:00:00Z"),
                  null,
                  envelope("8").getBytes(UTF_8),
                  List.of(),
                  Texts.sha256(envelope("8").getBytes(UTF_8)),
                  new DeadLetter.Element("$.results[1]", Texts.sha256(bad.getBytes(UTF_8)), ""),
                  true)));
    }

    assertThat(run("list").out()).contains("may have been counted");
    CommandRun left = run("redrive");
    assertThat(left.code()).isEqualTo(3);
    assertThat(left.out()).contains("would count it twice", "--no-earlier-version", "1 left");
    CommandRun sent = run("redrive", "--no-earlier-version");
    assertThat(sent.code()).as(sent.err()).isZero();
    assertThat(messages()).last().isEqualTo(bad);
  }

  private SourcePartition sourcePartition() {
    List<SourcePartition> all = new ArrayList<>();
    KafkaRecords.read(users, record -> all.add(record.partition()));
    return all.get(0);
  }

  @Test
  void wrongUseSaysWhatToChange() {
    load();
    process();

    CommandRun id = run("redrive", "--id", "ffffffffffff0");
    assertThat(id.code()).isEqualTo(2);
    assertThat(id.err()).contains("--id", "got 0 letters");
    CommandRun stage = run("list", "--stage", "mapp");
    assertThat(stage.code()).isEqualTo(2);
    assertThat(stage.err()).contains("did you mean", "map");
    CommandRun topic =
        CommandRun.with(
            "",
            Map.of("ROLLCALL_KAFKA", servers),
            "dead-letters",
            "list",
            "--dead-letter-topic",
            "no-such");
    assertThat(topic.code()).isEqualTo(2);
    assertThat(topic.err()).contains("there is no such topic");
  }

  private CommandRun run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("dead-letters"));
    all.addAll(Arrays.asList(arguments));
    all.addAll(List.of("--dead-letter-topic", letters.topic().name()));
    return CommandRun.with("", Map.of("ROLLCALL_KAFKA", servers), all.toArray(String[]::new));
  }

  /** One envelope of two users, the second with an age that is none. */
  private void load() {
    KafkaTopics.create(users, 1);
    try (KafkaLoad load = KafkaLoad.open(users, "envelope")) {
      load.page(0, List.of(new LoadRecord("page", envelope("eighty").getBytes(UTF_8))));
      load.finish();
    }
  }

  private static String envelope(String age) {
    return "{\"results\":[" + user(GOOD, "\"8\"") + "," + user(BAD, age) + "]}";
  }

  private static String user(String id, String age) {
    String quoted = age.startsWith("\"") ? age : "\"" + age + "\"";
    return "{\"login\":{\"uuid\":\"%s\"},\"name\":{\"first\":\"%s\"},\"dob\":{\"age\":%s}}"
        .formatted(id, SECRET_NAME, quoted);
  }

  private void process() {
    Pipeline pipeline =
        Pipeline.named("users").records(Users.recordType()).rows(rows).deadLetters(letters).build();
    try (PipelineRunner run =
        PipelineRunner.start(
            pipeline,
            KafkaSource.topic(users.name()).group(users.name()).bootstrapServers(servers))) {
      run.awaitCaughtUp();
    }
  }

  private List<String> messages() {
    List<String> all = new ArrayList<>();
    KafkaRecords.read(users, record -> all.add(new String(record.value(), UTF_8)));
    return all;
  }

  private static JsonNode json(CommandRun run) throws IOException {
    return new ObjectMapper().readTree(run.out());
  }
}
