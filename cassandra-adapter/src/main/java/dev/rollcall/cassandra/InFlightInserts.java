package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.RowSink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The asynchronous inserts of one {@code write}. The thread that writes calls {@link #send} and
 * {@link #await}; the driver's threads complete the inserts.
 */
final class InFlightInserts {

  private final String name;
  private final CassandraConnections connections;
  private final List<CompletableFuture<?>> sent = new ArrayList<>();
  private final Map<Integer, DataException> rejected = new ConcurrentSkipListMap<>();
  private final AtomicReference<@Nullable RollcallException> failure = new AtomicReference<>();
  private volatile boolean refusedByServer;

  InFlightInserts(String name, CassandraConnections connections) {
    this.name = name;
    this.connections = connections;
  }

  /** Whether an insert has failed for good, so that sending more is pointless. */
  boolean failed() {
    return failure.get() != null;
  }

  /** Whether the server, not the binder, rejected a row. */
  boolean refusedByServer() {
    return refusedByServer;
  }

  void reject(int index, DataException reason) {
    rejected.put(index, reason);
  }

  /** Waits for a permit, then sends. */
  void send(int index, BoundStatement insert) {
    try {
      connections.permits().acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(new TransientException(name + ": interrupted while writing", e));
      return;
    }
    CompletableFuture<?> answer;
    try {
      answer = connections.session().executeAsync(insert).toCompletableFuture();
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    sent.add(answer.handle((result, error) -> landed(index, insert, error)));
  }

  private boolean landed(int index, BoundStatement insert, @Nullable Throwable error) {
    connections.permits().release();
    if (error != null) {
      RollcallException kind = CassandraErrors.of(error, name);
      if (kind instanceof DataException reason) {
        refusedByServer = true;
        rejected.put(index, new DataException(reason.getMessage() + largest(insert)));
      } else {
        fail(kind);
      }
    }
    return error == null;
  }

  /** Cells are encoded correctly here, so what the server rejects is mostly their size. */
  private static String largest(BoundStatement insert) {
    int largest = 0;
    int most = 0;
    for (int i = 0; i < insert.size(); i++) {
      ByteBuffer cell = insert.getBytesUnsafe(i);
      if (cell != null && cell.remaining() > most) {
        largest = i;
        most = cell.remaining();
      }
    }
    return String.format(
        Locale.ROOT,
        "; its largest column is '%s', %,d bytes",
        insert.getPreparedStatement().getVariableDefinitions().get(largest).getName().asInternal(),
        most);
  }

  /** Keeps the first failure, unless a fatal one follows a transient one. */
  private void fail(RollcallException error) {
    failure.accumulateAndGet(
        error,
        (first, next) ->
            first == null || (next instanceof FatalException && first instanceof TransientException)
                ? next
                : first);
  }

  /**
   * Waits for all answers.
   *
   * @throws TransientException or {@link FatalException} if any insert failed so
   */
  List<RowSink.Rejection> await() {
    CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new)).join();
    RollcallException lost = failure.get();
    if (lost != null) {
      throw lost;
    }
    List<RowSink.Rejection> rejections = new ArrayList<>();
    rejected.forEach(
        (index, reason) ->
            rejections.add(
                new RowSink.Rejection(index, prefixed(String.valueOf(reason.getMessage())))));
    return rejections;
  }

  private String prefixed(String reason) {
    return reason.startsWith(name) ? reason : name + ": " + reason;
  }
}
