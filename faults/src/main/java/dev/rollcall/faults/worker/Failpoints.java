package dev.rollcall.faults.worker;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The failpoints of this JVM. At most one is armed; the first thread that reaches it prints so and
 * waits for {@link #go}, or until the JVM is killed. Threadsafe.
 */
final class Failpoints {

  private static final AtomicReference<@Nullable Failpoint> ARMED = new AtomicReference<>();
  private static final AtomicReference<@Nullable CountDownLatch> WAITING = new AtomicReference<>();

  private Failpoints() {}

  static void arm(Failpoint point) {
    ARMED.set(point);
  }

  /** Lets whoever waits go on. */
  static void go() {
    CountDownLatch latch = WAITING.getAndSet(null);
    if (latch != null) {
      latch.countDown();
    }
  }

  /** True if this is the armed one: then it has been waited, and things may have changed. */
  static boolean reach(Failpoint point) {
    if (!ARMED.compareAndSet(point, null)) {
      return false;
    }
    CountDownLatch latch = new CountDownLatch(1);
    WAITING.set(latch);
    WorkerOutput.line("reached", point);
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException later) {
        interrupted = true; // as a thread that does not look would behave
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return true;
  }
}
