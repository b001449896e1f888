package dev.rollcall.cli.flatten;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.flatten.Coverage;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.record.RecordType;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.io.function.IOConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Flattens batches of records on several threads. What they become is taken in the order of the
 * batches, on the caller's thread, so that nothing depends on the number of threads: the first
 * error of that order is thrown, once all before it was taken.
 *
 * <p>The bytes under way are bounded. The caller's thread itself flattens the beginning, since a
 * short input is not worth a thread, and large records, since one may need all of the memory. Not
 * threadsafe.
 */
final class ParallelFlattening implements AutoCloseable {

  /** Bytes of an input that the caller's thread flattens: {@value}. */
  static final int FIRST_BYTES = 1 << 20;

  /** A record of so many bytes is flattened while nothing else is: {@value}. */
  static final int LARGE_BYTES = 1 << 20;

  /** The most bytes under way for each thread: {@value}. */
  private static final int BYTES_PER_THREAD = 1 << 19;

  private record UnderWay(
      RecordBatch batch, IOConsumer<RecordBatch.Outcome> taker, Future<?> end) {}

  private final RecordType type;
  private final int threads;
  private final Flattener first;

  /** Those of the other threads, where they are not in use. */
  private final Queue<Flattener> idle = new ConcurrentLinkedQueue<>();

  private final Deque<UnderWay> underWay = new ArrayDeque<>();
  private @Nullable ExecutorService executor;
  private long bytesUnderWay;
  private long bytesSeen;
  private boolean isBusy;

  ParallelFlattening(RecordType type, int threads) {
    this.type = type;
    this.threads = threads;
    this.first = Flattener.of(type);
  }

  /**
   * Flattens a batch, now or while others are read.
   *
   * @param taker takes what has become of it so far, at least once
   */
  void add(RecordBatch batch, IOConsumer<RecordBatch.Outcome> taker) throws IOException {
    isBusy = true;
    flattenSoon(batch, taker);
    isBusy = false;
  }

  private void flattenSoon(RecordBatch batch, IOConsumer<RecordBatch.Outcome> taker)
      throws IOException {
    boolean isBegin = bytesSeen < FIRST_BYTES;
    bytesSeen += batch.bytes();
    if (threads > 1 && !isBegin && batch.bytes() < LARGE_BYTES) {
      while (bytesUnderWay + batch.bytes() > (long) threads * BYTES_PER_THREAD
          && !underWay.isEmpty()) {
        takeFirst();
      }
      bytesUnderWay += batch.bytes();
      underWay.add(new UnderWay(batch, taker, executor().submit(() -> flatten(batch))));
      return;
    }
    finish();
    if (!isBegin) {
      first.beginPart();
    }
    batch.flatten(first, () -> taker.accept(batch.take()));
    taker.accept(batch.take());
  }

  /** Takes all that is under way. */
  void finish() throws IOException {
    while (!underWay.isEmpty()) {
      takeFirst();
    }
  }

  private ExecutorService executor() {
    if (executor == null) {
      executor =
          Executors.newFixedThreadPool(
              threads,
              work -> {
                Thread thread = new Thread(work, "flatten");
                thread.setDaemon(true);
                return thread;
              });
    }
    return executor;
  }

  private @Nullable Void flatten(RecordBatch batch) throws IOException {
    Flattener known = idle.poll();
    Flattener flattener = known == null ? Flattener.of(type) : known;
    flattener.beginPart();
    batch.flatten(flattener, () -> {});
    idle.add(flattener);
    return null;
  }

  private void takeFirst() throws IOException {
    UnderWay next = underWay.remove();
    await(next.end());
    next.taker().accept(next.batch().take());
    bytesUnderWay -= next.batch().bytes();
  }

  private static void await(Future<?> end) throws IOException {
    try {
      end.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FatalException("interrupted while records were flattened", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      } else if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      } else if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    }
  }

  /** Whether an error is one of flattening or taking, and not of reading. */
  boolean isBusy() {
    return isBusy;
  }

  /** What the columns were made of, once all is taken. */
  Coverage coverage() {
    Coverage all = first.takeCoverage();
    for (Flattener flattener : idle) {
      all = all.plus(flattener.takeCoverage());
    }
    return all;
  }

  @Override
  public void close() {
    if (executor != null) {
      executor.shutdownNow();
    }
  }
}
