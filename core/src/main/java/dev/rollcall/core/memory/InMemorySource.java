package dev.rollcall.core.memory;

import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A log in memory with its committed positions; all partitions are assigned to whoever subscribes.
 * A new subscription begins at what was committed. Its own description too: {@link #open} gives the
 * log itself. Not threadsafe: append before a run, not during one.
 */
public final class InMemorySource implements RecordSource.Origin, RecordSource {

  /** Records of each partition handed out by one poll, at most. */
  private static final int BATCH = 500;

  private final String name;
  private final Map<SourcePartition, List<SourceRecord>> log = new TreeMap<>();
  private final Map<SourcePartition, Long> committed = new TreeMap<>();
  private final Map<SourcePartition, Integer> next = new TreeMap<>();
  private final Set<SourcePartition> paused = new HashSet<>();

  private InMemorySource(String name, int partitions) {
    this.name = name;
    topic(name, partitions);
  }

  /** An empty log; its name is also its identity. */
  public static InMemorySource named(String name, int partitions) {
    return new InMemorySource(name, partitions);
  }

  /** Another topic that is read together with the first; its name is also its identity. */
  public InMemorySource topic(String topic, int partitions) {
    for (int i = 0; i < partitions; i++) {
      log.put(new SourcePartition(topic, i), new ArrayList<>());
    }
    return this;
  }

  /** Appends a record; its timestamp is its offset, in milliseconds after 2026-01-01. */
  public InMemorySource add(int partition, String json) {
    return add(partition, json.getBytes(StandardCharsets.UTF_8));
  }

  /** Appends a record; a null value is a tombstone. */
  public InMemorySource add(int partition, byte @Nullable [] value) {
    return add(partition, value, List.of());
  }

  /** Appends a record with headers; a null value is a tombstone. */
  public InMemorySource add(
      int partition, byte @Nullable [] value, List<SourceRecord.Header> headers) {
    int offset = records(name, partition).size();
    Instant time = Instant.parse("2026-01-01T00:00:00Z").plusMillis(offset);
    return add(name, partition, time, null, value, headers);
  }

  /**
   * Appends a message with all that one of Kafka has.
   *
   * @param topic the log's name, or one of {@link #topic}
   * @param value null for a tombstone
   */
  public InMemorySource add(
      String topic,
      int partition,
      Instant time,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<SourceRecord.Header> headers) {
    List<SourceRecord> records = records(topic, partition);
    SourcePartition at = new SourcePartition(topic, partition);
    records.add(new SourceRecord(at, topic, records.size(), time, key, value, 1, headers));
    return this;
  }

  private List<SourceRecord> records(String topic, int partition) {
    List<SourceRecord> records = log.get(new SourcePartition(topic, partition));
    if (records == null) {
      throw new IllegalArgumentException("no partition " + partition + " in '" + topic + "'");
    }
    return records;
  }

  /** All records, partition by partition. */
  public List<SourceRecord> records() {
    return log.values().stream().flatMap(List::stream).toList();
  }

  /** Forgets what was committed, so that the next subscription replays everything. */
  public void rewind() {
    committed.clear();
  }

  @Override
  public String name() {
    return "memory:" + name;
  }

  @Override
  public RecordSource open() {
    return this;
  }

  @Override
  public void subscribe(Assignment listener) {
    paused.clear();
    rewind(log.keySet());
    listener.assigned(log.keySet());
  }

  @Override
  public List<SourceRecord> poll(Duration atMost) {
    List<SourceRecord> batch = new ArrayList<>();
    log.forEach(
        (partition, records) -> {
          if (paused.contains(partition)) {
            return;
          }
          int from = next.getOrDefault(partition, 0);
          int to = Math.min(records.size(), from + BATCH);
          batch.addAll(records.subList(from, to));
          next.put(partition, to);
        });
    return batch;
  }

  @Override
  public void commit(Map<SourcePartition, Long> positions) {
    committed.putAll(positions);
  }

  @Override
  public long lag() {
    long waiting = 0;
    for (Map.Entry<SourcePartition, List<SourceRecord>> entry : log.entrySet()) {
      waiting += entry.getValue().size() - next.getOrDefault(entry.getKey(), 0);
    }
    return waiting;
  }

  @Override
  public long end(SourcePartition partition) {
    return log.getOrDefault(partition, List.of()).size();
  }

  @Override
  public boolean isAtStart(SourcePartition partition) {
    return next.getOrDefault(partition, 0) == 0;
  }

  @Override
  public void pause(Collection<SourcePartition> partitions) {
    paused.addAll(partitions);
  }

  @Override
  public void resume(Collection<SourcePartition> partitions) {
    paused.removeAll(partitions);
  }

  @Override
  public void rewind(Collection<SourcePartition> partitions) {
    partitions.forEach(p -> next.put(p, Math.toIntExact(committed.getOrDefault(p, 0L))));
  }

  @Override
  public void close() {}
}
