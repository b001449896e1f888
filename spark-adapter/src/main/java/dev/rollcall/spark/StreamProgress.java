package dev.rollcall.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.core.pipeline.RunStatus;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.kafka.TopicIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.jspecify.annotations.Nullable;

/**
 * Translates Spark progress events into listener callbacks: which offsets the checkpoint holds
 * after a batch, and how far they are from the end of the topics as the batch found them. Spark
 * sends events on a thread of its own, and late; whoever waits for the run fetches the last one
 * with {@link #take}. Threadsafe.
 */
final class StreamProgress extends StreamingQueryListener {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final BatchRunner batches;
  private @Nullable UUID runId;
  private String takenAt = "";
  private Map<SourcePartition, Long> committed = Map.of();
  private long lag;
  private boolean ended;

  StreamProgress(String name, BatchRunner batches) {
    this.name = name;
    this.batches = batches;
  }

  /** Spark calls it before the stream's start returns, so the first of this name is this run. */
  @Override
  public synchronized void onQueryStarted(QueryStartedEvent event) {
    if (runId == null && name.equals(event.name())) {
      runId = event.runId();
    }
  }

  @Override
  public void onQueryProgress(QueryProgressEvent event) {
    take(event.progress());
  }

  @Override
  public void onQueryIdle(QueryIdleEvent event) {
    if (event.runId().equals(runId())) {
      rest();
    }
  }

  @Override
  public void onQueryTerminated(QueryTerminatedEvent event) {}

  /** Notifies of what is new in an event; null is nothing. */
  void take(@Nullable StreamingQueryProgress progress) {
    Map<SourcePartition, Long> added = progress == null ? null : taken(progress);
    if (added == null) {
      return;
    }
    if (!added.isEmpty()) {
      batches.notifier().notify(listener -> listener.committed(added));
    }
    observe();
  }

  /** The newly committed offsets; null if the event is known already or of another run. */
  private synchronized @Nullable Map<SourcePartition, Long> taken(StreamingQueryProgress progress) {
    if (!progress.runId().equals(runId) || progress.timestamp().compareTo(takenAt) <= 0) {
      return null;
    }
    takenAt = progress.timestamp();
    SourceProgress source = progress.sources()[0];
    Map<SourcePartition, Long> next = offsets(source.endOffset());
    Map<SourcePartition, Long> latest = offsets(source.latestOffset());
    lag = 0;
    latest.forEach((partition, end) -> lag += Math.max(0, end - next.getOrDefault(partition, end)));
    Map<SourcePartition, Long> added = new HashMap<>(next);
    added.entrySet().removeAll(committed.entrySet());
    committed = next;
    return added;
  }

  /** Nothing new in the topics. */
  private void rest() {
    synchronized (this) {
      lag = 0;
    }
    observe();
  }

  private void observe() {
    RunStatus status = status(RunStatus.State.RUNNING);
    batches.notifier().notify(listener -> listener.observed(status));
  }

  /** Notifies of the end of the stream, if it has ended, once. */
  void end(StreamingQuery query) {
    take(query.lastProgress());
    synchronized (this) {
      if (ended || query.isActive()) {
        return;
      }
      ended = true;
    }
    batches.ended(status(state(query)));
  }

  RunStatus status(StreamingQuery query) {
    take(query.lastProgress());
    return status(state(query));
  }

  private synchronized RunStatus status(RunStatus.State state) {
    return batches.status(state, lag);
  }

  private static RunStatus.State state(StreamingQuery query) {
    if (query.isActive()) {
      return RunStatus.State.RUNNING;
    }
    return query.exception().isDefined() ? RunStatus.State.FAILED : RunStatus.State.STOPPED;
  }

  private synchronized @Nullable UUID runId() {
    return runId;
  }

  /** Spark's form: {@code {"users":{"0":17,"1":4}}}. */
  private Map<SourcePartition, Long> offsets(@Nullable String json) {
    Map<SourcePartition, Long> offsets = new HashMap<>();
    try {
      JsonNode topics = JSON.readTree(json == null ? "{}" : json);
      for (TopicIdentity identity : batches.identities()) {
        topics
            .path(identity.topic())
            .properties()
            .forEach(
                each ->
                    offsets.put(
                        identity.partition(Integer.parseInt(each.getKey())),
                        each.getValue().asLong()));
      }
    } catch (JsonProcessingException e) {
      // another form of another version of Spark: no figures then
      return Map.of();
    }
    return offsets;
  }
}
