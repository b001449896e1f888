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
 * Works on one assigned partition: queues its records and takes them through a processor.
 *
 * <p><b>Concurrency.</b> The polling thread adds records, asks for flushes and drops the worker.
 * One thread of the pool at a time runs it, one batch or flush per turn, so that partitions share
 * the pool fairly. All fields are guarded by {@code this}, except the processor, which only the
 * running turn touches (the pool orders the turns). Once dropped it publishes nothing: a flush
 * under way ends unnoticed.
 */
final class PartitionWorker implements Runnable {

  /** The outcome of a turn: a flush, or a failure, after which none follow. */
  record Outcome(
      PartitionWorker worker, @Nullable FlushResult flushed, @Nullable Throwable failure) {}

  private final PartitionProcessor processor;
  private final InFlightLimiter inFlight;
  private final Executor pool;
  private final BlockingQueue<Outcome> outcomes;

  private final Deque<List<SourceRecord>> queue = new ArrayDeque<>();
  private boolean scheduled;
  private boolean flushRequested;
  private boolean failed;
  private volatile boolean dropped;

  /** Added and not yet durable: queued, or in the processor. */
  private long heldRecords;

  private long heldBytes;

  /** In the processor, durable with the next flush. */
  private long processedRecords;

  private long processedBytes;
  private long processedSince;

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

  /** Queues the next records of the partition. */
  synchronized void add(List<SourceRecord> records) {
    if (dropped || failed) {
      return;
    }
    queue.add(records);
    hold(records.size(), records.stream().mapToLong(SourceRecord::size).sum());
    schedule();
  }

  /** Requests a flush as soon as what was added is processed. */
  synchronized void askFlush() {
    if (heldRecords > 0 && !dropped && !failed) {
      flushRequested = true;
      schedule();
    }
  }

  /** As {@link #askFlush}, if the oldest record in the processor is older than {@code age}. */
  synchronized void askFlushOlderThan(Duration age) {
    if (processedRecords > 0 && System.nanoTime() - processedSince >= age.toNanos()) {
      askFlush();
    }
  }

  /** Everything added is durable, and its outcome published. */
  synchronized boolean isIdle() {
    return heldRecords == 0 && !scheduled;
  }

  /** Waits until everything added is durable; false if it failed or time ran out. */
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

  /** Discards what is in flight; nothing is published any more. */
  synchronized void drop() {
    dropped = true;
    queue.clear();
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

  /** One turn: the next batch, if any, then the flush, if one is due. */
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
    return queue.poll();
  }

  private synchronized boolean isFlushDue() {
    boolean due = flushRequested && processedRecords > 0 && !dropped;
    flushRequested = false;
    return due;
  }

  private void process(List<SourceRecord> batch) {
    for (SourceRecord record : batch) {
      if (dropped) {
        return;
      }
      processor.process(record);
      processed(record);
      if (processor.shouldFlush()) {
        flush();
      }
    }
  }

  private synchronized void processed(SourceRecord record) {
    if (processedRecords == 0) {
      processedSince = System.nanoTime();
    }
    processedRecords++;
    processedBytes += record.size();
  }

  private void flush() {
    FlushResult flushed = processor.flush();
    synchronized (this) {
      if (dropped) {
        return;
      }
      outcomes.add(new Outcome(this, flushed, null));
      hold(-processedRecords, -processedBytes);
      processedRecords = 0;
      processedBytes = 0;
    }
  }

  private synchronized void fail(Throwable failure) {
    failed = true;
    queue.clear();
    if (!dropped) {
      outcomes.add(new Outcome(this, null, failure));
    }
  }

  private synchronized void endTurn() {
    scheduled = false;
    if (dropped || failed) {
      releaseAll();
    } else if (!queue.isEmpty() || flushRequested) {
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
    processedRecords = 0;
    processedBytes = 0;
  }
}
