package dev.rollcall.kafka.erase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.flatten.DeleteMessage;
import dev.rollcall.core.pipeline.DirectRun;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.deadletter.StoredLetter;
import dev.rollcall.kafka.redrive.LetterStatus.State;
import dev.rollcall.kafka.redrive.Redrive;
import dev.rollcall.kafka.redrive.RedriveResult.Outcome;
import dev.rollcall.kafka.source.KafkaRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What an erase makes of the dead letters of a real topic. */
class ErasedLettersIT extends ErasedTopic {

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
    assertThat(done.limits())
        .anyMatch(it -> it.startsWith("1 of the barred letters would send a whole record"));
    assertThat(outcomes()).containsExactly(Outcome.BARRED);
    assertThat(records()).as("the record and the delete").hasSize(2);
  }

  @Test
  void aLetterOfABranchSendsItsWholeRecordAndIsBarredForAllInIt() {
    sends(0, NOW, null, envelope(person("ada", "?"), person("bob", "17")));
    sends(0, NOW, null, envelope(person("cleo", "?"), person("bert", "17")));
    sends(0, NOW, null, person("bob", "?"));
    Pipeline pipeline =
        Pipeline.named("guests")
            .branch("all", b -> b.records(GUEST).rows(rows))
            .deadLetters(letters)
            .build();
    try (DirectRun run = DirectRun.open(pipeline)) {
      KafkaRecords.read(topic, run::process);
      run.flush();
    }

    Erasure done = erase(GUEST).run("bob");

    assertThat(states()).containsExactly(State.BARRED, State.OPEN, State.BARRED);
    assertThat(done.letters().orElseThrow().barred()).hasSize(2);
    assertThat(done.limits())
        .filteredOn(it -> it.contains("barred letters"))
        .singleElement()
        .asString()
        .startsWith("1 of the barred letters would send a whole record that holds others");
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
}
