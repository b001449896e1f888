package dev.rollcall.core.internal.process;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateWrite;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.port.Rejection;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.StoredDocument;
import dev.rollcall.core.port.VersionedRow;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * How long the calls of each port take, failed ones included and the waits between them not, summed
 * until it is asked. Two readings of the clock per call of a store, so it is always on. Not
 * threadsafe: those of one processor.
 */
final class PortTimes {

  private final Map<String, Duration> spent = new TreeMap<>();

  /** The sink, timed; not to be closed. */
  RowSink of(String target, RowSink sink) {
    return new TimedSink(this, target, sink);
  }

  /** The store, timed; not to be closed. */
  AggregateStore of(String target, AggregateStore store) {
    return new TimedStore(this, target, store);
  }

  /** Writes the letters, timed. */
  void write(String target, DeadLetters letters, List<DeadLetter> these) {
    time(
        target,
        () -> {
          letters.write(these);
          return true;
        });
  }

  /** By target, since it was asked last. */
  Map<String, Duration> take() {
    Map<String, Duration> taken = Map.copyOf(spent);
    spent.clear();
    return taken;
  }

  private <T> T time(String target, Supplier<T> call) {
    long began = System.nanoTime();
    try {
      return call.get();
    } finally {
      spent.merge(target, Duration.ofNanos(System.nanoTime() - began), Duration::plus);
    }
  }

  private record TimedSink(PortTimes times, String target, RowSink sink) implements RowSink {
    @Override
    public List<Rejection> write(List<VersionedRow> rows) {
      return times.time(target, () -> sink.write(rows));
    }

    @Override
    public void close() {
      sink.close();
    }
  }

  private record TimedStore(PortTimes times, String target, AggregateStore store)
      implements AggregateStore {
    @Override
    public Map<AggregateKey, StoredDocument> load(Collection<AggregateKey> keys) {
      return times.time(target, () -> store.load(keys));
    }

    @Override
    public Set<AggregateKey> compareAndSet(List<AggregateWrite> writes) {
      return times.time(target, () -> store.compareAndSet(writes));
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
