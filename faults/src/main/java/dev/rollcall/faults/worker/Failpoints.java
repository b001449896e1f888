package dev.rollcall.faults.worker;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The failpoints of this JVM. At most one is armed; the first thread that reaches it prints so and
 * waits for {@link #go}, or until the JVM is killed. Threadsafe.
 */
final class Failpoints {

  private static final AtomicReference<@Nullable Failpoint> ARMED = new AtomicReference<>();
  private static final Semaphore GO = new Semaphore(0);

  private Failpoints() {}

  static void arm(Failpoint point) {
    ARMED.set(point);
  }

  /** Lets whoever waits go on. */
  static void go() {
    GO.release();
  }

  /** True if this is the armed one: then it has been waited, and things may have changed. */
  static boolean reach(Failpoint point) {
    if (!ARMED.compareAndSet(point, null)) {
      return false;
    }
    WorkerOutput.line("reached", point);
    GO.acquireUninterruptibly(); // as a thread that does not look would behave
    return true;
  }
}
