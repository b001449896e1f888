package dev.rollcall.core.internal.engine;

import dev.rollcall.core.internal.process.Flush;
import dev.rollcall.core.internal.process.FlushResult;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.process.SealedBuffer;
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
 * Works on one assigned partition: queues its records, takes them through a processor, and goes on
 * with the next ones while a flush is under way (ADR 20).
 *
 * <p><b>Concurrency.</b> The polling thread adds records, asks for flushes and drops the worker. A
 * thread of one pool takes a turn: it processes a batch, and seals the buffer if a flush is due. A
 * thread of another writes what is sealed; the aggregates of several partitions are merged together
 * there ({@link MergeQueue}). There is one turn and one flush at a time, so partitions share the
 * pools fairly, and the flushes of a partition keep their order; a turn that has filled the open
 * buffer ends, and the flush's end begins the next one. All fields are guarded by {@code this},
 * except the processor, which takes care of the two (the pools order each). Once dropped it
 * publishes nothing: a flush under way ends unnoticed.
 */
final class PartitionWorker {

  /** What has happened: a flush, or a failure, after which nothing follows. */
  record Outcome(
      PartitionWorker worker, @Nullable FlushResult flushed, @Nullable Throwable failure) {}

  private final PartitionProcessor processor;
  private final Executor processing;
  private final Executor writing;
  private final MergeQueue merges;
  private final BlockingQueue<Outcome> outcomes;

  private final Deque<List<SourceRecord>> queue = new ArrayDeque<>();
  private final InFlightShare share;

  /** A turn is scheduled or runs. */
  private boolean inTurn;

  /** A flush is scheduled or runs. */
  private boolean flushing;

  private boolean flushRequested;

  /** The partition is about to go to another worker. */
  private volatile boolean leaving;

  /** The flush under way, once its rows are written. */
  private @Nullable UnderWay underWay;

  /** The open buffer takes no more. */
  private boolean full;

  private volatile boolean failed;
  private volatile boolean dropped;

  /** Why a turn failed, to be told after the flush that is under way. */
  private @Nullable Throwable untold;

  PartitionWorker(
      PartitionProcessor processor,
      InFlightLimiter inFlight,
      Executor processing,
      Executor writing,
      MergeQueue merges,
      BlockingQueue<Outcome> outcomes) {
    this.processor = processor;
    this.share = new InFlightShare(inFlight);
    this.processing = processing;
    this.writing = writing;
    this.merges = merges;
    this.outcomes = outcomes;
  }

  SourcePartition partition() {
    return processor.partition();
  }

  /** Queues the next records of the partition. */
  synchronized void add(List<SourceRecord> records) {
    if (isOver()) {
      return;
    }
    queue.add(records);
    share.queued(records.size(), records.stream().mapToLong(SourceRecord::size).sum());
    schedule();
  }

  /** Requests a flush of what was added, as soon as it is processed. */
  synchronized void askFlush() {
    if (share.hasUnsealed() && !isOver()) {
      flushRequested = true;
      schedule();
    }
  }

  /** As {@link #askFlush}, if the oldest record in the open buffer is older than {@code age}. */
  synchronized void askFlushOlderThan(Duration age) {
    if (share.hasOpenSince(age)) {
      askFlush();
    }
  }

  /** Everything added is durable, and its outcome published. */
  synchronized boolean isIdle() {
    return share.isEmpty() && !inTurn && !flushing;
  }

