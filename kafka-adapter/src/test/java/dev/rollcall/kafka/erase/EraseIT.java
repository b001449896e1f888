package dev.rollcall.kafka.erase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.flatten.DeleteMessage;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.DirectRun;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.FreshTopics;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterSnapshot;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.deadletter.StoredLetter;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.redrive.LetterStatus;
import dev.rollcall.kafka.redrive.LetterStatus.State;
import dev.rollcall.kafka.redrive.Redrive;
import dev.rollcall.kafka.redrive.RedriveResult;
import dev.rollcall.kafka.redrive.RedriveResult.Outcome;
import dev.rollcall.kafka.source.KafkaRecords;
import dev.rollcall.kafka.source.KafkaSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EraseIT {

  private static final Instant NOW = Instant.now();
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  private static final RecordType GUEST = guest().tombstoneKey("id").build();

  private final KafkaTopic topic = FreshTopics.create("erase", 3);
  private final DeadLetterTopic letters =
      DeadLetterTopic.named(FreshTopics.named("erase.dead").name())
          .bootstrapServers(topic.bootstrapServers())
          .autoCreate();
  private final InMemoryRows rows = InMemoryRows.named(topic.name());

  private static RecordTypeBuilder guest() {
    return RecordType.named("guest")
        .key("id")
        .column("id", ColumnType.STRING)
        .column("age", ColumnType.INT64)
        .envelope("guests");
  }

  @Test
  void aPersonWhoIsErasedStaysAwayWhateverIsReadAgainOrComesLate() {
    sends(0, NOW.plus(HALF_AN_HOUR), "ada", person("ada", "36"));
    sends(1, NOW, "bob", person("bob", "17"));
    processes();
    assertThat(guests()).containsExactly("ada", "bob");

    Erasure done = erase(GUEST).run("ada");
    sends(0, NOW.plus(HALF_AN_HOUR), "ada", person("ada", "37"));
    sends(2, NOW, "ada", person("ada", "38"));

    for (int replay = 0; replay < 3; replay++) {
      processes();
      assertThat(guests()).as("replay %d", replay).containsExactly("bob");
    }
    processes(GUEST, 2);
    assertThat(guests()).as("a rebuild reads the delete, too").containsExactly("bob");
    assertThat(done.time()).isEqualTo(millis(NOW.plus(HALF_AN_HOUR)).plusMillis(1));
    assertThat(done.isTombstone()).isTrue();
    SourceRecord written = records().stream().filter(it -> it.value() == null).findFirst().get();
    assertThat(written.key()).isEqualTo("ada".getBytes(UTF_8));
    assertThat(done.written())
        .contains(new Erasure.Written(written.partition().partition(), written.offset()));
    assertThat(done.limits())
        .anyMatch(it -> it.contains("retention.ms=-1"))
        .anyMatch(it -> it.contains("a record that arrives later with a later time"));
    assertThat(done.toString()).doesNotContain("ada");
  }

  @Test
  void aPlanChangesNothingAndRepeatingAnEraseDoesNoHarm() {
    sends(0, NOW, "ada", person("ada", "36"));

    assertThat(erase(GUEST).plan("ada").written()).isEmpty();
    assertThat(records()).hasSize(1);

    Instant first = erase(GUEST).run("ada").time();
    Instant second = erase(GUEST).run("ada").time();
    processes();
    assertThat(guests()).isEmpty();
    assertThat(second).isAfter(first);
  }

  @Test
  void anElementErasesWhereTheTypeDeclaresNoTombstones() {
    RecordType type = guest().deletedWhere("op", "d").build();
    sends(0, NOW.plus(HALF_AN_HOUR), "ada", person("ada", "36"));

    Erasure done = erase(type).run("ada");

    assertThat(done.isTombstone()).isFalse();
    processes(type, 1);
    assertThat(guests()).isEmpty();
  }

  @Test
  void aLetterThatWouldSendThePersonIsBarredAndThoseOfOthersAreNot() {
    sends(0, NOW, null, envelope(person("ada", "36"), person("bob", "?"), person("cleo", "?")));
    processes();
    assertThat(guests()).containsExactly("ada");

    Erasure done = erase(GUEST).run("bob");

    Erasure.Letters found = done.letters().orElseThrow();
    assertThat(found.barred()).extracting(it -> it.letter().ordinal()).containsExactly(1);
    assertThat(found.unidentified()).isEmpty();
    assertThat(found.retained()).as("cleo's letter needs the record").isEqualTo(1);
    assertThat(states()).containsExactly(State.BARRED, State.OPEN);

    assertThat(outcomes()).containsExactly(Outcome.BARRED, Outcome.SENT);
    assertThat(sent()).containsExactly(person("cleo", "?"));
    assertThat(stored()).as("settled").containsOnly(StoredLetter.Payload.MISSING);

    processes();
    assertThat(states()).as("a replay opens no letter").startsWith(State.BARRED, State.REDRIVEN);
    Erasure again = erase(GUEST).run("bob");
    assertThat(again.letters().orElseThrow().barred()).hasSize(1);
  }

  @Test
  void aLetterOfSeveralPeopleIsBarredAsItIs() {
    byte[] record = envelope(person("ada", "36"), person("bob", "17")).getBytes(UTF_8);
    sends(0, NOW, null, new String(record, UTF_8));
    SourceRecord source = records().get(0);
    writes(letter(source.offset(), NOW, null, record));

    Erasure done = erase(GUEST).run("bob");

    assertThat(done.letters().orElseThrow().barred()).hasSize(1);
    assertThat(outcomes()).containsExactly(Outcome.BARRED);
    assertThat(records()).as("the record and the delete").hasSize(2);
  }

  @Test
  void theLetterOfOnePersonLosesItsPayload() {
    sends(0, NOW, null, person("bob", "?"));
    processes();

    Erasure done = erase(GUEST).run("bob");

    assertThat(done.letters().orElseThrow().retained()).isZero();
    assertThat(stored()).containsExactly(StoredLetter.Payload.MISSING);
    assertThat(states()).containsExactly(State.BARRED);
    assertThat(outcomes()).containsExactly(Outcome.BARRED);
  }

  @Test
  void aLetterWhosePersonCannotBeToldIsSaid() {
    sends(0, NOW, null, "{\"id\": \"bob");
    sends(0, NOW, null, "{\"age\": 17}");
    processes();

    Erasure.Letters found = erase(GUEST).run("bob").letters().orElseThrow();

    assertThat(found.barred()).isEmpty();
    assertThat(found.unidentified()).hasSize(2);

    Redrive.of(letters, GUEST).bar(letter -> letter.letter().ordinal() == 0);
    assertThat(erase(GUEST).run("bob").letters().orElseThrow().unidentified())
        .as("barred by hand")
        .isEmpty();
  }

  @Test
  void theKeyInALetterWithoutPayloadIsSaid() {
    sends(0, NOW, null, person("ada", "36"));
    writes(
        noPayload(1, "bob"),
        noPayload(2, "cleo"),
        noPayload(3, null),
        letter(4, NOW, "bob", new byte[1_500_000]));
    RecordType byElement = guest().deletedWhere("op", "d").build();

    Erasure.Letters found = erase(GUEST).run("bob").letters().orElseThrow();

    assertThat(stored()).containsOnly(StoredLetter.Payload.NULL, StoredLetter.Payload.TOO_LARGE);
    assertThat(found.barred()).as("it is never sent").isEmpty();
    assertThat(found.retained()).isEqualTo(2);
    assertThat(found.unidentified()).isEmpty();
    Erasure.Letters unsure = erase(byElement).plan("bob").letters().orElseThrow();
    assertThat(unsure.retained()).isEqualTo(2);
    assertThat(unsure.unidentified())
        .as("this type does not say whose a message key is")
        .hasSize(1);
  }

  @Test
  void aLetterThatIsWrittenDuringTheSearchIsBarredToo() {
    byte[] bob = "{\"number\": 7}".getBytes(UTF_8);
    AtomicBoolean written = new AtomicBoolean();
    RecordType hooked =
        RecordType.named("guest")
            .key("id")
            .hidden("number", ColumnType.INT64)
            .derived(
                "id",
                ColumnType.STRING,
                (row, time) -> {
                  if (Objects.equals(row.get("number"), 8L) && written.compareAndSet(false, true)) {
                    writes(letter(2, NOW, null, bob));
                  }
                  return "p" + row.get("number");
                })
            .deletedWhere("gone", "true")
            .build();
    sends(0, NOW, null, "{}");
    writes(letter(1, NOW, null, "{\"number\": 8}".getBytes(UTF_8)));
    byte[] delete = "{\"number\": 7, \"gone\": true}".getBytes(UTF_8);

    Erasure done = erase(hooked).run(DeleteMessage.read(hooked, null, delete));

    assertThat(written).isTrue();
    assertThat(done.letters().orElseThrow().barred()).hasSize(1);
    assertThat(states()).containsExactly(State.OPEN, State.BARRED);
  }

  @Test
  void lettersOfOthersDoNotDateTheDelete() {
    Instant ahead = NOW.plus(Duration.ofDays(400));
    sends(0, NOW, null, person("ada", "36"));
    byte[] cleo = person("cleo", "?").getBytes(UTF_8);
    writes(letter(1, ahead, null, cleo));

    assertThat(erase(GUEST).plan("bob").time()).isBefore(ahead);
    assertThatThrownBy(() -> erase(GUEST).plan("cleo"))
        .hasMessageContaining("a record is dated so far ahead");
  }

  @Test
  void whereTheDeleteIsIsSaidIfItsLettersCannotBeBarred() {
    sends(0, NOW, null, person("bob", "?"));
    processes();
    DeadLetterTopic noTransactions =
        letters.properties(Map.of("transaction.timeout.ms", "2000000000"));

    assertThatThrownBy(() -> erase(GUEST).deadLetters(noTransactions).run("bob"))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("the delete is written (partition ")
        .hasMessageContaining("are not barred from re-drive; run the erase again: ");
    assertThat(states()).containsExactly(State.OPEN);

    erase(GUEST).run("bob");
    assertThat(states()).containsExactly(State.BARRED);
  }

  @Test
  void aMessageIsErasedAsTheTypeOfTheTopicReadsIt() {
    RecordType other =
        RecordType.named("other")
            .key("id")
            .column("age", ColumnType.INT64)
            .column("id", ColumnType.STRING)
            .from("age")
            .deletedWhere("gone", "true")
            .build();
    sends(0, NOW, "7", person("7", "?"));
    processes();
    DeleteMessage foreign =
        DeleteMessage.read(other, null, "{\"age\": \"7\", \"gone\": true}".getBytes(UTF_8));

    assertThatThrownBy(() -> erase(GUEST).run(foreign))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("guest: got a key that does not fit");
    assertThat(records()).as("nothing was written").hasSize(1);
  }

  /** As the command line has it, which knows where the key is and no envelopes. */
  @Test
  void aLetterWhoseElementTheTypeDoesNotFindIsNotTakenForThatOfTheRecord() {
    RecordType flat =
        RecordType.named("record")
            .key("key")
            .column("key", ColumnType.STRING)
            .from("id")
            .tombstoneKey("key")
            .build();
    sends(
        0,
        NOW,
        null,
        "{\"id\": \"order 7\", \"guests\": [%s, %s]}"
            .formatted(person("ada", "36"), person("bob", "?")));
    processes();

    Erasure.Letters found = erase(flat).run("bob").letters().orElseThrow();

    assertThat(found.barred()).isEmpty();
    assertThat(found.unidentified()).as("bob's, and that of the order itself").hasSize(2);
  }

  @Test
  void aRecordTooFarAheadIsBeatenOnceTheTopicAllowsIt() throws Exception {
    set("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
    sends(0, NOW.plus(Duration.ofDays(400)), "ada", person("ada", "36"));
    set("message.timestamp.after.max.ms", "3600000");

    assertThatThrownBy(() -> erase(GUEST).run("ada"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("kafka-configs.sh --alter")
        .hasMessageContaining("--add-config message.timestamp.after.max.ms=")
        .hasMessageNotContaining("ada");

    set("message.timestamp.after.max.ms", Long.toString(Duration.ofDays(401).toMillis()));
    erase(GUEST).run("ada");
    processes();
    assertThat(guests()).isEmpty();
  }

  @Test
  void whereTheBrokerDatesRecordsItDatesTheDelete() throws Exception {
    set("message.timestamp.type", "LogAppendTime");
    sends(0, NOW.plus(HALF_AN_HOUR), "ada", person("ada", "36"));

    erase(GUEST).run("ada");
    processes();
    assertThat(guests()).isEmpty();

    set("message.timestamp.type", "CreateTime");
    sends(0, NOW.plus(HALF_AN_HOUR), "ada", person("ada", "36"));
    set("message.timestamp.type", "LogAppendTime");
    assertThatThrownBy(() -> erase(GUEST).run("ada"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the broker would date the delete before it");
  }

  @Test
  void aPipelineThatWouldNotDeleteIsNamedBeforeAnythingIsWritten() {
    Pipeline deaf =
        Pipeline.named("deaf").records(guest().build()).rows(rows).deadLetters(letters).build();

    assertThatThrownBy(() -> erase(GUEST).pipelines(deaf).run("ada"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("pipeline 'deaf' would not take the message for a delete")
        .hasMessageContaining("declares no deletes");
    assertThat(records()).isEmpty();
    assertThat(DeleteMessage.of(GUEST, "ada").toString()).doesNotContain("ada");
  }

  @Test
  void whatCompactionDoesIsSaid() throws Exception {
    set("cleanup.policy", "compact");

    assertThat(erase(GUEST).plan("ada").limits())
        .anyMatch(it -> it.contains("86400000 ms later (delete.retention.ms)"))
        .noneMatch(it -> it.contains("retention.bytes"));
    assertThat(erase(guest().deletedWhere("op", "d").build()).plan("ada").limits())
        .noneMatch(it -> it.contains("delete.retention.ms"));
  }

  @Test
  void aGroupHasReadPastItWhenItHasCommittedAnOffsetBehindIt() {
    Erase erase = erase(GUEST);
    Erasure done = erase.run("ada");

    assertThatThrownBy(() -> erase.awaitReadPast(done, topic.name(), Duration.ZERO))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("has committed nothing");
    Pipeline pipeline =
        Pipeline.named("guests").records(GUEST).rows(rows).deadLetters(letters).build();
    try (PipelineRunner run =
        PipelineRunner.start(pipeline, KafkaSource.of(topic).group(topic.name()))) {
      run.awaitCaughtUp();
    }
    erase.awaitReadPast(done, topic.name(), Duration.ofSeconds(30));
    Erasure next = erase.run("ada");
    assertThatThrownBy(() -> erase.awaitReadPast(next, topic.name(), Duration.ofMillis(300)))
        .hasMessageContaining(
            "has committed offset %d, expected one above %d"
                .formatted(next.written().orElseThrow().offset(), next.written().get().offset()));
    assertThatThrownBy(
            () ->
                Erase.from(FreshTopics.named("erase.other"), GUEST)
                    .awaitReadPast(done, topic.name(), Duration.ZERO))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("got an erase of topic '" + topic.name());
  }

  private DeadLetter noPayload(long offset, String key) {
    return letter(offset, NOW, key, null);
  }

  /** Of the source of the first record. */
  private DeadLetter letter(long offset, Instant time, String key, byte[] value) {
    return new DeadLetter(
        records().get(0).partition(),
        topic.name(),
        offset,
        0,
        DeadLetter.Stage.DECODE,
        "",
        "malformed-json",
        "what an earlier release could not read",
        1,
        time,
        key == null ? null : key.getBytes(UTF_8),
        value);
  }

  private void writes(DeadLetter... given) {
    letters.open().close();
    try (DeadLetters open = letters.open()) {
      open.write(List.of(given));
    }
  }

  private Erase erase(RecordType type) {
    letters.open().close();
    return Erase.from(topic, type).deadLetters(letters);
  }

  private void processes() {
    processes(GUEST, 1);
  }

  /** From the first record on, as if nothing had been committed. */
  private void processes(RecordType type, int version) {
    Pipeline pipeline =
        Pipeline.named("guests")
            .version(version)
            .records(type)
            .rows(rows)
            .deadLetters(letters)
            .build();
    try (DirectRun run = DirectRun.open(pipeline)) {
      KafkaRecords.read(topic, run::process);
      run.flush();
    }
  }

  private List<String> guests() {
    return rows.rows().stream().map(row -> String.valueOf(row.get("id"))).sorted().toList();
  }

  private List<State> states() {
    return Redrive.of(letters, GUEST).letters().stream().map(LetterStatus::state).toList();
  }

  private List<Outcome> outcomes() {
    return Redrive.of(letters, GUEST).run(all -> true).stream()
        .map(RedriveResult::outcome)
        .toList();
  }

  private List<StoredLetter.Payload> stored() {
    return DeadLetterSnapshot.read(letters).letters().stream().map(StoredLetter::payload).toList();
  }

  private List<SourceRecord> records() {
    List<SourceRecord> all = new ArrayList<>();
    KafkaRecords.read(topic, all::add);
    return all;
  }

  private List<String> sent() {
    return records().stream()
        .filter(record -> record.attempt() > 1)
        .map(FreshTopics::value)
        .toList();
  }

  private void sends(int partition, Instant time, String key, String value) {
    try (Producer<byte[], byte[]> producer = KafkaClients.producer(topic)) {
      producer.send(
          new ProducerRecord<>(
              topic.name(),
              partition,
              time.toEpochMilli(),
              key == null ? null : key.getBytes(UTF_8),
              value.getBytes(UTF_8)));
    }
  }

  private void set(String name, String value) throws Exception {
    try (Admin admin = KafkaClients.admin(topic)) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                  List.of(
                      new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }

  private static Instant millis(Instant time) {
    return Instant.ofEpochMilli(time.toEpochMilli());
  }

  private static String person(String id, String age) {
    return "{\"id\": \"%s\", \"age\": \"%s\"}".formatted(id, age);
  }

  private static String envelope(String... people) {
    return "{\"guests\": [" + String.join(", ", people) + "]}";
  }
}
