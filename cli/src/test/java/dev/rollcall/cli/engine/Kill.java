package dev.rollcall.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.port.RowTarget;
import dev.rollcall.testkit.port.InterceptedPorts;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Ends runs at one of their writes as if their process had been killed, as far as the stores can
 * tell. Spark's tasks, which are in this JVM, find it by its name.
 *
 * @param name unique
 */
record Kill(String name) implements Serializable {

  /** Writes until the process is taken to be killed; none while nothing is to be killed. */
  private static final Map<String, AtomicInteger> LEFT = new ConcurrentHashMap<>();

  static final class Killed extends Error {
    Killed() {
      super("killed, as far as the stores can tell");
    }
  }

  /** Whether the write that is about to begin is the last one, or behind it. */
  boolean isNow() {
    AtomicInteger left = LEFT.get(name);
    return left != null && left.decrementAndGet() <= 0;
  }

  /** A target whose writes count. */
  RowTarget atWritesOf(RowTarget target) {
    return InterceptedPorts.rows(
        target,
        (rows, sink) -> {
          if (isNow()) {
            throw new Killed();
          }
          return sink.write(rows);
        });
  }

  /** Runs it until this write, counted from 1, at which it must end. */
  void at(int write, ThrowingCallable run) {
    AtomicInteger left = new AtomicInteger(write);
    LEFT.put(name, left);
    assertThatThrownBy(run).isNotNull();
    assertThat(left.get()).as("writes left when it was killed").isNotPositive();
    LEFT.remove(name);
  }
}
