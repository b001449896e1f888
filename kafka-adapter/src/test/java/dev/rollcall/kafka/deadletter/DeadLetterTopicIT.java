package dev.rollcall.kafka.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.kafka.FreshTopics;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.deadletter.StoredLetter.Payload;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.TopicAdmin;
import dev.rollcall.kafka.source.KafkaRecords;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.testkit.contract.DeadLettersContract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class DeadLetterTopicIT extends DeadLettersContract {

  private static TopicIdentity users;

  private final DeadLetterTopic deadLetters = fresh().autoCreate();

  @Override
  protected DeadLetterTarget target() {
    return deadLetters;
  }

  @Override
  protected List<Kept> kept() {
    // before the first write the topic is not there
    deadLetters.open().close();
    return letters(deadLetters).stream()
        .map(
            stored ->
                new Kept(
                    stored.id(),
                    stored.letter().reasonClass(),
                    stored.letter().reason(),
                    stored.letter().attempt(),
                    stored.sha256(),
                    stored.payload() == Payload.NULL ? null : stored.letter().value(),
                    stored.letter().headers(),
                    stored.letter().element().path(),
                    stored.letter().element().sha256(),
                    stored.toString()))
        .toList();
  }

  @Override
  protected long size() {
    return LetterSizes.of(deadLetters.topic());
  }

  @Override
  protected boolean keepsPayload() {
    return true;
  }

  @Override
  protected synchronized SourcePartition source() {
    if (users == null) {
      users = KafkaTopics.identify(FreshTopics.create("users", 4));
    }
    return users.partition(3);
  }

  @Test
  void aLetterComesBackAsItWas() {
    DeadLetter letter = letter(1205, 2);
    write(deadLetters, letter);

    assertThat(letters(deadLetters))
        .singleElement()
        .usingRecursiveComparison()
        .isEqualTo(new StoredLetter(letter, Payload.KEPT, letter.sha256(), 2));
  }

  @Test
  void theMessageHasTheIdAsKeyAndTheTimeOfTheRecord() {
    DeadLetter letter = letter(1205, 2);
    write(deadLetters, letter);

    List<String> found = new ArrayList<>();
    KafkaRecords.read(
        deadLetters.topic(),
        message -> found.add(new String(message.key(), UTF_8) + " " + message.timestamp()));
    assertThat(found)
        .as("the payload before its letter")
        .containsExactly(
            letter.partition() + "@1205 " + letter.timestamp(),
            letter.id() + " " + letter.timestamp());
  }

  @Test
  void aRecordTooLargeForTheTopicIsKeptWithoutItsPayload() {
    DeadLetter big = changed(letter(1, 0), source(), Instant.EPOCH, new byte[1_500_000]);
    write(deadLetters, letter(0, 0), big, letter(2, 0));

    assertThat(letters(deadLetters))
        .extracting(StoredLetter::id, StoredLetter::payload, StoredLetter::sha256)
        .contains(tuple(big.id(), Payload.TOO_LARGE, big.sha256()))
        .hasSize(3);
  }

  @Test
  void aTimestampThatTheTopicRefusesIsKeptInTheHeader() {
    DeadLetterTopic strict = fresh();
    try (Admin admin = KafkaClients.admin(strict.topic())) {
      TopicAdmin.ensure(
          admin, strict.topic(), 1, Map.of("message.timestamp.after.max.ms", "60000"));
    }
    Instant future = Instant.parse("2190-01-01T00:00:00Z");
    DeadLetter early = changed(letter(1, 0), source(), future, "{}".getBytes(UTF_8));
    write(strict, letter(0, 0), early, letter(2, 0));

    assertThat(letters(strict))
        .hasSize(3)
        .anySatisfy(stored -> assertThat(stored.letter().timestamp()).isEqualTo(future));
  }

  @Test
  void thePayloadOfASourceOnAnotherClusterIsWithheld() {
    SourcePartition elsewhere = new SourcePartition(Uuid.randomUuid().toString(), 0);
    DeadLetter letter = changed(letter(1, 0), elsewhere, Instant.EPOCH, "secret".getBytes(UTF_8));
    write(deadLetters, letter);

    assertThat(letters(deadLetters))
        .singleElement()
        .satisfies(
            stored -> {
              assertThat(stored.payload()).isEqualTo(Payload.WITHHELD);
              assertThat(stored.letter().value()).isNull();
              assertThat(stored.sha256()).isEqualTo(letter.sha256());
            });
  }

  @Test
  void aNamedSourceThatIsStatedToBeHereKeepsItsPayload() {
    SourcePartition mirrored = new SourcePartition("users-of-2025", 0);
    DeadLetter letter = changed(letter(1, 0), mirrored, Instant.EPOCH, "{".getBytes(UTF_8));
    write(deadLetters.localSource("users-of-2025"), letter);

    assertThat(letters(deadLetters))
        .extracting(StoredLetter::payload)
        .containsExactly(Payload.KEPT);
  }

  @Test
  void aTopicThatIsNotThereIsNamedBeforeAnythingRuns() {
    assertThatThrownBy(() -> fresh().open())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there is no such topic");
  }

  private static DeadLetterTopic fresh() {
    KafkaTopic topic = FreshTopics.named("dead");
    return DeadLetterTopic.named(topic.name()).bootstrapServers(topic.bootstrapServers());
  }

  private static List<StoredLetter> letters(DeadLetterTopic topic) {
    return DeadLetterSnapshot.read(topic).letters();
  }

  private static void write(DeadLetterTopic topic, DeadLetter... letters) {
    try (DeadLetters open = topic.open()) {
      open.write(List.of(letters));
    }
  }

  private static DeadLetter changed(
      DeadLetter letter, SourcePartition partition, Instant timestamp, byte[] value) {
    return new DeadLetter(
        partition,
        letter.source(),
        letter.offset(),
        letter.ordinal(),
        letter.stage(),
        letter.sink(),
        letter.reasonClass(),
        letter.reason(),
        letter.attempt(),
        timestamp,
        letter.key(),
        value);
  }
}
