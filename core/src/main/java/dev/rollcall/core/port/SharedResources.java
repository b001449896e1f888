package dev.rollcall.core.port;

import dev.rollcall.core.error.TransientException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resources that are expensive to open, such as driver sessions and connection pools, shared within
 * a JVM by key and closed once idle. For authors of adapters: a sink takes a lease when it is
 * opened and closes the lease when it is closed. Threadsafe.
 *
 * <p>Concurrency: one lock guards the entries and their counts, and is never held while a resource
 * is opened or closed. So a slow server delays only those who want the same key. The first caller
 * of a key opens the resource; the others wait for it. If opening fails, the first caller gets the
 * exception and the next caller opens, so that a failure is never kept. Whoever removes an entry
 * closes its resource, which is why each is closed exactly once. While one is being closed, its
 * successor may already be opened.
 *
 * <p>Nothing of this is serializable: keep it in a static field, and serialize the key.
 *
 * @param <K> what a resource is shared by, with {@code equals} and {@code hashCode}
 * @param <R> the resource
 */
public final class SharedResources<K, R> {

  private static final Logger LOG = LoggerFactory.getLogger(SharedResources.class);

  private final Map<K, Entry<K, R>> entries = new HashMap<>();
  private final Consumer<? super R> closer;
  private final Executor afterIdleTime;

  /**
   * With an idle time of the caller's, such as one that a test ends.
   *
   * @param closer closes a resource; called once for each
   * @param afterIdleTime runs a task when the idle time that begins now is over
   */
  public SharedResources(Consumer<? super R> closer, Executor afterIdleTime) {
    this.closer = closer;
    this.afterIdleTime = afterIdleTime;
  }

  /**
   * Closes a resource when it has been without a lease for this long; an exception is logged then.
   * With an idle time of zero the last lease closes it, and throws what the closer throws.
   */
  public static <K, R> SharedResources<K, R> closedAfter(
      Duration idleTime, Consumer<? super R> closer) {
    if (idleTime.isZero()) {
      return new SharedResources<>(closer, Runnable::run);
    }
    Executor later = CompletableFuture.delayedExecutor(idleTime.toMillis(), TimeUnit.MILLISECONDS);
    return new SharedResources<>(closer, task -> later.execute(() -> logFailure(task)));
  }

  /**
   * A lease of the resource of this key, which is opened if need be.
   *
   * @param opener opens the resource; must not ask for the same key
   * @throws RuntimeException what the opener threw
   * @throws TransientException if interrupted while another thread opens it; the thread stays
   *     interrupted
   */
  public Lease<R> acquire(K key, Function<? super K, ? extends R> opener) {
    while (true) {
      boolean first;
      Entry<K, R> entry;
      synchronized (entries) {
        first = !entries.containsKey(key);
        entry = entries.computeIfAbsent(key, Entry::new);
        entry.leases++;
      }
      if (first) {
        open(entry, opener);
      }
      if (first || isOpened(entry)) {
        return new Lease<>(this, entry, entry.resource.join());
      }
    }
  }

  private void open(Entry<K, R> entry, Function<? super K, ? extends R> opener) {
    try {
      entry.resource.complete(opener.apply(entry.key));
    } catch (RuntimeException | Error failure) {
      synchronized (entries) {
        entries.remove(entry.key, entry);
      }
      entry.resource.completeExceptionally(failure);
      throw failure;
    }
  }

  /** Waits for the thread that opens it; false if that failed, and the entry is forgotten. */
  private boolean isOpened(Entry<K, R> entry) {
    try {
      entry.resource.get();
      return true;
    } catch (ExecutionException failed) {
      return false;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      release(entry);
      throw new TransientException(
          "interrupted while another thread opens the same connection", stop);
    }
  }

  private void release(Entry<K, R> entry) {
    long idle;
    synchronized (entries) {
      entry.leases--;
      if (entry.leases > 0 || entries.get(entry.key) != entry) {
        return;
      }
      idle = ++entry.idleTimes;
    }
    afterIdleTime.execute(() -> closeIfIdleSince(idle, entry));
  }

  /** Does nothing if the entry was used since: another idle time has begun, or will. */
  private void closeIfIdleSince(long idle, Entry<K, R> entry) {
    synchronized (entries) {
      if (entry.leases > 0 || entry.idleTimes != idle || !entries.remove(entry.key, entry)) {
        return;
      }
    }
    close(entry);
  }

  /**
   * Closes the resource of a key at once, also if there are leases of it, and waits for one that is
   * being opened. Does nothing if there is none.
   *
   * @throws RuntimeException what the closer threw
   */
  public void evict(K key) {
    Entry<K, R> evicted;
    synchronized (entries) {
      evicted = entries.remove(key);
    }
    if (evicted != null) {
      close(evicted);
    }
  }

  /** Evicts all, as a JVM does when it ends; logs what a closer throws. */
  public void evictAll() {
    List<K> keys;
    synchronized (entries) {
      keys = List.copyOf(entries.keySet());
    }
    keys.forEach(key -> logFailure(() -> evict(key)));
  }

  private void close(Entry<K, R> entry) {
    R resource;
    try {
      resource = entry.resource.join();
    } catch (CompletionException notOpened) {
      return;
    }
    closer.accept(resource);
  }

  private static void logFailure(Runnable closing) {
    try {
      closing.run();
    } catch (RuntimeException e) {
      LOG.warn("closing an idle shared resource failed with {}", e.getClass().getName());
    }
  }

  /** A resource, opened or being opened, and who uses it; guarded by {@link #entries}. */
  private static final class Entry<K, R> {
    private final K key;
    private final CompletableFuture<R> resource = new CompletableFuture<>();
    private int leases;

    /** How many times its last lease was given back. */
    private long idleTimes;

    Entry(K key) {
      this.key = key;
    }
  }

  /**
   * A share in a resource, to be closed once. Threadsafe.
   *
   * @param <R> the resource
   */
  public static final class Lease<R> implements AutoCloseable {
    private final R resource;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    private <K> Lease(SharedResources<K, R> owner, Entry<K, R> entry, R resource) {
      this.resource = resource;
      this.release = () -> owner.release(entry);
    }

    /** The resource; only good while this lease is open. */
    public R get() {
      return resource;
    }

    /** Whether this lease was given back. */
    public boolean isClosed() {
      return closed.get();
    }

    /** Gives the share back, never the resource itself; a second time changes nothing. */
    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        release.run();
      }
    }
  }
}
