package dev.rollcall.faults.kill.worker;

import dev.rollcall.core.port.Rejection;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.port.VersionedRow;
import dev.rollcall.core.record.Schema;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A row target with failpoints, and slow if wanted.
 *
 * @param target where rows really go
 * @param perSecond at most so many rows per second; 0 for as fast as it goes
 */
record WatchedRows(RowTarget target, int perSecond) implements RowTarget {

  private static final AtomicLong FREE_AT = new AtomicLong(System.nanoTime());

  @Override
  public String name() {
    return target.name();
  }

  @Override
  public SinkPlan plan(Schema schema) {
    return target.plan(schema);
  }

  @Override
  public RowSink open(Schema schema) {
    RowSink sink = target.open(schema);
    return new RowSink() {
      @Override
      public List<Rejection> write(List<VersionedRow> rows) {
        boolean stale = Failpoints.reach(Failpoint.BEFORE_ROWS);
        long began = System.nanoTime();
        pause(rows.size());
        List<Rejection> rejections = sink.write(rows);
        if (perSecond > 0) {
          Said.line("row-write", (System.nanoTime() - began) / 1_000_000);
        }
        if (stale) {
          Said.line("stale-rows", rows.size());
        }
        Failpoints.reach(Failpoint.AFTER_ROWS);
        return rejections;
      }

      @Override
      public void close() {
        sink.close();
      }
    };
  }

  /** One throttle for all partitions: each call takes its turn behind those before. */
  private void pause(int rows) {
    if (perSecond > 0) {
      long takes = rows * 1_000_000_000L / perSecond;
      long end = FREE_AT.updateAndGet(free -> Math.max(free, System.nanoTime()) + takes);
      while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
    }
  }
}
