package dev.rollcall.core.pipeline;

import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A source that assigns its partitions in its third poll, as a consumer group does. */
final class LateSource extends WrappedSource {

  private @Nullable Assignment listener;
  private int polls;

  LateSource(RecordSource real) {
    super(real);
  }

  @Override
  public void subscribe(Assignment assignment) {
    listener = assignment;
  }

  @Override
  public List<SourceRecord> poll(Duration atMost) {
    polls++;
    if (polls == 3 && listener != null) {
      real.subscribe(listener);
    }
    return polls < 3 ? List.of() : real.poll(atMost);
  }

  @Override
  public long lag() {
    return polls < 3 ? 0 : real.lag();
  }
}
