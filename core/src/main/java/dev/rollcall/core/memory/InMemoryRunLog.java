package dev.rollcall.core.memory;

import dev.rollcall.core.port.RunLog;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The audit of runs in memory. Threadsafe. */
public final class InMemoryRunLog implements RunLog {

  /** What is known of a run; {@code ended} is null while it runs or if it was cut off. */
  public record Entry(
      long number,
      String pipeline,
      String runId,
      Instant started,
      @Nullable Instant ended,
      Map<String, Long> figures,
      @Nullable String failure) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private long lastNumber;

  @Override
  public synchronized long started(String pipeline, String runId, Instant at) {
    lastNumber++;
    // a run that is started again is the latest, also in order
    entries.remove(runId);
    entries.put(runId, new Entry(lastNumber, pipeline, runId, at, null, Map.of(), null));
    return lastNumber;
  }

  @Override
  public synchronized void finished(String runId, Instant at, Map<String, Long> figures) {
    end(runId, at, figures, null);
  }

  @Override
  public synchronized void failed(String runId, Instant at, String reason) {
    end(runId, at, Map.of(), reason);
  }

  @Override
  public synchronized Optional<FinishedRun> lastFinished(String pipeline) {
    return entries.values().stream()
        .filter(run -> run.pipeline().equals(pipeline))
        .filter(run -> run.ended() != null && run.failure() == null)
        .max(Comparator.comparingLong(Entry::number))
        .map(run -> new FinishedRun(run.number(), run.runId(), run.figures()));
  }

  /** All runs in the order of their numbers. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  private void end(String runId, Instant at, Map<String, Long> figures, @Nullable String failure) {
    Entry begun = entries.get(runId);
    if (begun == null) {
      throw new IllegalStateException("run '" + runId + "' was not started");
    }
    if (begun.ended() != null && (begun.failure() == null) == (failure == null)) {
      return;
    }
    entries.put(
        runId,
        new Entry(begun.number(), begun.pipeline(), runId, begun.started(), at, figures, failure));
  }

  @Override
  public void close() {}
}
