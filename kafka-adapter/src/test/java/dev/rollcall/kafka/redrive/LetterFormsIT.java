package dev.rollcall.kafka.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.core.record.Texts;
import dev.rollcall.kafka.FreshTopics;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterSnapshot;
import dev.rollcall.kafka.deadletter.FormerLetters;
import dev.rollcall.kafka.deadletter.StoredLetter;
import dev.rollcall.kafka.deadletter.StoredLetter.Payload;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.redrive.LetterStatus.State;
import dev.rollcall.kafka.redrive.RedriveResult.Outcome;
import dev.rollcall.kafka.source.AttemptHeader;
import dev.rollcall.kafka.topic.KafkaTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LetterFormsIT {

  private final RedriveWorld guests = new RedriveWorld();

  @Test
  void aRecordOfOneMegabyteWithAThousandBadElementsMakesLessThanThreeOfLetters() throws Exception {
    String[] names =
        IntStream.range(0, 1_000).mapToObj(i -> "x".repeat(985) + i).toArray(String[]::new);
    guests.failing(names).sends(RedriveWorld.envelope(names));
    long begin = System.nanoTime();
    guests.processes();
    List<LetterStatus> letters = guests.redrive().letters();

    assertThat(letters).hasSize(1_000).allMatch(letter -> letter.state() == State.OPEN);
    assertThat(onDisk(guests.letters.topic())).isBetween(1_000_000L, 3_000_000L);
    guests.repaired();
    assertThat(guests.redrive().run(all -> true))
        .hasSize(1_000)
        .allMatch(result -> result.outcome() == Outcome.SENT);
    // each letter's own copy took 9 s to write, and the record apart for each a quarter of an hour
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
    guests.processes();
    assertThat(guests.names()).hasSize(1_000);
  }

  @Test
  void theHeadersOfTheProducerComeBackWithTheElement() {
    SourceRecord.Header first = new SourceRecord.Header("trace", "1".getBytes(UTF_8));
    SourceRecord.Header again = new SourceRecord.Header("trace", new byte[] {0, -1});
    SourceRecord.Header none = new SourceRecord.Header("none", null);
    guests.failing("Bob").sends(RedriveWorld.envelope("Ada", "Bob"), first, again, none);
    for (int attempt = 2; attempt <= 3; attempt++) {
      guests.processes();
      LetterStatus letter = last(guests.redrive().letters());
      guests.redrive().run(all -> true);

      SourceRecord sent = last(guests.records());
      assertThat(sent.headers())
          .containsExactly(
              first,
              again,
              none,
              new SourceRecord.Header(
                  AttemptHeader.NAME, Integer.toString(attempt).getBytes(UTF_8)),
              new SourceRecord.Header(Redrive.ORIGIN, letter.id().getBytes(UTF_8)));
    }
  }

  @Test
  void aLetterSaysWhereItsElementStandsAndWhichItWas() {
    String bad = RedriveWorld.guest("Bob");
    guests.failing("Bob").sends("[" + RedriveWorld.envelope("Ada", "Bob") + "]").processes();
    guests.sends("{").processes();

    assertThat(guests.redrive().letters())
        .extracting(
            letter -> letter.letter().element().path(),
            letter -> letter.letter().element().sha256(),
            letter -> letter.stored().form())
        .containsExactly(
            tuple("$[0].guests[1]", Texts.sha256(bad.getBytes(UTF_8)), 2),
            tuple("$", Texts.sha256("{".getBytes(UTF_8)), 2));
  }

  @Test
  void aPayloadGoesWithTheLastOfItsLetters() {
    guests.failing("Bob", "Cleo").sends(RedriveWorld.envelope("Ada", "Bob", "Cleo")).processes();
    guests.repaired();

    guests.redrive().run(letter -> letter.letter().ordinal() == 1);
    assertThat(stored()).extracting(StoredLetter::payload).containsOnly(Payload.KEPT);
    guests.redrive().run(all -> true);
    assertThat(stored()).hasSize(2).extracting(StoredLetter::payload).containsOnly(Payload.MISSING);
    assertThat(guests.redrive().letters())
        .extracting(LetterStatus::state)
        .containsOnly(State.REDRIVEN);

    guests.failing("Bob", "Cleo").replays();
    assertThat(stored().subList(0, 2)).extracting(StoredLetter::payload).containsOnly(Payload.KEPT);
    guests.redrive().run(letter -> letter.letter().offset() == 0);
    assertThat(stored().subList(0, 2))
        .extracting(StoredLetter::payload)
        .containsOnly(Payload.MISSING);
  }

  @Test
  void aLetterThatComesWhileItsPayloadIsDeletedKeepsIt() {
    guests.failing("Bob").sends(RedriveWorld.envelope("Ada", "Bob", "Cleo")).processes();
    DeadLetterSnapshot before = DeadLetterSnapshot.read(guests.letters);
    guests.redrive().run(all -> true);
    guests.failing("Cleo").replays();

    before.deleteSettledPayloads(
        () -> RedriveMark.redriven(RedriveMark.log(guests.letters.topic())));

    assertThat(guests.redrive().letters())
        .filteredOn(letter -> letter.letter().ordinal() == 2)
        .extracting(LetterStatus::state)
        .containsExactly(State.OPEN);
  }

  @Test
  void aPayloadThatWasWrittenAgainGoesWithTheNextRedrive() {
    guests.failing("Bob").sends(RedriveWorld.guest("Bob")).processes();
    DeadLetterSnapshot before = DeadLetterSnapshot.read(guests.letters);
    guests.redrive().run(letter -> letter.letter().offset() == 0);
    guests.replays();

    before.deleteSettledPayloads(
        () -> RedriveMark.redriven(RedriveMark.log(guests.letters.topic())));
    assertThat(stored().get(0).payload()).isEqualTo(Payload.KEPT);
    guests.redrive().run(none -> false);
    assertThat(stored().get(0).payload()).isEqualTo(Payload.MISSING);
  }

  @Test
  void aLetterWhosePayloadIsMissingIsShownAndLeft() {
    guests.failing("Bob").sends(RedriveWorld.guest("Bob")).processes();
    DeadLetter letter = guests.redrive().letters().get(0).letter();
    try (Producer<byte[], byte[]> producer = KafkaClients.producer(guests.letters.topic())) {
      producer.send(
          new ProducerRecord<>(
              guests.letters.topic().name(),
              (letter.partition() + "@" + letter.offset()).getBytes(UTF_8),
              null));
    }

    assertThat(guests.redrive().run(all -> true))
        .singleElement()
        .satisfies(
            left -> {
              assertThat(left.outcome()).isEqualTo(Outcome.LEFT);
              assertThat(left.detail())
                  .contains("is missing from the dead-letter topic", "@0#0", letter.sha256());
            });
    guests.replays();
    assertThat(guests.redrive().run(all -> true))
        .extracting(RedriveResult::outcome)
        .containsExactly(Outcome.SENT);
  }

  @Test
  void whatAnEarlierVersionTookIsLeftUnlessNoneReadTheSource() {
    guests.letters.open().close();
    byte[] value = RedriveWorld.guest("Bob").getBytes(UTF_8);
    String sha256 = Texts.sha256(value);
    SourcePartition partition = KafkaTopics.identify(guests.topic).partition(1);
    try (DeadLetters open = guests.letters.open()) {
      open.write(
          List.of(
              new DeadLetter(
                  partition,
                  guests.topic.name(),
                  0,
                  0,
                  DeadLetter.Stage.MAP,
                  "",
                  "undeclared",
                  "a number without a unit",
                  1,
                  Instant.ofEpochMilli(RedriveWorld.TIME),
                  null,
                  value,
                  List.of(),
                  sha256,
                  new DeadLetter.Element("$", sha256, ""),
                  true)));
    }

    assertThat(guests.redrive().letters())
        .extracting(LetterStatus::state)
        .containsExactly(State.MAY_HAVE_BEEN_COUNTED);
    assertThat(guests.redrive().run(all -> true))
        .singleElement()
        .satisfies(
            left -> {
              assertThat(left.remains()).isTrue();
              assertThat(left.detail())
                  .contains("may have been counted", "undeclared", "--no-earlier-version");
            });
    assertThat(guests.redrive().noEarlierVersion().run(all -> true))
        .extracting(RedriveResult::outcome)
        .containsExactly(Outcome.SENT);
  }

  @Test
  void whatAnEarlierVersionCountedUnderAnotherNumberIsLeftToo() {
    guests
        .failing("Bob", "Eve", "Own")
        .sends(
            "[{\"name\": \"Own\", \"guests\": [{\"name\": \"Ada\"}]}, {\"guests\": [{\"name\":"
                + " \"Bob\"}]}, {\"name\": \"Eve\"}]")
        .processes();

    assertThat(guests.redrive().plan(all -> true))
        .extracting(result -> result.status().letter().element().path(), RedriveResult::outcome)
        .containsExactly(
            tuple("$[0]", Outcome.LEFT),
            tuple("$[1].guests[0]", Outcome.LEFT),
            tuple("$[2]", Outcome.LEFT));
    assertThat(guests.redrive().noEarlierVersion().run(all -> true))
        .extracting(RedriveResult::outcome)
        .containsExactly(Outcome.LEFT, Outcome.SENT, Outcome.SENT);
    assertThat(guests.values().subList(1, 3))
        .containsExactly("{\"name\": \"Bob\"}", "{\"name\": \"Eve\"}");
  }

  @Test
  void anElementThatIsNotTheOneThatFailedIsNotSent() {
    guests.failing("Bob").sends(RedriveWorld.envelope("Ada", "Bob")).processes();
    RecordType other =
        RecordType.named("guest")
            .key("name")
            .column("name", ColumnType.STRING)
            .from("name")
            .build();

    assertThat(Redrive.of(guests.letters, other).run(all -> true))
        .singleElement()
        .satisfies(
            left -> {
              assertThat(left.outcome()).isEqualTo(Outcome.LEFT);
              assertThat(left.detail()).contains("element 1 cannot be identified");
            });
    guests.failing("Cleo").sends(RedriveWorld.envelope("Cleo", "Ada")).processes();
    assertThat(Redrive.of(guests.letters, other).run(letter -> letter.letter().offset() == 1))
        .singleElement()
        .satisfies(left -> assertThat(left.detail()).contains("is not the one that failed"));
  }

  @Test
  void lettersOfFormOneAreSentByTheCountingTheyWereMadeWith() {
    former();
    KafkaTopic to = FreshTopics.create("repaired", 1);

    assertThat(guests.redrive().to(to.name()).pipeline(guests.pipeline).run(all -> true))
        .extracting(result -> result.status().letter().offset(), RedriveResult::outcome)
        .containsExactly(
            tuple(1205L, Outcome.SENT),
            tuple(1206L, Outcome.SENT),
            tuple(1207L, Outcome.SENT),
            tuple(1208L, Outcome.SENT),
            tuple(1209L, Outcome.WRITTEN),
            tuple(1210L, Outcome.WRITTEN),
            tuple(1211L, Outcome.SENT),
            tuple(1212L, Outcome.SENT),
            tuple(1213L, Outcome.SENT),
            tuple(1213L, Outcome.SENT),
            tuple(1214L, Outcome.LEFT),
            tuple(1215L, Outcome.LEFT),
            tuple(1216L, Outcome.LEFT));
    assertThat(FreshTopics.committed(to))
        .containsExactlyInAnyOrder(
            "{\"name\": \"Failing\"}",
            "{ \"name\" : {} }",
            "{\"name\": \"Failing Dan\"}",
            "{\"name\": \"Failing Dan\"}",
            "{\"guests\": [{\"name\": ",
            "{\"name\": \"Failing again\"}",
            "7",
            "[[{\"name\": \"Ada\"}]]");
    assertThat(guests.names()).containsExactly("Refused Bob", "Refused Cleo");
    assertThat(guests.redrive().to(to.name()).run(all -> true))
        .filteredOn(result -> result.outcome() != Outcome.LEFT)
        .hasSize(10)
        .allMatch(result -> result.outcome() == Outcome.DONE_BEFORE);
  }

  /** As the release before this form left the topic. */
  private void former() {
    guests.letters.open().close();
    try (Producer<byte[], byte[]> producer = KafkaClients.producer(guests.letters.topic())) {
      FormerLetters.messages()
          .values()
          .forEach(
              message ->
                  producer.send(
                      new ProducerRecord<>(
                          guests.letters.topic().name(),
                          null,
                          message.timestamp(),
                          message.key(),
                          message.value(),
                          message.headers())));
    }
  }

  private List<StoredLetter> stored() {
    return DeadLetterSnapshot.read(guests.letters).letters();
  }

  private static long onDisk(KafkaTopic topic) throws Exception {
    try (Admin admin = KafkaClients.admin(topic)) {
      int broker = admin.describeCluster().nodes().get().iterator().next().id();
      return admin
          .describeLogDirs(List.of(broker))
          .allDescriptions()
          .get()
          .get(broker)
          .values()
          .stream()
          .map(folder -> folder.replicaInfos().get(new TopicPartition(topic.name(), 0)))
          .filter(replica -> replica != null)
          .mapToLong(replica -> replica.size())
          .sum();
    }
  }

  private static <T> T last(List<T> all) {
    return all.get(all.size() - 1);
  }
}
