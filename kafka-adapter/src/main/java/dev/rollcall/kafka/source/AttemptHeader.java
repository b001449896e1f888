package dev.rollcall.kafka.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.record.RecordHeader;
import java.util.List;

/** How often a message's content has been tried: a header of the messages that were sent again. */
public final class AttemptHeader {

  /**
   * The header's name: {@value}; its value is a decimal number. A message without it is the first.
   */
  public static final String NAME = "rollcall.attempt";

  private AttemptHeader() {}

  /** As the last of these headers of that name says; 1 if none does with a number from 1. */
  public static int read(List<RecordHeader> headers) {
    byte[] value = null;
    for (RecordHeader header : headers) {
      value = header.name().equals(NAME) ? header.value() : value;
    }
    if (value == null) {
      return 1;
    }
    try {
      return Math.max(1, Integer.parseInt(new String(value, UTF_8)));
    } catch (NumberFormatException e) {
      // somebody else's header: no reason to stop, the guard against loops then starts anew
      return 1;
    }
  }
}
