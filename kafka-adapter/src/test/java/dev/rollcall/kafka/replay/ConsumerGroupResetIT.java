package dev.rollcall.kafka.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.kafka.FreshTopics;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.source.GroupMember;
import dev.rollcall.kafka.source.KafkaSource;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsumerGroupResetIT {

  private final KafkaTopic topic = FreshTopics.create("replay", 2);
  private final KafkaSource source = KafkaSource.of(topic).group(topic.name());

  /** Ten records in each of two partitions, one a second from the epoch on, read to the end. */
  @BeforeEach
  void readTenRecordsOfEach() {
    try (Producer<byte[], byte[]> producer = KafkaClients.producer(topic)) {
      IntStream.range(0, 20)
          .forEach(
              i ->
                  producer.send(
                      new ProducerRecord<>(
                          topic.name(), i % 2, i / 2 * 1000L, null, ("" + i).getBytes())));
    }
    try (GroupMember reader = new GroupMember(source)) {
      GroupMember.until(() -> reader.records.size() == 20, reader);
      reader.commit();
    }
  }

  @Test
  void aPlanChangesNothing() {
    ConsumerGroupReset plan = ConsumerGroupReset.toBeginning(source);

    assertThat(plan.partitions())
        .containsExactly(
            new PartitionReset(0, 10L, 0, 0, 10), new PartitionReset(1, 10L, 0, 0, 10));
    assertThat(plan.recordsReread()).isEqualTo(20);
    assertThat(ConsumerGroupReset.toBeginning(source).partitions()).isEqualTo(plan.partitions());
  }

  @Test
  void fromTheBeginningEverythingIsReadAgain() {
    ConsumerGroupReset.toBeginning(source).apply();

    assertReadAgain(20);
  }

  @Test
  void fromATimestampWhatIsAsOldOrYoungerIsReadAgain() {
    ConsumerGroupReset plan = ConsumerGroupReset.toTimestamp(source, Instant.ofEpochMilli(6500));
    plan.apply();

    assertThat(plan.partitions()).extracting(PartitionReset::target).containsExactly(7L, 7L);
    assertReadAgain(6);
  }

  @Test
  void afterTheLastRecordNothingIsReadAgain() {
    assertThat(ConsumerGroupReset.toTimestamp(source, Instant.ofEpochSecond(60)).recordsReread())
        .isZero();
  }

  @Test
  void fromOffsetsOnlyThesePartitionsAreReadAgain() {
    ConsumerGroupReset.toOffsets(source, Map.of(1, 4L)).apply();

    assertReadAgain(6);
  }

  @Test
  void allWrongOffsetsAreNamedAtOnce() {
    ConsumerGroupReset.toOffsets(source, Map.of(0, 5L)).apply();

    assertThatThrownBy(() -> ConsumerGroupReset.toOffsets(source, Map.of(0, 6L, 1, 11L, 2, 0L)))
        .isInstanceOfSatisfying(
            ConfigurationException.class, error -> assertThat(error.problems()).hasSize(3))
        .hasMessageContaining("partition 0: got offset 6, expected at most 5")
        .hasMessageContaining("partition 1: got offset 11, expected one of its log, 0 to 10")
        .hasMessageContaining("partition 2: there is none");
  }

  @Test
  void aGroupAtWorkIsLeftAlone() {
    ConsumerGroupReset plan = ConsumerGroupReset.toBeginning(source);
    try (GroupMember reader = new GroupMember(source)) {
      GroupMember.until(() -> reader.mine.size() == 2, reader);

      assertThatThrownBy(plan::apply)
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("got 1 member, expected none")
          .hasMessageContaining("Nothing was changed");
    }
    assertThat(ConsumerGroupReset.toBeginning(source).partitions()).isEqualTo(plan.partitions());
  }

  @Test
  void aPlanThatIsOutOfDateIsNotApplied() {
    ConsumerGroupReset old = ConsumerGroupReset.toBeginning(source);
    ConsumerGroupReset.toOffsets(source, Map.of(0, 5L)).apply();

    assertThatThrownBy(old::apply)
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("plan it anew");
  }

  @Test
  void aMisspeltGroupIsNamedWithASuggestion() {
    assertThatThrownBy(() -> ConsumerGroupReset.toBeginning(source.group(topic.name() + "x")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no committed offset")
        .hasMessageContaining("did you mean '" + topic.name() + "'?");
  }

  private void assertReadAgain(int records) {
    try (GroupMember reader = new GroupMember(source)) {
      GroupMember.until(() -> reader.mine.size() == 2 && reader.source.lag() == 0, reader);
      assertThat(reader.records).hasSize(records);
    }
  }
}
