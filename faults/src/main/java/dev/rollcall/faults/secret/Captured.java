package dev.rollcall.faults.secret;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What came out of this JVM, by channel, except for what it prints. Threadsafe. */
final class Captured {

  /** What the parent is left, as a file. */
  record Outcome(List<String> canaries, Map<Hit, Long> hits, Map<Channel, String> texts) {

    static Outcome read(Path file) throws IOException {
      return JSON.readValue(file.toFile(), Outcome.class);
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<Channel, StringBuffer> TEXTS = new EnumMap<>(Channel.class);
  private static final Map<Hit, Long> HITS = new EnumMap<>(Hit.class);

  private Captured() {}

  static synchronized void add(Channel channel, String text) {
    TEXTS.computeIfAbsent(channel, any -> new StringBuffer()).append(text).append('\n');
  }

  /** With all causes, all that is suppressed, and the traces. */
  static void add(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    add(Channel.EXCEPTIONS, text.toString());
  }

  static synchronized void hit(Hit hit, long times) {
    HITS.merge(hit, times, Long::sum);
  }

  static synchronized void write(Path file, List<String> canaries) throws IOException {
    JSON.writeValue(file.toFile(), Map.of("canaries", canaries, "hits", HITS, "texts", TEXTS));
  }
}
