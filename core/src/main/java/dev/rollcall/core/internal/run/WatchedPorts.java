package dev.rollcall.core.internal.run;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Opens ports whose outages are logged; they behave as the ports they wrap. */
public final class WatchedPorts {

  private WatchedPorts() {}

  public static RowSink rows(String target, Supplier<RowSink> open) {
    OutageLog log = new OutageLog(target);
    return new Rows(log, log.watch(OutageLog.Kind.OPEN, open));
  }

  static AggregateStore aggregates(String target, Supplier<AggregateStore> open) {
    OutageLog log = new OutageLog(target);
    return new Aggregates(log, log.watch(OutageLog.Kind.OPEN, open));
  }

  static DeadLetters deadLetters(String target, Supplier<DeadLetters> open) {
    OutageLog log = new OutageLog(target);
    return new Letters(log, log.watch(OutageLog.Kind.OPEN, open));
  }

  private record Rows(OutageLog log, RowSink sink) implements RowSink {
    @Override
    public RowSink.Result write(List<RowSink.VersionedRow> rows) {
      return log.watch(OutageLog.Kind.WRITE, () -> sink.write(rows));
    }

    @Override
    public void removeParts(List<VersionedRow> wholes) {
      sink.removeParts(wholes);
    }

    @Override
    public void requireDeletes() {
      sink.requireDeletes();
    }

    @Override
    public DefinitionRegistry definitions() {
      return sink.definitions();
    }

    @Override
    public void close() {
      sink.close();
    }
  }

  private record Aggregates(OutageLog log, AggregateStore store) implements AggregateStore {
    @Override
    public Map<AggregateKey, AggregateStore.Stored> load(Collection<AggregateKey> keys) {
      return log.watch(OutageLog.Kind.READ, () -> store.load(keys));
    }

    @Override
    public Set<AggregateKey> compareAndSet(List<AggregateStore.Write> writes) {
      return log.watch(OutageLog.Kind.WRITE, () -> store.compareAndSet(writes));
    }

    @Override
    public DefinitionRegistry definitions(String aggregation) {
      return store.definitions(aggregation);
    }

    @Override
    public Optional<AggregateStore.Stored> anyOf(String pipeline, String aggregation) {
      return log.watch(OutageLog.Kind.READ, () -> store.anyOf(pipeline, aggregation));
    }

    @Override
    public void close() {
      store.close();
    }
  }

  private record Letters(OutageLog log, DeadLetters letters) implements DeadLetters {
    @Override
    public void write(List<DeadLetter> these) {
      log.watch(
          OutageLog.Kind.WRITE,
          () -> {
            letters.write(these);
            return true;
          });
    }

    @Override
    public void close() {
      letters.close();
    }
  }
}
