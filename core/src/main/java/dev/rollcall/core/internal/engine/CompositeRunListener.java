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

/** Two listeners as one; both are called, whatever the first throws. */
public record CompositeRunListener(RunListener first, RunListener second) implements RunListener {

  private void notifyBoth(Consumer<RunListener> event) {
    try {
      event.accept(first);
    } catch (Throwable e) {
      notifySecond(event, e);
      throw e;
    }
    event.accept(second);
  }

  /** Throws what the second listener throws only if it is worse: an Error after an exception. */
  private void notifySecond(Consumer<RunListener> event, Throwable ofFirst) {
    try {
      event.accept(second);
    } catch (Throwable e) {
      if (e instanceof Error && !(ofFirst instanceof Error)) {
        throw e;
      }
    }
  }

  @Override
  public void assigned(Collection<SourcePartition> partitions) {
    notifyBoth(each -> each.assigned(partitions));
  }

  @Override
  public void revoked(Collection<SourcePartition> partitions) {
    notifyBoth(each -> each.revoked(partitions));
  }

  @Override
  public void lost(Collection<SourcePartition> partitions) {
    notifyBoth(each -> each.lost(partitions));
  }

  @Override
  public void stored(SourcePartition partition, String target, Duration took) {
    notifyBoth(each -> each.stored(partition, target, took));
  }

  @Override
  public void deadLettered(DeadLetter letter) {
    notifyBoth(each -> each.deadLettered(letter));
  }

  @Override
  public void flushed(SourcePartition partition, RunReport report, Duration took) {
    notifyBoth(each -> each.flushed(partition, report, took));
  }

  @Override
  public void committed(Map<SourcePartition, Long> next) {
    notifyBoth(each -> each.committed(next));
  }

  @Override
  public void restarted(SourcePartition partition, RollcallException error) {
    notifyBoth(each -> each.restarted(partition, error));
  }

  @Override
  public void observed(RunStatus status) {
    notifyBoth(each -> each.observed(status));
  }
}
