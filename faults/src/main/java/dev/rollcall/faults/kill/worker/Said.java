package dev.rollcall.faults.kill.worker;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Lines for the parent on standard output: a word, then values, parted by blanks. Threadsafe. */
final class Said {

  private Said() {}

  static void line(String word, Object... values) {
    String line =
        Arrays.stream(values)
            .map(Object::toString)
            .collect(Collectors.joining(" ", word + " ", ""));
    synchronized (Said.class) {
      System.out.println(line);
      System.out.flush();
    }
  }
}
