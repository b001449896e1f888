package dev.rollcall.testkit.randomuser;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The faults that the next replies have, in order. Threadsafe. */
final class FaultPlan {

  private final Deque<Fault> next = new ArrayDeque<>();

  synchronized void add(Fault fault, int times) {
    if (times < 1) {
      throw new IllegalArgumentException("times: got " + times + ", expected at least 1");
    }
    for (int i = 0; i < times; i++) {
      next.add(fault);
    }
  }

  synchronized void clear() {
    next.clear();
  }

  synchronized int size() {
    return next.size();
  }

  /** The fault of this reply; null for none. */
  synchronized @Nullable Fault take() {
    return next.poll();
  }
}
