package dev.rollcall.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** How often a message's content has been tried: a header of the messages that were sent again. */
public final class Attempts {

  /**
   * The header's name: {@value}; its value is a decimal number. A message without it is the first.
   */
  public static final String HEADER = "rollcall.attempt";

  private Attempts() {}

  /** The attempt of this header value; 1 if there is none, or none that is a number from 1. */
  public static int of(byte @Nullable [] header) {
    if (header == null) {
      return 1;
    }
    try {
      return Math.max(1, Integer.parseInt(new String(header, UTF_8)));
    } catch (NumberFormatException e) {
      // somebody else's header: no reason to stop, the guard against loops then starts anew
      return 1;
    }
  }
}
