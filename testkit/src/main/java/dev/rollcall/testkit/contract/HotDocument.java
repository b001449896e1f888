package dev.rollcall.testkit.contract;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.port.AggregateStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One counter that many threads increment by reading it and writing it back by compare-and-set
 * until it is taken. Thread t adds t + 1, so that a sum also tells whose increment is missing. All
 * have read before any writes, so that all but one are rejected at first.
 */
final class HotDocument {

  private static final int ATTEMPTS = 20_000;

  private final List<AggregateStore> stores;
  private final AggregateKey key;
  private final int threads;
  private final int increments;
  private final CyclicBarrier allHaveRead;
  private final AtomicLong rejections = new AtomicLong();

  HotDocument(List<AggregateStore> stores, AggregateKey key, int threads, int increments) {
    this.stores = stores;
    this.key = key;
    this.threads = threads;
    this.increments = increments;
    this.allHaveRead = new CyclicBarrier(threads);
  }

  void run() {
    Threads.run(
        threads,
        thread ->
            () -> {
              AggregateStore store = stores.get(thread % stores.size());
              for (int i = 0; i < increments; i++) {
                increment(store, thread + 1, i == 0);
              }
              return null;
            });
  }

  private void increment(AggregateStore store, long by, boolean first) throws Exception {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      AggregateStore.Stored read = store.load(List.of(key)).get(key);
      if (first && attempt == 0) {
        allHaveRead.await(60, TimeUnit.SECONDS);
      }
      long next = (read == null ? 0 : counter(read)) + by;
      String expected = read == null ? null : read.revision();
      if (store
          .compareAndSet(
              List.of(AggregateFixtures.write(key, expected, UUID.randomUUID().toString(), next)))
          .isEmpty()) {
        return;
      }
      rejections.incrementAndGet();
      Threads.jitter(attempt);
    }
    throw new AssertionError("rejected " + ATTEMPTS + " times in a row");
  }

  /** What the counter must be. */
  long expected() {
    return (long) increments * threads * (threads + 1) / 2;
  }

  /** How many writes were rejected. */
  long rejections() {
    return rejections.get();
  }

  static long counter(AggregateStore.@Nullable Stored document) {
    return document == null ? 0 : ByteBuffer.wrap(document.state()).getLong();
  }
}
