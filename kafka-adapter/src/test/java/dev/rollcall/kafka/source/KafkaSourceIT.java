package dev.rollcall.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.kafka.FreshTopics;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.topic.KafkaTopics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaSourceIT {

  private static final int PARTITIONS = 4;

  private final KafkaTopic topic = FreshTopics.create("source", PARTITIONS);
  private final TopicIdentity identity = KafkaTopics.identify(topic);
  private final KafkaSource source = KafkaSource.of(topic).group(topic.name());
  private final Producer<byte[], byte[]> producer = KafkaClients.producer(topic);
  private final Admin admin = KafkaClients.admin(topic);

  @AfterEach
  void closeClients() {
    producer.close();
    admin.close();
  }

  @Test
  void twoMembersShareThePartitionsAndHandThemOver() {
    append(0, 5);
    try (GroupMember first = new GroupMember(source)) {
      GroupMember.until(() -> first.records.size() == 5 * PARTITIONS, first);
      try (GroupMember second = new GroupMember(source)) {
        GroupMember.until(() -> first.mine.size() == 2 && second.mine.size() == 2, first, second);

        // what stays is not taken away, and what goes was committed before it went
        assertThat(first.revoked).isEqualTo(second.mine).hasSize(2);
        assertThat(first.lost).isEmpty();
        append(5, 6);
        GroupMember.until(
            () -> first.records.size() + second.records.size() == 6 * PARTITIONS, first, second);
        assertThat(second.records).allMatch(record -> record.offset() == 5);
      }
      GroupMember.until(() -> first.mine.size() == PARTITIONS, first);
      append(6, 7);
      GroupMember.until(() -> first.values().containsAll(numbers(6, 7)), first);
      assertThat(first.records).hasSize(5 * PARTITIONS + 2 + PARTITIONS);
    }
  }

  @Test
  void aMemberWithoutPartitionsIsToldSo() {
    try (GroupMember first = new GroupMember(source)) {
      GroupMember.until(() -> first.mine.size() == PARTITIONS, first);
      GroupMember[] members = new GroupMember[PARTITIONS + 1];
      members[0] = first;
      for (int i = 1; i < members.length; i++) {
        members[i] = new GroupMember(source);
      }
      GroupMember.until(() -> List.of(members).stream().allMatch(m -> m.assignments > 0), members);
      GroupMember.until(
          () -> List.of(members).stream().filter(m -> m.mine.isEmpty()).count() == 1, members);
      for (GroupMember member : members) {
        member.close();
      }
    }
  }

  @Test
  void aMemberThatWasAwayTooLongIsToldThatItsPartitionsAreLost() {
    append(0, 2);
    KafkaSource hasty =
        source.property("max.poll.interval.ms", "1500").property("session.timeout.ms", "6000");
    try (GroupMember away = new GroupMember(hasty)) {
      GroupMember.until(() -> away.records.size() == 2 * PARTITIONS, away);
      Set<SourcePartition> had = Set.copyOf(away.mine);
      try (GroupMember other = new GroupMember(hasty)) {
        // the other polls alone until it has all of them
        GroupMember.until(() -> other.records.size() == 2 * PARTITIONS, other);
        GroupMember.until(() -> !away.lost.isEmpty(), away, other);

        assertThat(away.lost).isEqualTo(had);
        assertThat(away.revoked).isEmpty();
      }
    }
  }

  @Test
  void recordsThatWereDeletedUnreadAreANamedHalt() throws Exception {
    append(0, 10);
    try (GroupMember reader = new GroupMember(source)) {
      GroupMember.until(() -> reader.records.size() == 10 * PARTITIONS, reader);
      reader.source.commit(Map.of(identity.partition(1), 3L));
    }
    admin
        .deleteRecords(Map.of(new TopicPartition(topic.name(), 1), RecordsToDelete.beforeOffset(7)))
        .all()
        .get();
    commit(1, new OffsetAndMetadata(3));

    assertHalts(
        "partition 1 was to continue at offset 3, its log is 7 to 10: 4 offsets were deleted");
  }

  @Test
  void aCommitBeyondTheEndOfTheLogIsANamedHalt() throws Exception {
    append(0, 2);
    commit(2, new OffsetAndMetadata(50));

    assertHalts("partition 2 was to continue at offset 50, its log is 0 to 2: the log was cut");
  }

  private void assertHalts(String message) {
    try (GroupMember reader = new GroupMember(source)) {
      assertThatThrownBy(() -> GroupMember.until(() -> false, reader))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining(message)
          .hasMessageContaining("Nothing was skipped")
          .hasMessageContaining("rollcall replay --topic " + topic.name());
    }
  }

  @Test
  void aTopicThatIsMadeAgainWhileItIsReadIsANamedHalt() throws Exception {
    append(0, 3);
    try (GroupMember reader = new GroupMember(source)) {
      GroupMember.until(() -> reader.records.size() == 3 * PARTITIONS, reader);
      FreshTopics.delete(topic);
      KafkaTopics.create(topic, PARTITIONS);
      // more than was read, so that the old positions are in the new log
      append(100, 120);

      assertThatThrownBy(() -> GroupMember.until(() -> false, reader))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("was deleted and made again while it was read")
          .hasMessageContaining(identity.topicId());
      assertThat(reader.values()).isEqualTo(numbers(0, 3));
    }
  }

  @Test
  void aTopicThatIsDeletedWhileItIsReadIsANamedHalt() throws Exception {
    append(0, 1);
    try (GroupMember reader = new GroupMember(source)) {
      GroupMember.until(() -> reader.records.size() == PARTITIONS, reader);
      FreshTopics.delete(topic);

      assertThatThrownBy(() -> GroupMember.until(() -> false, reader))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("it was deleted while it was read");
    }
  }

  @Test
  void committedOffsetsOfATopicThatWasMadeAgainArePassedOver() throws Exception {
    append(0, 4);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      commit(
          partition, new OffsetAndMetadata(3, Optional.empty(), "rollcall-source=the-old-topic"));
    }
    try (GroupMember reader = new GroupMember(source)) {
      GroupMember.until(() -> reader.records.size() == 4 * PARTITIONS, reader);
      assertThat(reader.values()).isEqualTo(numbers(0, 4));
    }
  }

  @Test
  void aCommitNamesItsSourceAndTheEpochOfItsRecord() throws Exception {
    append(0, 4);
    try (GroupMember reader = new GroupMember(source)) {
      GroupMember.until(() -> reader.records.size() == 4 * PARTITIONS, reader);
      reader.commit();
    }
    OffsetAndMetadata committed =
        admin
            .listConsumerGroupOffsets(topic.name())
            .partitionsToOffsetAndMetadata()
            .get()
            .get(new TopicPartition(topic.name(), 0));

    assertThat(committed)
        .isEqualTo(
            new OffsetAndMetadata(4, Optional.of(0), "rollcall-source=" + identity.topicId()));
  }

  @Test
  void partitionsThatTheTopicGainsAreReadFromTheirBeginning() throws Exception {
    append(0, 1);
    try (GroupMember reader = new GroupMember(source.property("metadata.max.age.ms", "500"))) {
      GroupMember.until(() -> reader.records.size() == PARTITIONS, reader);
      admin.createPartitions(Map.of(topic.name(), NewPartitions.increaseTo(8))).all().get();
      for (int partition = 4; partition < 8; partition++) {
        send(partition, "gained");
        send(partition, "gained");
      }
      GroupMember.until(() -> reader.records.size() == PARTITIONS + 8, reader);

      assertThat(reader.mine).hasSize(8).contains(new SourcePartition(identity.topicId(), 7));
      assertThat(reader.revoked).isEmpty();
      assertThat(reader.records.subList(PARTITIONS, PARTITIONS + 8))
          .allMatch(record -> record.partition().partition() >= 4);
    }
  }

  @Test
  void abortedTransactionsAreInvisibleAndNoLag() {
    append(0, 1);
    transaction("aborted", false);
    transaction("committed", true);
    transaction("aborted", false);
    try (GroupMember reader = new GroupMember(source)) {
      GroupMember.until(() -> reader.records.size() == PARTITIONS + 1, reader);
      GroupMember.until(() -> reader.source.lag() == 0, reader);

      assertThat(reader.values()).contains("committed").doesNotContain("aborted");
    }
  }

  @Test
  void behindAnOpenTransactionNobodyHasCaughtUp() {
    append(0, 1);
    try (Producer<byte[], byte[]> open = KafkaClients.transactionalProducer(topic, topic.name())) {
      open.initTransactions();
      open.beginTransaction();
      open.send(new ProducerRecord<>(topic.name(), 0, null, "open".getBytes()));
      open.flush();
      send(0, "behind");
      try (GroupMember reader = new GroupMember(source)) {
        GroupMember.until(() -> reader.records.size() == PARTITIONS, reader);
        assertThat(reader.source.lag()).isPositive();
        assertThat(reader.source.end(identity.partition(0))).isEqualTo(3);

        open.commitTransaction();
        GroupMember.until(() -> reader.source.lag() == 0, reader);
        assertThat(reader.values()).contains("open", "behind");
      }
    }
  }

  @Test
  void whenTheGroupsOffsetsAreGoneEverythingIsReadAgain() throws Exception {
    append(0, 3);
    try (GroupMember reader = new GroupMember(source)) {
      GroupMember.until(() -> reader.records.size() == 3 * PARTITIONS, reader);
      reader.commit();
    }
    admin.deleteConsumerGroups(List.of(topic.name())).all().get();
    try (GroupMember again = new GroupMember(source)) {
      GroupMember.until(() -> again.records.size() == 3 * PARTITIONS, again);
      assertThat(again.values()).isEqualTo(numbers(0, 3));
    }
  }

  @Test
  void aCommitOfWhatIsNotOursChangesNothing() throws Exception {
    append(0, 1);
    try (GroupMember reader = new GroupMember(source)) {
      GroupMember.until(() -> reader.records.size() == PARTITIONS, reader);
      reader.source.commit(
          Map.of(new SourcePartition("another", 0), 1L, identity.partition(17), 1L));

      assertThat(admin.listConsumerGroupOffsets(topic.name()).partitionsToOffsetAndMetadata().get())
          .isEmpty();
    }
  }

  private void transaction(String value, boolean commit) {
    try (Producer<byte[], byte[]> one = KafkaClients.transactionalProducer(topic, topic.name())) {
      one.initTransactions();
      one.beginTransaction();
      one.send(new ProducerRecord<>(topic.name(), 0, null, value.getBytes()));
      one.flush();
      if (commit) {
        one.commitTransaction();
      } else {
        one.abortTransaction();
      }
    }
  }

  private void commit(int partition, OffsetAndMetadata offset) throws Exception {
    admin
        .alterConsumerGroupOffsets(
            topic.name(), Map.of(new TopicPartition(topic.name(), partition), offset))
        .all()
        .get();
  }

  private void append(int from, int to) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      for (int number = from; number < to; number++) {
        producer.send(
            new ProducerRecord<>(
                topic.name(), partition, null, (partition + "/" + number).getBytes()));
      }
    }
    producer.flush();
  }

  private void send(int partition, String value) {
    producer.send(new ProducerRecord<>(topic.name(), partition, null, value.getBytes()));
    producer.flush();
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(0, PARTITIONS)
        .boxed()
        .flatMap(p -> IntStream.range(from, to).mapToObj(n -> p + "/" + n))
        .sorted()
        .toList();
  }
}
