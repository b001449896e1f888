package dev.rollcall.faults.secret;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.AggregateTable;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.AggregateWrite;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.port.Rejection;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.port.StoredDocument;
import dev.rollcall.core.port.VersionedRow;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Ports that keep the text of all they are given, and fail if asked to. For one JVM. */
final class CapturedPorts {

  static final Captured CAPTURED = new Captured();
  static final AtomicLong SINK_FAILURES = new AtomicLong();
  static final AtomicLong LETTERS = new AtomicLong();
  static volatile List<AggregateTable> tables = List.of();

  private static final int FAIL_EVERY = 7;
  private static final AtomicInteger CALLS = new AtomicInteger();

  private CapturedPorts() {}

  /** All values of a row, as text. */
  static String text(Row row) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < row.schema().size(); i++) {
      Object value = row.get(i);
      text.append(value instanceof byte[] bytes ? string(bytes) : value).append('|');
    }
    return text.toString();
  }

  private static String string(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Rows; every few calls fail or reject, with a message that quotes the rows. */
  record Rows(String name, boolean failing) implements RowTarget {

    @Override
    public SinkPlan plan(Schema schema) {
      return new SinkPlan(name, "captured " + schema, List.of(), List.of());
    }

    @Override
    public RowSink open(Schema schema) {
      return new RowSink() {
        @Override
        public List<Rejection> write(List<VersionedRow> rows) {
          rows.forEach(row -> CAPTURED.add(Channel.SINKS, text(row.row()) + row.version()));
          int call = failing ? CALLS.incrementAndGet() : 1;
          if (call % FAIL_EVERY == 0) {
            SINK_FAILURES.incrementAndGet();
            throw new TransientException(
                "sink is away",
                new IllegalStateException(
                    "batch " + rows.stream().map(r -> text(r.row())).toList()));
          }
          List<Rejection> rejections = new ArrayList<>();
          for (int i = 0; failing && i < rows.size(); i += FAIL_EVERY) {
            SINK_FAILURES.incrementAndGet();
            rejections.add(new Rejection(i, "refused " + text(rows.get(i).row())));
          }
          return rejections;
        }

        @Override
        public void close() {}
      };
    }
  }

  /** Aggregates in memory. */
  record Aggregates(String name) implements AggregateTarget {

    @Override
    public SinkPlan plan(List<AggregateTable> ofTables) {
      return InMemoryAggregates.named(name).plan(ofTables);
    }

    @Override
    public AggregateStore open(List<AggregateTable> ofTables) {
      tables = ofTables;
      AggregateStore store = InMemoryAggregates.named(name).open(ofTables);
      return new AggregateStore() {
        @Override
        public Map<AggregateKey, StoredDocument> load(Collection<AggregateKey> keys) {
          return store.load(keys);
        }

        @Override
        public Set<AggregateKey> compareAndSet(List<AggregateWrite> writes) {
          for (AggregateWrite write : writes) {
            CAPTURED.add(
                Channel.AGGREGATES,
                write.key() + " " + write.result() + " " + string(write.state()) + " " + write);
          }
          return store.compareAndSet(writes);
        }

        @Override
        public void close() {
          store.close();
        }
      };
    }
  }

  /** Dead letters in memory; what is given is kept without its payload, what is stored with it. */
  record Letters(String name) implements DeadLetterTarget {

    @Override
    public SinkPlan plan() {
      return InMemoryDeadLetters.named(name).plan();
    }

    @Override
    public DeadLetters open() {
      InMemoryDeadLetters memory = InMemoryDeadLetters.named(name);
      DeadLetters letters = memory.open();
      return new DeadLetters() {
        @Override
        public void write(List<DeadLetter> batch) {
          LETTERS.addAndGet(batch.size());
          batch.forEach(l -> CAPTURED.add(Channel.DEAD_LETTERS, l + " " + l.withoutPayload().id()));
          batch.forEach(l -> CAPTURED.add(Channel.DEAD_LETTERS, l.reasonClass() + l.sink()));
          letters.write(batch);
        }

        @Override
        public void close() {
          for (DeadLetter letter : memory.letters()) {
            CAPTURED.add(
                Channel.DEAD_LETTERS,
                letter.reason()
                    + (letter.value() == null ? "" : string(letter.value()))
                    + (letter.key() == null ? "" : string(letter.key())));
          }
          letters.close();
        }
      };
    }
  }
}
