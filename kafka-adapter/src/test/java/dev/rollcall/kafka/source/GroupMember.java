package dev.rollcall.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.FreshTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/** A member of a group that keeps what it is told and given, and commits it on revoke. */
public final class GroupMember implements RecordSource.Assignment, AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(100);

  public final RecordSource source;
  public final Set<SourcePartition> mine = new TreeSet<>();
  public final Set<SourcePartition> revoked = new TreeSet<>();
  public final Set<SourcePartition> lost = new TreeSet<>();
  public final List<SourceRecord> records = new ArrayList<>();
  private final Map<SourcePartition, Long> next = new HashMap<>();
  public int assignments;

  public GroupMember(KafkaSource description) {
    source = description.open();
    source.subscribe(this);
  }

  public void poll() {
    for (SourceRecord record : source.poll(POLL)) {
      assertThat(mine).contains(record.partition());
      records.add(record);
      next.put(record.partition(), record.offset() + 1);
    }
  }

  /** Polls all of the members until it is so. */
  public static void until(BooleanSupplier condition, GroupMember... members) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("in time").isBefore(end);
      for (GroupMember member : members) {
        member.poll();
      }
    }
  }

  public void commit() {
    source.commit(Map.copyOf(next));
  }

  public List<String> values() {
    return records.stream().map(FreshTopics::value).sorted().toList();
  }

  @Override
  public void assigned(Collection<SourcePartition> partitions) {
    assignments++;
    assertThat(Collections.disjoint(mine, partitions)).isTrue();
    mine.addAll(partitions);
  }

  @Override
  public void revoked(Collection<SourcePartition> partitions) {
    try {
      commit();
    } catch (TransientException notCommitted) {
      // comes again elsewhere
    }
    gone(partitions, revoked);
  }

  @Override
  public void lost(Collection<SourcePartition> partitions) {
    gone(partitions, lost);
  }

  private void gone(Collection<SourcePartition> partitions, Set<SourcePartition> how) {
    assertThat(mine).containsAll(partitions);
    mine.removeAll(partitions);
    how.addAll(partitions);
    next.keySet().removeAll(partitions);
  }

  @Override
  public void close() {
    source.close();
  }
}
