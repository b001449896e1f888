package dev.rollcall.core.pipeline;

import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A source that does what another one does, but for what a test makes different. */
public class WrappedSource implements RecordSource {

  /** Its description: opened, it is the source itself. */
  record Origin(RecordSource source) implements RecordSource.Origin {
    @Override
    public String name() {
      return "wrapped";
    }

    @Override
    public RecordSource open() {
      return source;
    }
  }

  protected final RecordSource real;

  /** Of this one. */
  public WrappedSource(RecordSource real) {
    this.real = real;
  }

  @Override
  public void subscribe(Assignment listener) {
    real.subscribe(listener);
  }

  @Override
  public List<SourceRecord> poll(Duration atMost) {
    return real.poll(atMost);
  }

  @Override
  public void commit(Map<SourcePartition, Long> next) {
    real.commit(next);
  }

  @Override
  public long lag() {
    return real.lag();
  }

  @Override
  public long end(SourcePartition partition) {
    return real.end(partition);
  }

  @Override
  public void pause(Collection<SourcePartition> partitions) {
    real.pause(partitions);
  }

  @Override
  public void resume(Collection<SourcePartition> partitions) {
    real.resume(partitions);
  }

  @Override
  public void rewind(Collection<SourcePartition> partitions) {
    real.rewind(partitions);
  }

  @Override
  public void close() {
    real.close();
  }
}
