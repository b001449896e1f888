package dev.rollcall.core.pipeline;

import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A source that takes partitions away in its second poll, as a rebalance does. */
class RevokingSource extends WrappedSource {

  final Map<Integer, Long> committed = new HashMap<>();
  private final List<Integer> revoked;
  private final List<Integer> lost;
  private @Nullable Assignment listener;
  private int polls;

  RevokingSource(RecordSource real, int revoked, int lost) {
    this(real, List.of(revoked), List.of(lost));
  }

  RevokingSource(RecordSource real, List<Integer> revoked, List<Integer> lost) {
    super(real);
    this.revoked = revoked;
    this.lost = lost;
  }

  @Override
  public void subscribe(Assignment assignment) {
    listener = assignment;
    real.subscribe(assignment);
  }

  @Override
  public List<SourceRecord> poll(Duration atMost) {
    polls++;
    if (polls == 2 && listener != null) {
      beforeRevoking();
      listener.revoked(partitions(revoked));
      listener.lost(partitions(lost));
    }
    return real.poll(atMost);
  }

  /** Nothing. */
  void beforeRevoking() {}

  private static List<SourcePartition> partitions(List<Integer> numbers) {
    return numbers.stream().map(number -> new SourcePartition("guests", number)).toList();
  }

  @Override
  public void commit(Map<SourcePartition, Long> next) {
    next.forEach((partition, offset) -> committed.put(partition.partition(), offset));
    real.commit(next);
  }

  @Override
  public long lag() {
    return polls < 2 ? 1 : real.lag();
  }
}
