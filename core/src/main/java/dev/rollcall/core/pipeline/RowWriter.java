package dev.rollcall.core.pipeline;

import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.Rejection;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.VersionedRow;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.RowKey;
import dev.rollcall.core.record.Schema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of a flush to one sink: of each key the newest. If the sink refuses the newest,
 * the one before it is tried, so that what is stored does not depend on where flushes happen to
 * end.
 */
final class RowWriter {

  private final String sinkName;
  private final RowSink sink;
  private final RetryPolicy retry;
  private final Schema schema;
  private final int @Nullable [] positions;

  RowWriter(Pipeline pipeline, Pipeline.Output output, RowSink sink) {
    this.sinkName = output.target().name();
    this.sink = sink;
    this.retry = pipeline.retryPolicy();
    this.schema = output.schema(pipeline.schema());
    this.positions =
        output.projection() == null ? null : output.projection().positions(pipeline.schema());
  }

  /** Writes; returns the refused rows with their letters. */
  Map<Pending, DeadLetter> write(List<Pending> rows) {
    Map<Pending, DeadLetter> refused = new LinkedHashMap<>();
    Collection<Deque<Pending>> candidates = byKey(rows);
    while (!candidates.isEmpty()) {
      List<Deque<Pending>> written = List.copyOf(candidates);
      List<VersionedRow> batch =
          written.stream()
              .map(Deque::peekLast)
              .map(p -> new VersionedRow(row(p), p.version()))
              .toList();
      List<Rejection> rejections = retry.call(() -> sink.write(batch));
      candidates = new ArrayList<>();
      for (Rejection rejection : rejections) {
        Deque<Pending> versions = written.get(rejection.index());
        Pending newest = versions.removeLast();
        refused.put(newest, newest.refusedBy(sinkName, rejection.reason()));
        if (!versions.isEmpty()) {
          candidates.add(versions);
        }
      }
    }
    return refused;
  }

  /** The rows of each key, newest last. */
  private static Collection<Deque<Pending>> byKey(List<Pending> rows) {
    Map<RowKey, List<Pending>> groups = new LinkedHashMap<>();
    for (Pending pending : rows) {
      groups.computeIfAbsent(RowKey.of(pending.row()), any -> new ArrayList<>(1)).add(pending);
    }
    List<Deque<Pending>> candidates = new ArrayList<>(groups.size());
    for (List<Pending> group : groups.values()) {
      group.sort((a, b) -> a.version().compareTo(b.version()));
      candidates.add(new ArrayDeque<>(group));
    }
    return candidates;
  }

  private Row row(Pending pending) {
    return positions == null ? pending.row() : Projection.apply(pending.row(), schema, positions);
  }
}
