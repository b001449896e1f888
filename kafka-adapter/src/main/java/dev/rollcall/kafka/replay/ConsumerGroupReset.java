package dev.rollcall.kafka.replay;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.record.Names;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.internal.client.CommitMetadata;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.KafkaErrors;
import dev.rollcall.kafka.internal.client.TopicDescriptions;
import dev.rollcall.kafka.internal.client.TopicSnapshotReader;
import dev.rollcall.kafka.source.KafkaSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * Moves a consumer group's committed offsets back, so that its next run reads records again. What a
 * pipeline applied already it does not apply twice; what a sink has lost, or a new sink never had,
 * it gets.
 *
 * <p>First the plan ({@link #toBeginning}, {@link #toTimestamp}, {@link #toOffsets}), which changes
 * nothing; then {@link #apply}. Offsets never move forward, which would leave records unread, but
 * where the committed offset is not in the log any more. Immutable, threadsafe.
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
   * All partitions back to the first record that the log still has.
   *
   * @throws ConfigurationException if there is no such topic, or the group has no committed offset
   *     of it
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   */
  public static ConsumerGroupReset toBeginning(KafkaSource source) {
    try (Admin admin = KafkaClients.admin(source.topic())) {
      Present now = Present.of(source, admin);
      return now.plan(now.starts);
    }
  }

  /**
   * Each partition back to its first record whose timestamp is this or later; one without any, or
   * whose committed offset is before it, stays. Throws as {@link #toBeginning} does.
   */
  public static ConsumerGroupReset toTimestamp(KafkaSource source, Instant from) {
    try (Admin admin = KafkaClients.admin(source.topic())) {
      Present now = Present.of(source, admin);
      Map<TopicPartition, Long> found =
          TopicSnapshotReader.offsets(
              admin,
              source.topic(),
              now.starts.keySet(),
              OffsetSpec.forTimestamp(from.toEpochMilli()));
      Map<TopicPartition, Long> targets = new HashMap<>();
      for (PartitionReset each : now.plan(Map.of()).partitions) {
        TopicPartition partition = new TopicPartition(source.topic().name(), each.partition());
        long first = found.getOrDefault(partition, -1L);
        long target = first < 0 ? each.end() : first;
        targets.put(partition, each.isOutOfLog() ? target : Math.min(target, each.current()));
      }
      return now.plan(targets);
    }
  }

  /**
   * These partitions back to these offsets; the others stay.
   *
   * @throws ConfigurationException with all faults at once: a partition that is not there, an
   *     offset that is not in the log or is ahead of the committed one. Throws as {@link
   *     #toBeginning} does, too
   */
  public static ConsumerGroupReset toOffsets(KafkaSource source, Map<Integer, Long> offsets) {
    try (Admin admin = KafkaClients.admin(source.topic())) {
      Present now = Present.of(source, admin);
      List<PartitionReset> present = now.plan(Map.of()).partitions;
      List<String> faults = new ArrayList<>();
      Map<TopicPartition, Long> targets = new HashMap<>();
      new TreeMap<>(offsets)
          .forEach(
              (partition, offset) -> {
                if (partition < 0 || partition >= present.size()) {
                  faults.add(
                      "partition "
                          + partition
                          + ": there is none; the topic has partitions 0 to "
                          + (present.size() - 1));
                } else {
                  fault(present.get(partition), offset).ifPresent(faults::add);
                  targets.put(new TopicPartition(source.topic().name(), partition), offset);
                }
              });
      if (!faults.isEmpty()) {
        throw ConfigurationException.of("Replay of " + source.place(), faults);
      }
      return now.plan(targets);
    }
  }

  private static Optional<String> fault(PartitionReset present, long offset) {
    String got = "partition " + present.partition() + ": got offset " + offset;
    if (offset < present.start() || offset > present.end()) {
      return Optional.of(
          got + ", expected one of its log, " + present.start() + " to " + present.end());
    }
    if (offset > present.current() && !present.isOutOfLog()) {
      return Optional.of(
          got
              + ", expected at most "
              + present.current()
              + ", where the group is: going forward would leave records unread");
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
   * Commits the new offsets. A partition that does not move is left alone.
   *
   * @throws FatalException if the group has members, or the topic or the committed offsets are not
   *     those of the plan any more
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
      requireAsPlanned(Present.of(source, admin));
      if (offsets.isEmpty()) {
        return;
      }
      admin.alterConsumerGroupOffsets(group, offsets).all().get();
    } catch (ExecutionException | InterruptedException e) {
      if (KafkaErrors.find(UnknownMemberIdException.class, e) != null
          || KafkaErrors.find(GroupNotEmptyException.class, e) != null) {
        throw hasMembers("a member came just now");
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
        source.place()
            + ": the group is at work, "
            + got
            + ", expected none: a running member would commit over the replay. Stop all workers of"
            + " the group (one that was killed is gone after session.timeout.ms, 45 s unless set"
            + " otherwise), then try again. Nothing was changed");
  }

  private void requireAsPlanned(Present now) {
    Set<List<Object>> planned = new HashSet<>();
    partitions.forEach(each -> planned.add(List.of(each.partition(), each.current())));
    Set<List<Object>> found = new HashSet<>();
    now.plan(Map.of())
        .partitions
        .forEach(each -> found.add(List.of(each.partition(), each.current())));
    if (!now.topic.incarnation().equals(topic.incarnation()) || !planned.equals(found)) {
      throw new FatalException(
          source.place()
              + ": the topic or the group's offsets changed since the replay was planned; plan it"
              + " anew. Nothing was changed");
    }
  }

  /** Topic, log and group as they are. */
  private record Present(
      KafkaSource source,
      TopicIdentity topic,
      Map<TopicPartition, Long> starts,
      Map<TopicPartition, Long> ends,
      Map<TopicPartition, OffsetAndMetadata> committed) {

    static Present of(KafkaSource source, Admin admin) {
      String group = source.requireGroup();
      TopicIdentity topic = TopicDescriptions.resolve(admin, source.topic());
      Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
      committed(source, admin, group)
          .forEach(
              (partition, offset) -> {
                if (partition.topic().equals(topic.topic())
                    && offset != null
                    && !CommitMetadata.isOfAnother(topic, offset)) {
                  committed.put(partition, offset);
                }
              });
      if (committed.isEmpty()) {
        throw nothingCommitted(source, admin, group);
      }
      int partitions = topic.partitions();
      return new Present(
          source,
          topic,
          TopicSnapshotReader.offsets(admin, source.topic(), partitions, OffsetSpec.earliest()),
          TopicSnapshotReader.offsets(admin, source.topic(), partitions, OffsetSpec.latest()),
          committed);
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(
        KafkaSource source, Admin admin, String group) {
      try {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      } catch (ExecutionException | InterruptedException e) {
        if (e.getCause() instanceof GroupIdNotFoundException) {
          return Map.of();
        }
        throw KafkaErrors.map(source.place(), e);
      }
    }

    private static ConfigurationException nothingCommitted(
        KafkaSource source, Admin admin, String group) {
      List<String> known = KafkaClients.groups(source.place(), admin);
      return new ConfigurationException(
          source.place()
              + ": the group has no committed offset of this topic, so its next run reads"
              + " everything anyway"
              + (known.contains(group) ? "" : Names.suggestion(group, known)));
    }

    /** With these targets; a partition that is not among them stays. */
    ConsumerGroupReset plan(Map<TopicPartition, Long> targets) {
      List<PartitionReset> all = new ArrayList<>();
      for (int number = 0; number < topic.partitions(); number++) {
        TopicPartition partition = new TopicPartition(topic.topic(), number);
        long start = starts.getOrDefault(partition, 0L);
        OffsetAndMetadata offset = committed.get(partition);
        Long from = offset == null ? null : Long.valueOf(offset.offset());
        long target = targets.getOrDefault(partition, from == null ? start : from);
        all.add(
            new PartitionReset(
                number,
                from,
                from == null ? start : target,
                start,
                ends.getOrDefault(partition, start)));
      }
      return new ConsumerGroupReset(source, topic, all);
    }
  }
}
