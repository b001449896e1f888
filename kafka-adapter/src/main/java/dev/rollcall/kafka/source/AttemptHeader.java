package dev.rollcall.kafka.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.record.SourceRecord;
import java.util.List;

/**
 * The header that counts how often a message's content has been tried. Messages that a re-drive
 * sends have it. Threadsafe.
 */
public final class AttemptHeader {

  /**
   * The header's name: {@value}; its value is a decimal number. A message without it is the first
   * attempt.
   */
  public static final String NAME = "rollcall.attempt";

  private AttemptHeader() {}

  /** Reads the attempt from the last header of this name; 1 if it has none, or no number from 1. */
  public static int read(List<SourceRecord.Header> headers) {
    byte[] value = null;
    for (SourceRecord.Header header : headers) {
      value = header.name().equals(NAME) ? header.value() : value;
    }
    if (value == null) {
      return 1;
    }
    try {
      return Math.max(1, Integer.parseInt(new String(value, UTF_8)));
    } catch (NumberFormatException e) {
      // a header of another program: the count starts again
      return 1;
    }
  }
}
