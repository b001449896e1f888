package dev.rollcall.cli.erase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.cli.CommandRun;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.DirectRun;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EraseCommandIT {

  private static final String ADA = "1b0a7d24-0000-4000-8000-000000000001";
  private static final String BOB = "1b0a7d24-0000-4000-8000-000000000002";

  private final String servers = TestServers.kafka().bootstrapServers();
  private final KafkaTopic topic =
      KafkaTopic.named("erase-" + UUID.randomUUID()).bootstrapServers(servers);
  private final DeadLetterTopic letters =
      DeadLetterTopic.named(topic.name() + ".dead-letters").bootstrapServers(servers).autoCreate();
  private final InMemoryRows rows = InMemoryRows.named(topic.name());

  @BeforeEach
  void create() {
    KafkaTopics.create(topic, 2);
  }

  @Test
  void aUserGoesAndStaysAwayAndTheKeyIsNotShown() throws IOException {
    load(user(ADA, "36"), user(BOB, "17"), user(BOB, "?"), "{");
    process(Users.erasable());
    assertThat(rows.rows()).hasSize(2);

    CommandRun dry = run(BOB + "\n", "--key", "-", "--dry-run");
    assertThat(dry.code()).as(dry.err()).isEqualTo(3);
    assertThat(dry.out())
        .contains("would be dated", "nothing was written", ": 1 would be barred from re-drive")
        .doesNotContain(BOB);

    CommandRun run = run(BOB + "\n", "--key", "-");
    assertThat(run.code()).as("of one letter nobody can tell: " + run.err()).isEqualTo(3);
    assertThat(run.out())
        .contains("a message without a value, dated 2", "partition ", ": 1 barred from re-drive, 1")
        .contains(
            "unidentified ",
            "Redrive.bar",
            "note         the log keeps the person's records until retention")
        .doesNotContain(BOB);
    assertThat(run.err()).doesNotContain(BOB);

    process(Users.erasable());
    process(Users.erasable());
    assertThat(rows.rows())
        .extracting(row -> row.get("user_id"))
        .containsExactly(UUID.fromString(ADA));

    CommandRun redrive =
        CommandRun.with(
            "",
            Map.of("ROLLCALL_KAFKA", servers),
            "dead-letters",
            "redrive",
            "--dead-letter-topic",
            letters.topic().name());
    assertThat(redrive.out()).contains("barred  holds a person who was erased, and is never sent");

    JsonNode json = new ObjectMapper().readTree(run("", "--key", BOB, "--json", "-").out());
    assertThat(json.path("applied").asBoolean()).isTrue();
    assertThat(json.path("tombstone").asBoolean()).isTrue();
    assertThat(json.path("offset").asLong()).isPositive();
    assertThat(json.path("unidentified")).as("it was sent again").isEmpty();
    assertThat(json.path("limits")).isNotEmpty();
    assertThat(json.toString()).doesNotContain(BOB);
  }

  @Test
  void aPersonOfATypeOfYourOwnIsFoundInLettersByTheFieldOfTheKey() {
    RecordType guest =
        RecordType.named("guest")
            .key("id")
            .column("id", ColumnType.STRING)
            .column("age", ColumnType.INT64)
            .tombstoneKey("id")
            .build();
    load("{\"id\":\"bob\",\"age\":17}", "{\"id\":\"bob\",\"age\":\"?\"}");
    process(guest);

    CommandRun run = run("", "--key", "bob", "--key-field", "id");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(": 1 barred from re-drive, 0 of which", "figures      not looked at")
        .doesNotContain("bob");
    process(guest);
    assertThat(rows.rows()).isEmpty();
  }

  @Test
  void aKeyIsTakenWithItsBlanks() {
    RecordType guest =
        RecordType.named("guest")
            .key("id")
            .column("id", ColumnType.STRING)
            .tombstoneKey("id")
            .build();
    load("{\"id\":\" bob \"}", "{\"id\":\"bob\"}");

    CommandRun run = run(" bob \r\n", "--key", "-", "--key-field", "id");

    assertThat(run.code()).as(run.err()).isZero();
    process(guest);
    assertThat(rows.rows()).extracting(row -> row.get("id")).containsExactly("bob");
  }

  @Test
  void aGroupThatHasReadPastItIsNotSaidToHaveDeleted() {
    Pipeline people =
        Pipeline.named("people")
            .records(Users.recordType())
            .rows(rows)
            .deadLetters(letters)
            .build();
    try (PipelineRunner running =
        PipelineRunner.start(people, KafkaSource.of(topic).group(topic.name()))) {
      running.awaitCaughtUp();
      CommandRun again = run("", "--key", ADA, "--wait-for", topic.name());
      assertThat(again.code()).as(again.err()).isZero();
      assertThat(again.out()).contains("took it for a delete if its report counts 1 deleted");
      assertThat(again.err()).contains("has read past the delete; its report must count 1 deleted");
    }
  }

  @Test
  void wrongUseSaysWhatToChangeAndNotTheKey() {
    CommandRun noKey = run("", "--key", "-");
    assertThat(noKey.code()).isEqualTo(2);
    assertThat(noKey.err()).contains("got nothing on standard input");
    CommandRun twoKeys = run(ADA + "\n" + BOB + "\n", "--key", "-");
    assertThat(twoKeys.code()).isEqualTo(2);
    assertThat(twoKeys.err()).contains("more than one line").doesNotContain(ADA);

    CommandRun noUuid = run("", "--key", "hildegunst");
    assertThat(noUuid.code()).isEqualTo(2);
    assertThat(noUuid.err()).contains("a key that does not fit").doesNotContain("hildegunst");

    CommandRun noLetters = run("", "--key", ADA);
    assertThat(noLetters.code()).as(noLetters.err()).isZero();
    assertThat(noLetters.out()).contains("letters      not looked at: there is no topic");
    CommandRun named = run("", "--key", ADA, "--dead-letter-topic", "no-such");
    assertThat(named.code()).isEqualTo(2);
    assertThat(named.err()).contains("there is no such topic");
    CommandRun waited = run("", "--key", ADA, "--wait-for", "nobody", "--wait-seconds", "0");
    assertThat(waited.code()).isEqualTo(1);
    assertThat(waited.err()).contains("group 'nobody' has committed nothing");

    CommandRun noTopic =
        CommandRun.with(
            "", Map.of("ROLLCALL_KAFKA", servers), "erase", "--topic", "no", "--key", ADA);
    assertThat(noTopic.code()).isEqualTo(2);
    assertThat(noTopic.err()).contains("topic no at", "there is no such topic");
  }

  private CommandRun run(String stdin, String... arguments) {
    List<String> all = new ArrayList<>(List.of("erase", "--topic", topic.name()));
    all.addAll(List.of(arguments));
    return CommandRun.with(stdin, Map.of("ROLLCALL_KAFKA", servers), all.toArray(String[]::new));
  }

  private void load(String... values) {
    try (KafkaLoad load = KafkaLoad.open(topic, "people")) {
      load.page(0, Stream.of(values).map(it -> new LoadRecord("", it.getBytes(UTF_8))).toList());
      load.finish();
    }
  }

  private static String user(String id, String age) {
    return "{\"login\":{\"uuid\":\"%s\"},\"dob\":{\"age\":\"%s\"}}".formatted(id, age);
  }

  /** From the first record on. */
  private void process(RecordType type) {
    Pipeline pipeline =
        Pipeline.named("people").records(type).rows(rows).deadLetters(letters).build();
    try (DirectRun run = DirectRun.open(pipeline)) {
      KafkaRecords.read(topic, run::process);
      run.flush();
    }
  }
}
