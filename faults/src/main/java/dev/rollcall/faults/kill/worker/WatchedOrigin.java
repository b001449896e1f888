package dev.rollcall.faults.kill.worker;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.pipeline.WrappedSource;
import dev.rollcall.core.port.RecordOrigin;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A source with failpoints around the commit.
 *
 * @param origin where records really come from
 * @param commitFirst a planted bug: what is polled is committed at once, before any sink has it
 */
record WatchedOrigin(RecordOrigin origin, boolean commitFirst) implements RecordOrigin {

  @Override
  public String name() {
    return origin.name();
  }

  @Override
  public RecordSource open() {
    RecordSource source = origin.open();
    Map<SourcePartition, Long> polled = new ConcurrentHashMap<>();
    return new WrappedSource(source) {
      @Override
      public List<SourceRecord> poll(Duration atMost) {
        List<SourceRecord> records = source.poll(atMost);
        if (commitFirst && !records.isEmpty()) {
          Map<SourcePartition, Long> next = new HashMap<>();
          records.forEach(r -> next.put(r.partition(), r.offset() + 1));
          polled.putAll(next);
          try {
            source.commit(next);
          } catch (TransientException rebalance) {
            // said again after the flush
          }
        }
        return records;
      }

      @Override
      public void commit(Map<SourcePartition, Long> next) {
        Failpoints.reach(Failpoint.BEFORE_COMMIT);
        // nothing is polled here without the bug
        Map<SourcePartition, Long> all = new HashMap<>(next);
        all.replaceAll((partition, offset) -> polled.getOrDefault(partition, offset));
        source.commit(all);
        Failpoints.reach(Failpoint.AFTER_COMMIT);
      }
    };
  }
}
