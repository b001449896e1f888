package dev.rollcall.core.pipeline;

import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A source whose calls go through a trap. It gives partition 0 first, and when the trap is armed
 * everything: then, once a partition has begun again, and unless a worker is to fail, it takes
 * partition 2 away and loses partition 3, as a rebalance does.
 */
final class TrappedSource extends WrappedSource implements RecordSource.Origin {

  private final Trap trap;
  private @Nullable Assignment listener;
  private boolean whole;
  private boolean rebalanced;

  /** Where to go on, by the number of the partition. */
  final Map<Integer, Long> committed = new ConcurrentHashMap<>();

  TrappedSource(RecordSource real, Trap trap) {
    super(real);
    this.trap = trap;
  }

  private static List<SourcePartition> partition(int number) {
    return List.of(new SourcePartition("guests", number));
  }

  @Override
  public String name() {
    return "trapped";
  }

  @Override
  public RecordSource open() {
    trap.step("source.open");
    return this;
  }

  @Override
  public void subscribe(Assignment assignment) {
    trap.step("source.subscribe");
    listener = assignment;
    super.subscribe(assignment);
    for (int later = 1; later < 4; later++) {
      real.pause(partition(later));
    }
  }

  @Override
  public List<SourceRecord> poll(Duration atMost) {
    trap.step("source.poll");
    if (trap.isArmed() && !whole) {
      whole = true;
      for (int later = 1; later < 4; later++) {
        real.resume(partition(later));
      }
    }
    boolean isLate = trap.called().contains("source.rewind") && !trap.isOfAWorker();
    if (whole && isLate && !rebalanced && listener != null) {
      rebalanced = true;
      listener.revoked(partition(2));
      listener.lost(partition(3));
    }
    return super.poll(atMost);
  }

  @Override
  public void commit(Map<SourcePartition, Long> next) {
    trap.step("source.commit");
    super.commit(next);
    next.forEach((partition, offset) -> committed.put(partition.partition(), offset));
  }

  @Override
  public long lag() {
    trap.step("source.lag");
    return whole ? super.lag() : 0;
  }

  @Override
  public long end(SourcePartition partition) {
    trap.step("source.end");
    return super.end(partition);
  }

  @Override
  public void pause(Collection<SourcePartition> partitions) {
    trap.step("source.pause");
    super.pause(partitions);
  }

  @Override
  public void resume(Collection<SourcePartition> partitions) {
    trap.step("source.resume");
    if (whole) {
      super.resume(partitions);
    }
  }

  @Override
  public void rewind(Collection<SourcePartition> partitions) {
    trap.step("source.rewind");
    super.rewind(partitions);
  }

  @Override
  public void close() {
    trap.step("source.close");
    super.close();
  }
}
