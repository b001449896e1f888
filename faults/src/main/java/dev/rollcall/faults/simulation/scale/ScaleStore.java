package dev.rollcall.faults.simulation.scale;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.port.AggregateStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * The store of all workers: a call takes a time, and another for each document. Whoever is refused
 * waits as the merger's own policy would have it, in virtual time.
 */
final class ScaleStore implements AggregateStore {

  private static final long CALL_MICROS = 1_000;
  private static final long DOCUMENT_MICROS = 20;
  private static final long FIRST_WAIT_MICROS = 2_000;
  private static final long LONGEST_WAIT_MICROS = 200_000;

  final Map<AggregateKey, AggregateStore.Write> documents = new HashMap<>();

  /** Documents that were sent, and of them those refused. */
  long writes;

  long refused;

  private final VirtualTime time;
  private final Random random;
  private final boolean comparesNothing;

  /** In a row, of each thread. */
  private final ThreadLocal<Integer> refusals = ThreadLocal.withInitial(() -> 0);

  ScaleStore(VirtualTime time, long seed, boolean comparesNothing) {
    this.time = time;
    this.random = new Random(seed);
    this.comparesNothing = comparesNothing;
  }

  @Override
  public Map<AggregateKey, AggregateStore.Stored> load(Collection<AggregateKey> keys) {
    pass(keys.size());
    Map<AggregateKey, AggregateStore.Stored> found = new HashMap<>();
    for (AggregateKey key : keys) {
      AggregateStore.Write stored = documents.get(key);
      if (stored != null) {
        found.put(key, new AggregateStore.Stored(stored.state(), stored.newRevision()));
      }
    }
    return found;
  }

  @Override
  public Set<AggregateKey> compareAndSet(List<AggregateStore.Write> sent) {
    pass(sent.size());
    Set<AggregateKey> rejected = new HashSet<>();
    for (AggregateStore.Write write : sent) {
      AggregateStore.Write now = documents.get(write.key());
      String revision = now == null ? null : now.newRevision();
      if (comparesNothing || Objects.equals(revision, write.expectedRevision())) {
        documents.put(write.key(), write);
      } else {
        rejected.add(write.key());
      }
    }
    writes += sent.size();
    refused += rejected.size();
    backOff(!rejected.isEmpty());
    return rejected;
  }

  private void pass(int size) {
    time.sleep(CALL_MICROS + size * DOCUMENT_MICROS);
  }

  /** The wait after one more refusal in a row, as the merger's policy has it. */
  private void backOff(boolean isRefused) {
    int inARow = isRefused ? refusals.get() + 1 : 0;
    refusals.set(inARow);
    if (isRefused) {
      long most = Math.min(LONGEST_WAIT_MICROS, FIRST_WAIT_MICROS << Math.min(inARow, 20));
      time.sleep(random.nextLong(most + 1));
    }
  }

  @Override
  public void close() {}
}
