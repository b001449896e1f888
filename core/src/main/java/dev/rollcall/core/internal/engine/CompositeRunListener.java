package dev.rollcall.core.internal.engine;

import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.pipeline.RunListener;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.pipeline.RunStatus;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.SourcePartition;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

/** Two listeners as one; each is told, whatever the first throws. */
public record CompositeRunListener(RunListener first, RunListener second) implements RunListener {

  private void tell(Consumer<RunListener> news) {
    try {
      news.accept(first);
    } catch (Throwable e) {
      tellSecond(news, e);
      throw e;
    }
    news.accept(second);
  }

  /** What the first threw goes on, unless what the second throws is worse. */
  private void tellSecond(Consumer<RunListener> news, Throwable ofFirst) {
    try {
      news.accept(second);
    } catch (Throwable e) {
      if (e instanceof Error && !(ofFirst instanceof Error)) {
        throw e;
      }
    }
  }

  @Override
  public void assigned(Collection<SourcePartition> partitions) {
    tell(told -> told.assigned(partitions));
  }

  @Override
  public void revoked(Collection<SourcePartition> partitions) {
    tell(told -> told.revoked(partitions));
  }

  @Override
  public void lost(Collection<SourcePartition> partitions) {
    tell(told -> told.lost(partitions));
  }

  @Override
  public void stored(SourcePartition partition, String target, Duration took) {
    tell(told -> told.stored(partition, target, took));
  }

  @Override
  public void deadLettered(DeadLetter letter) {
    tell(told -> told.deadLettered(letter));
  }

  @Override
  public void flushed(SourcePartition partition, RunReport report, Duration took) {
    tell(told -> told.flushed(partition, report, took));
  }

  @Override
  public void committed(Map<SourcePartition, Long> next) {
    tell(told -> told.committed(next));
  }

  @Override
  public void restarted(SourcePartition partition, RollcallException error) {
    tell(told -> told.restarted(partition, error));
  }

  @Override
  public void observed(RunStatus status) {
    tell(told -> told.observed(status));
  }
}
