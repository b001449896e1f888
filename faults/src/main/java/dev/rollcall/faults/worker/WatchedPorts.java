package dev.rollcall.faults.worker;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.faults.worker.WorkerSettings.Behaviour;
import dev.rollcall.testkit.port.InterceptedPorts;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A worker's ports, with failpoints around each step, counts, and the planted bugs. */
record WatchedPorts(WorkerSettings settings) implements Serializable {

  private static final AtomicLong FREE_AT = new AtomicLong(System.nanoTime());

  RowTarget rows(RowTarget target) {
    return InterceptedPorts.rows(
        target,
        (rows, sink) -> {
          boolean stale = Failpoints.reach(Failpoint.BEFORE_ROWS);
          long began = System.nanoTime();
          throttle(rows.size());
          RowSink.Result result = sink.write(rows);
          long millis = (System.nanoTime() - began) / 1_000_000;
          if (settings.slow()) {
            WorkerOutput.peak(Count.LONGEST_ROW_WRITE_MS, millis);
            WorkerOutput.add(Count.SLOW_ROW_WRITES, millis > WorkerSettings.SLOW_POLL_MS ? 1 : 0);
          }
          if (stale) {
            WorkerOutput.add(Count.STALE_ROWS, rows.size());
          }
          Failpoints.reach(Failpoint.AFTER_ROWS);
          return result;
        });
  }

  /** One throttle for all partitions: each call takes its turn behind those before. */
  private void throttle(int rows) {
    if (settings.slow()) {
      long takes = rows * 1_000_000_000L / WorkerSettings.SLOW_ROWS_PER_SECOND;
      long end = FREE_AT.updateAndGet(free -> Math.max(free, System.nanoTime()) + takes);
      while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
    }
  }

  AggregateTarget aggregates(AggregateTarget target) {
    return InterceptedPorts.aggregates(
        target,
        (writes, store) -> {
          boolean stale = Failpoints.reach(Failpoint.BEFORE_CAS);
          Set<AggregateKey> rejected = store.compareAndSet(writes);
          if (stale) {
            WorkerOutput.add(Count.STALE_WRITES_REJECTED, rejected.size());
            WorkerOutput.add(Count.STALE_WRITES, writes.size());
          }
          WorkerOutput.add(Count.REJECTED, rejected.size());
          if (rejected.size() < writes.size()) {
            Failpoints.reach(Failpoint.AFTER_CAS);
          }
          return settings.behaviour() == Behaviour.DEAF ? Set.of() : rejected;
        });
  }

  DeadLetterTarget letters(DeadLetterTarget target) {
    return InterceptedPorts.letters(
        target,
        (letters, port) -> {
          Failpoints.reach(Failpoint.BEFORE_LETTERS);
          port.write(letters);
          Failpoints.reach(Failpoint.AFTER_LETTERS);
        });
  }

  RecordSource.Origin source(RecordSource.Origin origin) {
    boolean commitsFirst = settings.behaviour() == Behaviour.COMMITS_FIRST;
    return InterceptedPorts.source(origin, new Source(commitsFirst, new ConcurrentHashMap<>()));
  }

  /** Failpoints around the commit; the planted bug commits at once what was polled. */
  private record Source(boolean commitsFirst, Map<SourcePartition, Long> polled)
      implements InterceptedPorts.PollAndCommit {

    @Override
    public List<SourceRecord> poll(Duration atMost, RecordSource source) {
      List<SourceRecord> records = source.poll(atMost);
      if (commitsFirst && !records.isEmpty()) {
        Map<SourcePartition, Long> next = new HashMap<>();
        records.forEach(r -> next.put(r.partition(), r.offset() + 1));
        polled.putAll(next);
        try {
          source.commit(next);
        } catch (TransientException rebalance) {
          // committed again after the flush
        }
      }
      return records;
    }

    @Override
    public void commit(Map<SourcePartition, Long> next, RecordSource source) {
      Failpoints.reach(Failpoint.BEFORE_COMMIT);
      // without the bug nothing is in 'polled'
      Map<SourcePartition, Long> all = new HashMap<>(next);
      all.replaceAll((partition, offset) -> polled.getOrDefault(partition, offset));
      source.commit(all);
      Failpoints.reach(Failpoint.AFTER_COMMIT);
    }
  }
}
