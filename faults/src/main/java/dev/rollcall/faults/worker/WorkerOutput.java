package dev.rollcall.faults.worker;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The lines that a worker prints for its parent: a word, then values, separated by blanks.
 * Threadsafe.
 */
final class WorkerOutput {

  private WorkerOutput() {}

  /** Adds to a count of the parent. */
  static void add(Count count, long more) {
    line("add", count, more);
  }

  /** Raises a count of the parent to this value, if it is lower. */
  static void peak(Count count, long value) {
    line("peak", count, value);
  }

  static void line(String word, Object... values) {
    String line =
        Arrays.stream(values)
            .map(Object::toString)
            .collect(Collectors.joining(" ", word + " ", ""));
    synchronized (WorkerOutput.class) {
      System.out.println(line);
      System.out.flush();
    }
  }
}
