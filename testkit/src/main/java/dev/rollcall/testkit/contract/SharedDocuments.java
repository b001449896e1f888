package dev.rollcall.testkit.contract;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.port.AggregateStore;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Workers that write the same documents in bulks, so that bulks are rejected in part. A document
 * holds for each worker how many of its rounds are in it, as a real one holds applied offsets. A
 * rejected write may be in effect all the same (a store may not know, as after a lost
 * acknowledgement); then the worker finds its round applied and goes on. All have read before any
 * writes, so that they surely meet.
 */
final class SharedDocuments {

  private static final int ATTEMPTS = 20_000;

  private final List<AggregateStore> stores;
  private final List<AggregateKey> keys;
  private final int workers;
  private final int rounds;
  private final CyclicBarrier allHaveRead;

  SharedDocuments(List<AggregateStore> stores, List<AggregateKey> keys, int workers, int rounds) {
    this.stores = stores;
    this.keys = keys;
    this.workers = workers;
    this.rounds = rounds;
    this.allHaveRead = new CyclicBarrier(workers);
  }

  void run() {
    Threads.run(
        workers,
        worker ->
            () -> {
              AggregateStore store = stores.get(worker % stores.size());
              for (int round = 0; round < rounds; round++) {
                apply(store, worker, round);
              }
              return null;
            });
  }

  private void apply(AggregateStore store, int worker, long round) throws Exception {
    Set<AggregateKey> open = Set.copyOf(keys);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Map<AggregateKey, AggregateStore.Stored> read = store.load(open);
      if (round == 0 && attempt == 0) {
        allHaveRead.await(60, TimeUnit.SECONDS);
      }
      List<AggregateStore.Write> writes = new ArrayList<>();
      for (AggregateKey key : open) {
        AggregateStore.Stored document = read.get(key);
        long[] applied = appliedBy(document);
        if (applied[worker] == round) {
          applied[worker]++;
          writes.add(write(key, document == null ? null : document.revision(), applied));
        } else if (applied[worker] != round + 1 || attempt == 0) {
          throw new AssertionError(
              "worker %d in round %d found %d rounds of its own in %s"
                  .formatted(worker, round, applied[worker], key));
        }
      }
      open = store.compareAndSet(writes);
      if (open.isEmpty()) {
        return;
      }
      Threads.jitter(attempt);
    }
    throw new AssertionError("rejected " + ATTEMPTS + " times in a row");
  }

  private static AggregateStore.Write write(
      AggregateKey key, @Nullable String expected, long[] applied) {
    ByteBuffer state = ByteBuffer.allocate(applied.length * Long.BYTES);
    state.asLongBuffer().put(applied);
    return new AggregateStore.Write(
        key,
        expected,
        UUID.randomUUID().toString(),
        state.array(),
        AggregateFixtures.count(key, Arrays.stream(applied).sum()));
  }

  /** The rounds of each worker that are in the document. */
  long[] appliedBy(AggregateStore.@Nullable Stored document) {
    long[] applied = new long[workers];
    if (document != null) {
      LongBuffer stored = ByteBuffer.wrap(document.state()).asLongBuffer();
      stored.get(applied);
    }
    return applied;
  }
}
