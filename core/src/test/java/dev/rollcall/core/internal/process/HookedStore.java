package dev.rollcall.core.internal.process;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.AggregateStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A store that does something before one of its calls, fails, rejects or hides. */
public final class HookedStore implements AggregateStore {

  /** How many documents each write had. */
  public final List<Integer> sizes = new ArrayList<>();

  final List<String> written = new ArrayList<>();
  boolean rejectsAll;

  /** So many more writes fail. */
  public int failures;

  boolean appliesFailures;
  int hiddenReads;
  private int failed;
  private int readsLeft;
  private Runnable afterReads = () -> {};
  private final AggregateStore real;
  private Runnable hook = () -> {};
  private int hookedCall;

  public HookedStore(AggregateStore real) {
    this.real = real;
  }

  /** Before the write of this number, from 1. */
  public void beforeCall(int call, Runnable what) {
    hookedCall = call;
    hook = what;
  }

  /** Once so many reads were made, from now on. */
  void afterReads(int reads, Runnable what) {
    readsLeft = reads;
    afterReads = what;
  }

  @Override
  public Map<AggregateKey, AggregateStore.Stored> load(Collection<AggregateKey> keys) {
    if (hiddenReads > 0) {
      hiddenReads--;
      return Map.of();
    }
    if (--readsLeft == 0) {
      afterReads.run();
    }
    return real.load(keys);
  }

  @Override
  public Set<AggregateKey> compareAndSet(List<AggregateStore.Write> writes) {
    sizes.add(writes.size());
    if (sizes.size() == hookedCall) {
      hook.run();
    }
    writes.forEach(write -> written.add(write.key().id()));
    if (failures > 0) {
      failures--;
      failed++;
      if (appliesFailures) {
        real.compareAndSet(writes);
      }
      throw new TransientException("no majority " + failed);
    }
    return rejectsAll
        ? writes.stream().map(AggregateStore.Write::key).collect(Collectors.toSet())
        : real.compareAndSet(writes);
  }

  @Override
  public void close() {}
}
