package dev.rollcall.faults.secret;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Row;
import dev.rollcall.testkit.port.InterceptedPorts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Ports in memory that keep the text of all they are given, and fail if asked to. For one JVM. */
final class CapturedPorts {

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

  static String string(byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Rows; every few calls fail or reject, if wanted, with a message that quotes the rows. */
  static RowTarget rows(String name, boolean failing) {
    return InterceptedPorts.rows(
        InMemoryRows.named(name),
        (rows, memory) -> {
          rows.forEach(row -> Captured.add(Channel.SINKS, text(row.row()) + row.version()));
          return failing ? fail(rows) : RowSink.Result.WRITTEN;
        });
  }

  private static RowSink.Result fail(List<RowSink.VersionedRow> rows) {
    if (CALLS.incrementAndGet() % FAIL_EVERY == 0) {
      Captured.hit(Hit.SINK_FAILURES, 1);
      throw new TransientException(
          "sink is away",
          new IllegalStateException("batch " + rows.stream().map(r -> text(r.row())).toList()));
    }
    List<RowSink.Rejection> rejections = new ArrayList<>();
    for (int i = 0; i < rows.size(); i += FAIL_EVERY) {
      Captured.hit(Hit.SINK_FAILURES, 1);
      rejections.add(new RowSink.Rejection(i, "refused " + text(rows.get(i).row())));
    }
    return RowSink.Result.rejecting(rejections);
  }

  static AggregateTarget aggregates(String name) {
    return InterceptedPorts.aggregates(
        InMemoryAggregates.named(name),
        (writes, store) -> {
          for (AggregateStore.Write write : writes) {
            Captured.add(
                Channel.AGGREGATES,
                write.key() + " " + write.result() + " " + string(write.state()) + " " + write);
          }
          return store.compareAndSet(writes);
        });
  }

  /** Dead letters; captured is what they say of themselves, and what is left without a payload. */
  static DeadLetterTarget letters(String name) {
    return InterceptedPorts.letters(
        InMemoryDeadLetters.named(name),
        (letters, port) -> {
          Captured.hit(Hit.MALFORMED_RECORDS, letters.size());
          for (DeadLetter letter : letters) {
            DeadLetter kept = letter.withoutPayload();
            Captured.add(Channel.DEAD_LETTERS, letter + " " + kept.id());
            Captured.add(Channel.DEAD_LETTERS, letter.reasonClass() + letter.sink());
            Captured.add(
                Channel.DEAD_LETTERS, kept.reason() + string(kept.value()) + string(kept.key()));
          }
          port.write(letters);
        });
  }
}
