package dev.rollcall.cli.console;

import java.io.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what was written since the last flush as one message, which may have several lines.
 * Threadsafe.
 */
final class LogWriter extends Writer {

  private static final Logger LOG = LoggerFactory.getLogger("dev.rollcall.command");

  private final StringBuilder text = new StringBuilder();

  @Override
  public void write(char[] characters, int from, int length) {
    synchronized (lock) {
      text.append(characters, from, length);
    }
  }

  @Override
  public void flush() {
    String message;
    synchronized (lock) {
      message = text.toString().strip();
      text.setLength(0);
    }
    if (message.startsWith(ErrorHandler.NAME)) {
      LOG.error("{}", message.substring(ErrorHandler.NAME.length()).strip());
    } else if (!message.isEmpty()) {
      LOG.info("{}", message);
    }
  }

  @Override
  public void close() {
    flush();
  }
}
