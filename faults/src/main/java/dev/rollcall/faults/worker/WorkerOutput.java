package dev.rollcall.faults.worker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lines that a worker prints for its parent: a word, then values, separated by blanks.
 * Threadsafe.
 */
final class WorkerOutput {

  private static final Map<Count, Long> PEAKS = new ConcurrentHashMap<>();

  private WorkerOutput() {}

  /** Adds to a count of the parent. */
  static void add(Count count, long more) {
    if (more > 0) {
      line("add", count, more);
    }
  }

  /** Raises a count of the parent to this value, if it is lower. */
  static void peak(Count count, long value) {
    if (value > PEAKS.getOrDefault(count, 0L)) {
      PEAKS.put(count, value);
      line("peak", count, value);
    }
  }

  static void line(String word, Object... values) {
    StringBuilder line = new StringBuilder(word);
    for (Object value : values) {
      line.append(' ').append(value);
    }
    synchronized (WorkerOutput.class) {
      System.out.println(line);
      System.out.flush();
    }
  }
}
