package dev.rollcall.core.internal.engine;

import dev.rollcall.core.internal.process.FlushResult;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What an assigned partition has to do: its records that wait, and the processor that takes them.
 *
 * <p><b>Concurrency.</b> The polling thread hands records over, asks for flushes and drops; one
 * thread of the pool at a time runs it, a batch or a flush per turn, so that partitions share the
 * pool fairly. All fields are guarded by {@code this}, except the processor, which only the running
 * turn touches (turns are ordered by the pool's hand-over). Once dropped it publishes nothing: a
 * flush under way ends as a zombie.
 */
final class PartitionWorker implements Runnable {

  /** What a turn came to: a flush, or a failure, which is the worker's last word. */
  record Outcome(
      PartitionWorker work, @Nullable FlushResult flushed, @Nullable Throwable failure) {}

  private final PartitionProcessor processor;
  private final InFlightLimiter inFlight;
  private final Executor pool;
  private final BlockingQueue<Outcome> outcomes;

  private final Deque<List<SourceRecord>> waiting = new ArrayDeque<>();
  private boolean scheduled;
  private boolean flushAsked;
  private boolean failed;
  private volatile boolean dropped;

  /** Handed over and not yet durable: waiting, or in the processor. */
  private long heldRecords;

  private long heldBytes;

  /** In the processor, to be released by the next flush. */
  private long takenRecords;

  private long takenBytes;
  private long takenSince;

  PartitionWorker(
      PartitionProcessor processor,
      InFlightLimiter inFlight,
      Executor pool,
      BlockingQueue<Outcome> outcomes) {
    this.processor = processor;
    this.inFlight = inFlight;
    this.pool = pool;
    this.outcomes = outcomes;
  }

  SourcePartition partition() {
    return processor.partition();
  }

  /** Hands over the next records of the partition. */
  synchronized void add(List<SourceRecord> records) {
    if (dropped || failed) {
      return;
    }
    waiting.add(records);
    hold(records.size(), records.stream().mapToLong(SourceRecord::size).sum());
    schedule();
  }

  /** Makes what was handed over durable as soon as it is processed. */
  synchronized void askFlush() {
    if (heldRecords > 0 && !dropped && !failed) {
      flushAsked = true;
      schedule();
    }
  }

  /** As {@link #askFlush}, if the oldest record in the processor is older than that. */
  synchronized void askFlushOlderThan(Duration age) {
    if (takenRecords > 0 && System.nanoTime() - takenSince >= age.toNanos()) {
      askFlush();
    }
  }

  /** All that was handed over is durable, and said to be. */
  synchronized boolean isIdle() {
    return heldRecords == 0 && !scheduled;
  }

  /** Waits until all that was handed over is durable or has failed; false if time ran out. */
  synchronized boolean awaitIdle(long deadlineNanos) throws InterruptedException {
    while ((heldRecords > 0 || scheduled) && !failed && !dropped) {
      askFlush();
      long left = deadlineNanos - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return !failed;
  }

  /** Nothing of this work counts any more. */
  synchronized void drop() {
    dropped = true;
    waiting.clear();
    if (!scheduled) {
      releaseAll();
    }
    notifyAll();
  }

  boolean isDropped() {
    return dropped;
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      try {
        pool.execute(this);
      } catch (RejectedExecutionException ended) {
        // the run is over
        scheduled = false;
      } catch (Throwable noThread) {
        scheduled = false;
        fail(noThread);
      }
    }
  }

  /** One turn: a batch if one waits, then the flush if one was asked for. */
  @Override
  public void run() {
    try {
      List<SourceRecord> batch = next();
      if (batch != null) {
        process(batch);
      }
      if (isFlushDue()) {
        flush();
      }
    } catch (Throwable e) {
      fail(e);
    } finally {
      endTurn();
    }
  }

  private synchronized @Nullable List<SourceRecord> next() {
    return waiting.poll();
  }

  private synchronized boolean isFlushDue() {
    boolean due = flushAsked && takenRecords > 0 && !dropped;
    flushAsked = false;
    return due;
  }

  private void process(List<SourceRecord> batch) {
    for (SourceRecord record : batch) {
      if (dropped) {
        return;
      }
      processor.process(record);
      taken(record);
      if (processor.shouldFlush()) {
        flush();
      }
    }
  }

  private synchronized void taken(SourceRecord record) {
    if (takenRecords == 0) {
      takenSince = System.nanoTime();
    }
    takenRecords++;
    takenBytes += record.size();
  }

  private void flush() {
    FlushResult flushed = processor.flush();
    synchronized (this) {
      if (dropped) {
        return;
      }
      outcomes.add(new Outcome(this, flushed, null));
      hold(-takenRecords, -takenBytes);
      takenRecords = 0;
      takenBytes = 0;
    }
  }

  private synchronized void fail(Throwable failure) {
    failed = true;
    waiting.clear();
    if (!dropped) {
      outcomes.add(new Outcome(this, null, failure));
    }
  }

  private synchronized void endTurn() {
    scheduled = false;
    if (dropped || failed) {
      releaseAll();
    } else if (!waiting.isEmpty() || flushAsked) {
      schedule();
    }
    notifyAll();
  }

  private void hold(long records, long bytes) {
    heldRecords += records;
    heldBytes += bytes;
    inFlight.add(records, bytes);
  }

  private void releaseAll() {
    hold(-heldRecords, -heldBytes);
    takenRecords = 0;
    takenBytes = 0;
  }
}
