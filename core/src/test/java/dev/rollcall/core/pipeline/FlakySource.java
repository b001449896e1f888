package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A source whose first polls and commits fail. */
final class FlakySource extends WrappedSource {

  private int failingPolls;
  private int failingCommits;

  FlakySource(RecordSource real, int failingPolls, int failingCommits) {
    super(real);
    this.failingPolls = failingPolls;
    this.failingCommits = failingCommits;
  }

  @Override
  public List<SourceRecord> poll(Duration atMost) {
    if (failingPolls-- > 0) {
      throw new TransientException("the source is away");
    }
    return real.poll(atMost);
  }

  @Override
  public void commit(Map<SourcePartition, Long> next) {
    if (failingCommits-- > 0) {
      throw new TransientException("the coordinator is away");
    }
    real.commit(next);
  }
}
