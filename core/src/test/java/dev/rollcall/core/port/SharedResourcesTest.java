package dev.rollcall.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.SharedResources.Lease;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedResourcesTest {

  /** Something that was opened. */
  private static final class Resource {
    private final AtomicInteger closed = new AtomicInteger();

    boolean isOpen() {
      return closed.get() == 0;
    }
  }

  private final Queue<Runnable> idleTimes = new ArrayDeque<>();
  private final SharedResources<String, Resource> shared =
      new SharedResources<>(resource -> resource.closed.incrementAndGet(), idleTimes::add);

  @Test
  void leasesOfOneKeyShareAResourceAndOthersDoNot() {
    Lease<Resource> first = acquire("a");
    Lease<Resource> same = acquire("a");
    Lease<Resource> other = acquire("b");

    assertThat(same.get()).isSameAs(first.get());
    assertThat(other.get()).isNotSameAs(first.get());
  }

  @Test
  void aResourceIsClosedOnceItsIdleTimeIsOver() {
    Lease<Resource> first = acquire("a");
    Lease<Resource> second = acquire("a");

    first.close();
    assertThat(idleTimes).isEmpty();
    second.close();
    assertThat(first.get().isOpen()).isTrue();
    endIdleTimes();

    assertThat(first.get().closed).hasValue(1);
    assertThat(acquire("a").get()).isNotSameAs(first.get());
  }

  @Test
  void aLeaseThatIsClosedTwiceCountsOnce() {
    Lease<Resource> first = acquire("a");
    Lease<Resource> second = acquire("a");

    first.close();
    first.close();
    endIdleTimes();

    assertThat(first.isClosed()).isTrue();
    assertThat(second.isClosed()).isFalse();
    assertThat(second.get().isOpen()).isTrue();
  }

  @Test
  void aResourceThatIsUsedAgainInTimeStaysOpen() {
    acquire("a").close();
    Lease<Resource> again = acquire("a");
    endIdleTimes();

    assertThat(again.get().isOpen()).isTrue();
  }

  @Test
  void anIdleTimeBeginsAnewWithEachUse() {
    Resource resource = acquire("a").get();
    acquire("a").close();
    assertThat(idleTimes).isEmpty();
    Lease<Resource> third = acquire("b");
    third.close();
    Lease<Resource> fourth = acquire("b");
    fourth.close();

    idleTimes.remove().run();
    assertThat(third.get().isOpen()).isTrue();
    idleTimes.remove().run();
    assertThat(third.get().closed).hasValue(1);
    assertThat(resource.isOpen()).isTrue();
  }

  @Test
  void aFailureIsNotKept() {
    assertThatThrownBy(() -> shared.acquire("a", key -> failed("first")))
        .hasMessage("first failed");
    assertThatThrownBy(
            () ->
                shared.acquire(
                    "a",
                    key -> {
                      throw new NoClassDefFoundError("x");
                    }))
        .isInstanceOf(NoClassDefFoundError.class);

    assertThat(acquire("a").get().isOpen()).isTrue();
  }

  @Test
  void oneThreadOpensWhileTheOthersWait() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger opened = new AtomicInteger();
    List<FutureTask<Lease<Resource>>> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tasks.add(
          new FutureTask<>(
              () ->
                  shared.acquire(
                      "a",
                      key -> {
                        opened.incrementAndGet();
                        awaited(go);
                        return new Resource();
                      })));
    }
    tasks.forEach(SharedResourcesTest::startAndAwaitWaiting);
    // another key is not kept waiting
    acquire("b").close();
    go.countDown();

    for (FutureTask<Lease<Resource>> task : tasks) {
      assertThat(task.get().get()).isSameAs(tasks.get(0).get().get());
    }
    assertThat(opened).hasValue(1);
    for (FutureTask<Lease<Resource>> task : tasks) {
      task.get().close();
    }
    endIdleTimes();
    assertThat(tasks.get(0).get().get().closed).hasValue(1);
  }

  @Test
  void whoWaitsForAnOpeningThatFailsOpensItself() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    FutureTask<Lease<Resource>> fails =
        new FutureTask<>(
            () ->
                shared.acquire(
                    "a",
                    key -> {
                      awaited(go);
                      return failed("first");
                    }));
    FutureTask<Lease<Resource>> waits = new FutureTask<>(() -> acquire("a"));
    startAndAwaitWaiting(fails);
    startAndAwaitWaiting(waits);
    go.countDown();

    assertThatThrownBy(fails::get).hasRootCauseMessage("first failed");
    assertThat(waits.get().get().isOpen()).isTrue();
    waits.get().close();
    endIdleTimes();
    assertThat(waits.get().get().closed).hasValue(1);
  }

  @Test
  void whoWaitsCanBeInterruptedAndLeavesNoLease() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    FutureTask<Lease<Resource>> opens = new FutureTask<>(() -> acquire("a", go));
    AtomicInteger interrupted = new AtomicInteger();
    FutureTask<Lease<Resource>> waits =
        new FutureTask<>(
            () -> {
              try {
                return acquire("a");
              } finally {
                interrupted.set(Thread.currentThread().isInterrupted() ? 1 : -1);
              }
            });
    startAndAwaitWaiting(opens);
    startAndAwaitWaiting(waits).interrupt();

    assertThatThrownBy(waits::get).hasCauseInstanceOf(TransientException.class);
    assertThat(interrupted).hasValue(1);
    go.countDown();
    opens.get().close();
    endIdleTimes();
    assertThat(opens.get().get().closed).hasValue(1);
  }

  @Test
  void anInterruptedThreadGetsWhatIsOpen() {
    Lease<Resource> first = acquire("a");
    Thread.currentThread().interrupt();
    try {
      assertThat(acquire("a").get()).isSameAs(first.get());
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void anEvictedResourceIsClosedAtOnceAndOnce() {
    Lease<Resource> lease = acquire("a");

    shared.evict("a");
    shared.evict("a");
    assertThat(lease.get().closed).hasValue(1);
    Lease<Resource> next = acquire("a");
    assertThat(next.get()).isNotSameAs(lease.get());

    lease.close();
    endIdleTimes();
    assertThat(lease.get().closed).hasValue(1);
    assertThat(next.get().isOpen()).isTrue();
  }

  @Test
  void anEvictionWaitsForTheOpening() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    FutureTask<Lease<Resource>> opens = new FutureTask<>(() -> acquire("a", go));
    FutureTask<Boolean> evicts = new FutureTask<>(() -> shared.evict("a"), true);
    startAndAwaitWaiting(opens);
    startAndAwaitWaiting(evicts);
    go.countDown();

    assertThat(evicts.get()).isTrue();
    assertThat(opens.get().get().closed).hasValue(1);
  }

  @Test
  void allAreEvictedWhateverOneOfThemThrows() {
    SharedResources<String, AtomicInteger> failing =
        new SharedResources<>(
            closed -> {
              closed.incrementAndGet();
              throw new IllegalStateException("x");
            },
            Runnable::run);
    Lease<AtomicInteger> one = failing.acquire("a", key -> new AtomicInteger());
    Lease<AtomicInteger> two = failing.acquire("b", key -> new AtomicInteger());

    failing.evictAll();

    assertThat(one.get()).hasValue(1);
    assertThat(two.get()).hasValue(1);
  }

  @Test
  void withoutAnIdleTimeTheLastLeaseClosesAndThrows() {
    SharedResources<String, AtomicInteger> atOnce =
        SharedResources.closedAfter(
            Duration.ZERO,
            closed -> {
              closed.incrementAndGet();
              throw new IllegalStateException("cannot close");
            });
    Lease<AtomicInteger> first = atOnce.acquire("a", key -> new AtomicInteger());
    Lease<AtomicInteger> last = atOnce.acquire("a", key -> new AtomicInteger());

    first.close();
    assertThat(first.get()).hasValue(0);
    assertThatThrownBy(last::close).hasMessage("cannot close");
    last.close();
    assertThat(first.get()).hasValue(1);
  }

  @Test
  void anIdleTimeEndsByItself() throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    SharedResources<String, String> soon =
        SharedResources.closedAfter(Duration.ofMillis(1), resource -> closed.countDown());

    soon.acquire("a", key -> "resource").close();

    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private Lease<Resource> acquire(String key) {
    return shared.acquire(key, same -> new Resource());
  }

  private Lease<Resource> acquire(String key, CountDownLatch go) {
    return shared.acquire(
        key,
        same -> {
          awaited(go);
          return new Resource();
        });
  }

  private static Resource failed(String what) {
    throw new IllegalStateException(what + " failed");
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Starts a task that is to wait for another, and returns once it does. */
  private static Thread startAndAwaitWaiting(FutureTask<?> task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return thread;
  }

  private void endIdleTimes() {
    for (Runnable over = idleTimes.poll(); over != null; over = idleTimes.poll()) {
      over.run();
    }
  }
}
