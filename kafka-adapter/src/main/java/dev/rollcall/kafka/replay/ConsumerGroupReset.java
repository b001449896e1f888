package dev.rollcall.kafka.replay;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.internal.client.CommitMetadata;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.KafkaErrors;
import dev.rollcall.kafka.internal.client.LogRange;
import dev.rollcall.kafka.source.KafkaSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * Moves a consumer group's committed offsets back, so that its next run reads records again. What a
 * pipeline applied already it does not apply twice; rows that a sink lost, or that a new sink never
 * had, are written.
 *
 * <p>First make the plan ({@link #toBeginning}, {@link #toTimestamp}, {@link #toOffsets}), which
 * changes nothing; then {@link #apply} it. Offsets never move forward, which would leave records
 * unread, unless the committed offset is not in the log any more. Immutable, threadsafe.
 */
public final class ConsumerGroupReset {

  private final KafkaSource source;
  private final TopicIdentity topic;
  private final List<PartitionReset> partitions;

  private ConsumerGroupReset(
      KafkaSource source, TopicIdentity topic, List<PartitionReset> partitions) {
    this.source = source;
    this.topic = topic;
    this.partitions = List.copyOf(partitions);
  }

  /**
   * Plans to move all partitions back to the first record that the log still has.
   *
   * @throws ConfigurationException if there is no such topic, or the group has no committed offset
   *     of it
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   */
  public static ConsumerGroupReset toBeginning(KafkaSource source) {
    try (Admin admin = KafkaClients.admin(source.topic())) {
      GroupPosition now = GroupPosition.of(source, admin);
      return new ConsumerGroupReset(source, now.topic(), now.movedTo(now.logs().starts()));
    }
  }

  /**
   * Plans to move each partition back to its first record with this timestamp or a later one. A
   * partition without such a record, or whose committed offset is before it, stays.
   *
   * @throws ConfigurationException as {@link #toBeginning} does
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   */
  public static ConsumerGroupReset toTimestamp(KafkaSource source, Instant from) {
    try (Admin admin = KafkaClients.admin(source.topic())) {
      GroupPosition now = GroupPosition.of(source, admin);
      Map<TopicPartition, Long> found =
          LogRange.offsets(
              admin,
              source.topic().place(),
              now.logs().starts().keySet(),
              OffsetSpec.forTimestamp(from.toEpochMilli()),
              LogRange.options());
      Map<TopicPartition, Long> targets = new HashMap<>();
      for (PartitionReset each : now.unchanged()) {
        TopicPartition partition = new TopicPartition(source.topic().name(), each.partition());
        long first = found.getOrDefault(partition, -1L);
        long target = first < 0 ? each.end() : first;
        targets.put(partition, each.isOutOfLog() ? target : Math.min(target, each.current()));
      }
      return new ConsumerGroupReset(source, now.topic(), now.movedTo(targets));
    }
  }

  /**
   * Plans to move these partitions back to these offsets; the others stay.
   *
   * @param offsets the offset to continue at, by partition number
   * @throws ConfigurationException with all problems at once: a partition that does not exist, an
   *     offset that is not in the log or is ahead of the committed one; also as {@link
   *     #toBeginning} does
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   */
  public static ConsumerGroupReset toOffsets(KafkaSource source, Map<Integer, Long> offsets) {
    try (Admin admin = KafkaClients.admin(source.topic())) {
      GroupPosition now = GroupPosition.of(source, admin);
      List<PartitionReset> present = now.unchanged();
      List<String> problems = new ArrayList<>();
      Map<TopicPartition, Long> targets = new HashMap<>();
      new TreeMap<>(offsets)
          .forEach(
              (partition, offset) -> {
                if (partition < 0 || partition >= present.size()) {
                  problems.add(
                      "partition %d: there is none; the topic has partitions 0 to %d"
                          .formatted(partition, present.size() - 1));
                } else {
                  problem(present.get(partition), offset).ifPresent(problems::add);
                  targets.put(new TopicPartition(source.topic().name(), partition), offset);
                }
              });
      if (!problems.isEmpty()) {
        throw ConfigurationException.of("Replay of " + source.place(), problems);
      }
      return new ConsumerGroupReset(source, now.topic(), now.movedTo(targets));
    }
  }

  private static Optional<String> problem(PartitionReset present, long offset) {
    String got = "partition %d: got offset %d, ".formatted(present.partition(), offset);
    if (offset < present.start() || offset > present.end()) {
      return Optional.of(
          got + "expected one of its log, %d to %d".formatted(present.start(), present.end()));
    }
    if (offset > present.current() && !present.isOutOfLog()) {
      return Optional.of(
          got
              + "expected at most %d, where the group is: going forward would leave records unread"
                  .formatted(present.current()));
    }
    return Optional.empty();
  }

  /** What happens to each partition, by its number. */
  public List<PartitionReset> partitions() {
    return partitions;
  }

  /** How many records are read again, at most. */
  public long recordsReread() {
    return partitions.stream().mapToLong(PartitionReset::recordsReread).sum();
  }

  /**
   * Commits the new offsets; leaves a partition that does not move as it is.
   *
   * @throws FatalException if the group has members, or the topic or the committed offsets changed
   *     since the plan was made
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   */
  public void apply() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (PartitionReset each : partitions) {
      if (each.moves()) {
        offsets.put(
            new TopicPartition(topic.topic(), each.partition()),
            new OffsetAndMetadata(each.target(), Optional.empty(), CommitMetadata.of(topic)));
      }
    }
    String group = source.requireGroup();
    try (Admin admin = KafkaClients.admin(source.topic())) {
      requireNoMembers(admin, group);
      requireAsPlanned(GroupPosition.of(source, admin));
      if (offsets.isEmpty()) {
        return;
      }
      admin.alterConsumerGroupOffsets(group, offsets).all().get();
    } catch (ExecutionException | InterruptedException e) {
      if (KafkaErrors.find(UnknownMemberIdException.class, e) != null
          || KafkaErrors.find(GroupNotEmptyException.class, e) != null) {
        throw hasMembers("a member joined just now");
      }
      throw KafkaErrors.map(source.place() + ", replay", e);
    }
  }

  private void requireNoMembers(Admin admin, String group) {
    int members =
        KafkaErrors.await(source.place(), admin.describeConsumerGroups(List.of(group)).all())
            .values()
            .stream()
            .mapToInt(description -> description.members().size())
            .sum();
    if (members > 0) {
      throw hasMembers("got " + members + (members == 1 ? " member" : " members"));
    }
  }

  private FatalException hasMembers(String got) {
    return new FatalException(
        "%s: the group is running, %s, expected none: a running member would overwrite the reset with its own commits. Stop all workers of the group (one that was killed is gone after session.timeout.ms, 45 s unless set otherwise), then try again. Nothing was changed"
            .formatted(source.place(), got));
  }

  private void requireAsPlanned(GroupPosition now) {
    if (!now.topic().incarnation().equals(topic.incarnation())
        || !currents(now.unchanged()).equals(currents(partitions))) {
      throw new FatalException(
          source.place()
              + ": the topic or the group's offsets changed since the replay was planned; plan it"
              + " anew. Nothing was changed");
    }
  }

  private static List<Long> currents(List<PartitionReset> partitions) {
    return partitions.stream().map(PartitionReset::current).toList();
  }
}
