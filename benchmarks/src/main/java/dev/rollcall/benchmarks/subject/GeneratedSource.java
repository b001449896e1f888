package dev.rollcall.benchmarks.subject;

import dev.rollcall.benchmarks.workload.GrowingUsers;
import dev.rollcall.benchmarks.workload.SampleUsers;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A log of four partitions that is made while it is read. Not threadsafe. */
final class GeneratedSource implements RecordSource, RecordSource.Origin {

  private static final int PARTITIONS = 4;

  /** Records of each partition in one poll, at most. */
  private static final int BATCH = 500;

  private final int users;
  private final GrowingUsers generator;
  private final Runnable firstPoll;
  private final List<SourcePartition> partitions =
      IntStream.range(0, PARTITIONS).mapToObj(i -> new SourcePartition("generated", i)).toList();
  private final int[] next = new int[PARTITIONS];
  private final int[] committed = new int[PARTITIONS];
  private final Set<SourcePartition> paused = new HashSet<>();
  private boolean polled;

  /**
   * @param firstPoll is called before the first record is handed out
   */
  GeneratedSource(int users, GrowingUsers generator, Runnable firstPoll) {
    this.users = users;
    this.generator = generator;
    this.firstPoll = firstPoll;
  }

  @Override
  public String name() {
    return "generated:users";
  }

  @Override
  public RecordSource open() {
    return this;
  }

  @Override
  public void subscribe(Assignment listener) {
    listener.assigned(partitions);
  }

  @Override
  public List<SourceRecord> poll(Duration atMost) {
    if (!polled) {
      polled = true;
      firstPoll.run();
    }
    List<SourceRecord> records = new ArrayList<>();
    for (SourcePartition partition : partitions) {
      int at = partition.partition();
      int to = paused.contains(partition) ? next[at] : Math.min(size(at), next[at] + BATCH);
      for (int offset = next[at]; offset < to; offset++) {
        int user = offset * PARTITIONS + at;
        records.add(
            new SourceRecord(
                partition,
                "users",
                offset,
                SampleUsers.recordTime(user),
                null,
                generator.user(user)));
      }
      next[at] = to;
    }
    return records;
  }

  private int size(int partition) {
    return (users - partition + PARTITIONS - 1) / PARTITIONS;
  }

  @Override
  public void commit(Map<SourcePartition, Long> positions) {
    positions.forEach((at, offset) -> committed[at.partition()] = Math.toIntExact(offset));
  }

  @Override
  public long lag() {
    return users - Arrays.stream(next).sum();
  }

  @Override
  public long end(SourcePartition partition) {
    return size(partition.partition());
  }

  @Override
  public void pause(Collection<SourcePartition> some) {
    paused.addAll(some);
  }

  @Override
  public void resume(Collection<SourcePartition> some) {
    paused.removeAll(some);
  }

  @Override
  public void rewind(Collection<SourcePartition> some) {
    some.forEach(partition -> next[partition.partition()] = committed[partition.partition()]);
  }

  @Override
  public void close() {}
}