  /** Waits until everything added is durable; false if it failed or time ran out. */
  synchronized boolean awaitIdle(long deadlineNanos) throws InterruptedException {
    while (!isIdle() && !dropped && (!failed || flushing)) {
      askFlush();
      long left = deadlineNanos - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return !failed;
  }

  /** The partition is about to go: its flushes wait for no partition that stays. */
  void leave() {
    UnderWay hurried;
    synchronized (this) {
      leaving = true;
      hurried = underWay;
    }
    if (hurried != null) {
      merges.hurry(hurried);
    }
  }

  /** Discards what is in flight; nothing is published any more. */
  synchronized void drop() {
    dropped = true;
    queue.clear();
    releaseIfOver();
    notifyAll();
  }

  boolean isDropped() {
    return dropped;
  }

  private boolean isOver() {
    return dropped || failed;
  }

  /** Schedules a turn, if there is something to do in it and none is. */
  private void schedule() {
    boolean hasWork = isFlushDue() || !full && !queue.isEmpty();
    if (inTurn || isOver() || !hasWork) {
      return;
    }
    inTurn = true;
    try {
      processing.execute(this::turn);
    } catch (RejectedExecutionException ended) {
      // the run is over
      inTurn = false;
    } catch (Throwable noThread) {
      inTurn = false;
      fail(noThread);
    }
  }

  /** One turn: the flush, if one is due, and the next batch; none is while the buffer is full. */
  private void turn() {
    try {
      flushIfDue();
      List<SourceRecord> batch = next();
      if (batch != null) {
        process(batch);
        flushIfDue();
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

  private void process(List<SourceRecord> batch) {
    for (int i = 0; i < batch.size() && !isOver(); i++) {
      SourceRecord record = batch.get(i);
      processor.process(record);
      processed(record);
      if (processor.shouldFlush() && !flushFull()) {
        putBack(batch.subList(i + 1, batch.size()));
        return;
      }
    }
  }

  private synchronized void processed(SourceRecord record) {
    share.processed(record.size());
  }

  /** Flushes the open buffer, which is full; false if it has to wait. */
  private boolean flushFull() {
    synchronized (this) {
      full = true;
    }
    return flushIfDue();
  }

  /** The rest of a batch whose turn ends here. */
  private synchronized void putBack(List<SourceRecord> rest) {
    if (!rest.isEmpty() && !isOver()) {
      queue.addFirst(rest);
    }
  }

  /** One at a time: a later one must not be durable before an earlier one is. */
  private synchronized boolean isFlushDue() {
    return !flushing && !isOver() && share.hasOpen() && (full || flushRequested);
  }

  /** Seals the open buffer and has it written, if that is due. Within a turn only. */
  private boolean flushIfDue() {
    if (!isFlushDue()) {
      return false;
    }
    SealedBuffer sealed = processor.seal();
    synchronized (this) {
      share.sealed();
      flushing = true;
      full = false;
      flushRequested = false;
    }
    try {
      writing.execute(() -> flush(sealed));
    } catch (RejectedExecutionException ended) {
      abandonFlush();
    } catch (Throwable noThread) {
      endFlush(null, noThread);
    }
    return true;
  }

  /** The run is over: a later buffer must not be written in place of this one. */
  private synchronized void abandonFlush() {
    flushing = false;
    drop();
  }

  /** Writes the rows of a flush; its aggregates are merged with those of others, then it ends. */
  private void flush(SealedBuffer sealed) {
    try {
      UnderWay begun = new UnderWay(processor.begin(sealed));
      synchronized (this) {
        underWay = begun;
      }
      merges.add(begun);
    } catch (Throwable e) {
      endFlush(null, e);
    }
  }

  /** A flush that is to be merged. */
  private final class UnderWay implements MergeQueue.Waiting {
    private final Flush flush;

    UnderWay(Flush flush) {
      this.flush = flush;
    }

    @Override
    public Flush flush() {
      return flush;
    }

    @Override
    public boolean isLeaving() {
      return leaving;
    }

    @Override
    public boolean isDropped() {
      return dropped;
    }

    @Override
    public void merged(@Nullable Throwable failure) {
      if (failure != null || dropped) {
        endFlush(null, failure);
        return;
      }
      try {
        endFlush(processor.end(flush), null);
      } catch (Throwable e) {
        endFlush(null, e);
      }
    }
  }

  private synchronized void endFlush(@Nullable FlushResult flushed, @Nullable Throwable failure) {
    flushing = false;
    underWay = null;
    if (flushed != null && !dropped) {
      outcomes.add(new Outcome(this, flushed, null));
      share.durable();
    }
    if (failure != null) {
      // the open buffer goes with it: the partition is read again from its committed offset
      untold = failure;
      failed = true;
      queue.clear();
    }
    tellFailure();
    releaseIfOver();
    schedule();
    notifyAll();
  }

  /** A turn fails. */
  private synchronized void fail(Throwable failure) {
    if (failed) {
      return;
    }
    untold = failure;
    failed = true;
    queue.clear();
    tellFailure();
  }

  /** Publishes the failure, but not before the flush that is under way. */
  private void tellFailure() {
    if (untold != null && !flushing && !dropped) {
      outcomes.add(new Outcome(this, null, untold));
      untold = null;
    }
  }

  private synchronized void endTurn() {
    inTurn = false;
    releaseIfOver();
    schedule();
    notifyAll();
  }

  private void releaseIfOver() {
    if (isOver() && !inTurn && !flushing) {
      share.dropped();
    }
  }
}
