package dev.rollcall.faults.secret;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What came out, by channel; logs are not among it, they are what the process prints. Threadsafe.
 */
final class CapturedOutput {

  private final Map<Channel, StringBuilder> texts = new EnumMap<>(Channel.class);

  synchronized void add(Channel channel, String text) {
    texts.computeIfAbsent(channel, any -> new StringBuilder()).append(text).append('\n');
  }

  /** With all causes, all that is suppressed, and the traces. */
  void add(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    add(Channel.EXCEPTIONS, text.toString());
  }

  synchronized void write(Path folder) throws IOException {
    for (Map.Entry<Channel, StringBuilder> entry : texts.entrySet()) {
      Files.write(
          folder.resolve(entry.getKey().file()), List.of(entry.getValue()), StandardCharsets.UTF_8);
    }
  }
}
