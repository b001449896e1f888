package dev.rollcall.kafka.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.FreshTopics;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.CompactedLog;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.TopicAdmin;
import dev.rollcall.kafka.redrive.LetterStatus.State;
import dev.rollcall.kafka.redrive.RedriveResult.Outcome;
import dev.rollcall.kafka.source.KafkaRecords;
import dev.rollcall.kafka.topic.KafkaTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class RedriveIT {

  private final RedriveWorld guests = new RedriveWorld();

  @Test
  void aBadElementOfAnEnvelopeGoesBackAloneAndIsCountedOnce() {
    guests.failing("Bob").sends(RedriveWorld.envelope("Ada", "Bob", "Cleo")).processes();
    assertThat(guests.names()).containsExactly("Ada", "Cleo");

    guests.repaired();
    assertThat(outcomes(guests.redrive())).containsExactly(Outcome.SENT);
    guests.processes();

    assertThat(guests.values())
        .containsExactly(RedriveWorld.envelope("Ada", "Bob", "Cleo"), RedriveWorld.guest("Bob"));
    SourceRecord again = guests.records().get(1);
    assertThat(again.timestamp().toEpochMilli()).isEqualTo(RedriveWorld.TIME);
    assertThat(again.key()).isEqualTo("key".getBytes(UTF_8));
    assertThat(again.partition().partition()).isEqualTo(1);
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(guests.names()).containsExactly("Ada", "Bob", "Cleo");
    assertThat(guests.counts()).containsExactly("Ada=1", "Bob=1", "Cleo=1");
  }

  @Test
  void runTwiceItSendsNothingTheSecondTime() {
    guests.failing("Bob").sends(RedriveWorld.guest("Bob")).processes();

    assertThat(outcomes(guests.redrive())).containsExactly(Outcome.SENT);
    assertThat(outcomes(guests.redrive())).containsExactly(Outcome.DONE_BEFORE);

    assertThat(guests.values()).hasSize(2);
    assertThat(states(guests.redrive())).containsExactly(State.REDRIVEN);
  }

  @Test
  void aReplayThatWritesTheLetterAgainDoesNotOpenIt() {
    guests.failing("Bob").sends(RedriveWorld.guest("Bob")).processes();
    guests.redrive().run(all -> true);
    long before = ends(guests.letters.topic());

    guests.replays();

    assertThat(ends(guests.letters.topic())).as("letters written again").isGreaterThan(before);
    // the first letter, and that of the second attempt, which failed as well
    assertThat(states(guests.redrive())).containsExactly(State.REDRIVEN, State.OPEN);
  }

  @Test
  void killedBeforeTheCommitItSendsOnce() {
    guests.failing("Bob").sends(RedriveWorld.guest("Bob")).processes();
    LetterStatus letter = guests.redrive().letters().get(0);
    Producer<byte[], byte[]> killed = openTransaction(letter);

    assertThat(outcomes(guests.redrive())).containsExactly(Outcome.SENT);

    assertThatThrownBy(killed::commitTransaction).as("the old process").isNotNull();
    killed.close(Duration.ZERO);
    assertThat(guests.values()).hasSize(2);
  }

  @Test
  void aProcessThatWasOvertakenSendsNothingMore() {
    guests.failing("Bob").sends(RedriveWorld.guest("Bob")).processes();
    LetterStatus letter = guests.redrive().letters().get(0);
    CompactedLog log = RedriveMark.log(guests.topic);
    try (Admin admin = KafkaClients.admin(guests.topic)) {
      log.prepare(admin);
    }
    try (RedriveTransactions slow =
        new RedriveTransactions(
            "slow",
            () -> KafkaClients.transactionalProducer(guests.topic, transactionalId(letter)),
            () -> RedriveMark.readAll(log),
            RetryPolicy.DEFAULT)) {
      assertThat(outcomes(guests.redrive())).containsExactly(Outcome.SENT);

      assertThatThrownBy(() -> slow.send(List.of(entry(letter))))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("another process");
      assertThatThrownBy(() -> slow.send(List.of(entry(letter))))
          .isInstanceOf(FatalException.class);
    }
    assertThat(guests.values()).hasSize(2);
  }

  @Test
  void theGuardStopsALoopAfterThreeAttempts() {
    guests.failing("Bob").sends(RedriveWorld.guest("Bob")).processes();
    for (int round = 0; round < 5; round++) {
      guests.redrive().run(all -> true);
      guests.processes();
    }

    assertThat(guests.records()).extracting(SourceRecord::attempt).containsExactly(1, 2, 3);
    assertThat(guests.redrive().letters())
        .extracting(LetterStatus::state, LetterStatus::attempt)
        .containsExactly(
            tuple(State.REDRIVEN, 1), tuple(State.REDRIVEN, 2), tuple(State.GIVEN_UP, 3));
    assertThat(guests.redrive().maxAttempts(4).plan(all -> true))
        .extracting(RedriveResult::outcome)
        .contains(Outcome.SENT);
  }

  @Test
  void aMalformedRecordGoesBackAsItIs() {
    guests.sends("{\"guests\": [{\"name\": ").processes();

    assertThat(outcomes(guests.redrive())).containsExactly(Outcome.SENT);

    assertThat(guests.values())
        .containsExactly("{\"guests\": [{\"name\": ", "{\"guests\": [{\"name\": ");
  }

  @Test
  void aLetterOfASinkNeverGoesToTheSourceAndItsRowIsCountedOnce() {
    guests.refused("Bob").sends(RedriveWorld.envelope("Ada", "Bob")).processes();
    assertThat(guests.counts()).containsExactly("Ada=1", "Bob=1");
    assertThat(guests.names()).containsExactly("Ada");

    assertThat(guests.redrive().run(all -> true))
        .singleElement()
        .satisfies(
            left -> {
              assertThat(left.outcome()).isEqualTo(Outcome.LEFT);
              assertThat(left.detail()).contains("picky", "aggregated");
            });
    guests.repaired();
    assertThat(outcomes(guests.redrive().pipeline(guests.pipeline)))
        .containsExactly(Outcome.WRITTEN);
    assertThat(outcomes(guests.redrive().pipeline(guests.pipeline)))
        .containsExactly(Outcome.DONE_BEFORE);
    guests.processes();

    assertThat(guests.values()).hasSize(1);
    assertThat(guests.names()).containsExactly("Ada", "Bob");
    assertThat(guests.counts()).containsExactly("Ada=1", "Bob=1");
  }

  @Test
  void aSinkThatRefusesAgainCountsAsAnAttemptUntilItIsGivenUp() {
    guests.refused("Bob").sends(RedriveWorld.guest("Bob")).processes();
    Redrive redrive = guests.redrive().pipeline(guests.pipeline);

    assertThat(outcomes(redrive)).containsExactly(Outcome.REFUSED);
    guests.replays();
    assertThat(outcomes(redrive)).containsExactly(Outcome.REFUSED);
    assertThat(outcomes(redrive)).containsExactly(Outcome.LEFT);

    assertThat(states(redrive)).containsExactly(State.GIVEN_UP);
  }

  @Test
  void aSourceMadeAgainIsRefusedUnlessATopicIsNamed() throws Exception {
    guests.failing("Bob").sends(RedriveWorld.guest("Bob")).processes();
    FreshTopics.delete(guests.topic);
    KafkaTopic other = FreshTopics.create("repaired", 1);

    assertThat(guests.redrive().run(all -> true))
        .singleElement()
        .satisfies(left -> assertThat(left.detail()).contains("--to TOPIC"));
    KafkaTopics.create(guests.topic, 2);

    assertThat(guests.redrive().run(all -> true))
        .singleElement()
        .satisfies(
            left -> assertThat(left.detail()).contains("is not the source of this letter", "--to"));
    assertThat(outcomes(guests.redrive().to(other.name()))).containsExactly(Outcome.SENT);
    assertThat(FreshTopics.committed(other)).containsExactly(RedriveWorld.guest("Bob"));
  }

  @Test
  void aTopicThatStampsItsOwnTimesIsRefused() {
    guests.failing("Bob").sends(RedriveWorld.guest("Bob")).processes();
    KafkaTopic stamping = FreshTopics.named("stamping");
    try (Admin admin = KafkaClients.admin(stamping)) {
      TopicAdmin.ensure(admin, stamping, 1, Map.of("message.timestamp.type", "LogAppendTime"));
    }

    assertThat(guests.redrive().to(stamping.name()).run(all -> true))
        .singleElement()
        .satisfies(left -> assertThat(left.detail()).contains("LogAppendTime"));
  }

  @Test
  void aLetterWithoutPayloadSaysWhereToFetchIt() {
    guests.letters.open().close();
    DeadLetter elsewhere =
        new DeadLetter(
            new SourcePartition("elsewhere", 3),
            "guests",
            1205,
            2,
            DeadLetter.Stage.MAP,
            "",
            "wrong-type",
            "a reason",
            1,
            Instant.EPOCH,
            null,
            "{}".getBytes(UTF_8));
    try (DeadLetters open = guests.letters.open()) {
      open.write(List.of(elsewhere));
    }

    assertThat(guests.redrive().run(all -> true))
        .singleElement()
        .satisfies(
            left -> {
              assertThat(left.outcome()).isEqualTo(Outcome.LEFT);
              assertThat(left.detail()).contains("guests-3@1205#2", elsewhere.sha256());
            });
  }

  @Test
  void theDeadLetterTopicItselfIsNoTarget() {
    assertThatThrownBy(() -> guests.redrive().to(guests.letters.topic().name()))
        .isInstanceOf(ConfigurationException.class);
  }

  private static List<Outcome> outcomes(Redrive redrive) {
    return redrive.run(all -> true).stream().map(RedriveResult::outcome).toList();
  }

  private static List<State> states(Redrive redrive) {
    return redrive.letters().stream().map(LetterStatus::state).toList();
  }

  private static long ends(KafkaTopic topic) {
    return KafkaRecords.ends(topic).values().stream().mapToLong(Long::longValue).sum();
  }

  private static String transactionalId(LetterStatus letter) {
    return Redrive.transactionalId(letter.letter().partition().sourceId());
  }

  private RedriveTransactions.Entry entry(LetterStatus letter) {
    return new RedriveTransactions.Entry(
        letter.id(),
        new ProducerRecord<>(guests.topic.name(), letter.letter().value()),
        new RedriveMark(true, 2, guests.topic.name()));
  }

  /** As a process leaves it that is killed between the last message and the commit. */
  private Producer<byte[], byte[]> openTransaction(LetterStatus letter) {
    try (Admin admin = KafkaClients.admin(guests.topic)) {
      RedriveMark.log(guests.topic).prepare(admin);
    }
    Producer<byte[], byte[]> producer =
        KafkaClients.transactionalProducer(
            guests
                .topic
                .property("max.block.ms", "5000")
                // who reads the marks waits for its end
                .property("transaction.timeout.ms", "5000"),
            transactionalId(letter));
    producer.initTransactions();
    producer.beginTransaction();
    RedriveTransactions.Entry entry = entry(letter);
    producer.send(entry.message());
    producer.send(entry.mark().message(entry.letterId()));
    producer.flush();
    return producer;
  }
}
