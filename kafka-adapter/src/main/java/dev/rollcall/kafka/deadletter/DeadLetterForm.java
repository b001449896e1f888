package dev.rollcall.kafka.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.error.FatalException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The stored forms of the messages of a dead-letter topic, and their headers: UTF-8 text, numbers
 * in decimal. A stored format: docs/adr/0013-letters-of-form-2.md. Threadsafe.
 */
final class DeadLetterForm {

  /** Names the form; a letter without this header is of form 1, whose value is the record. */
  static final String HEADER = "rollcall.form";

  /** The form that this release writes: {@value}. */
  static final int CURRENT = 2;

  private DeadLetterForm() {}

  /**
   * The form of a message.
   *
   * @throws FatalException if this release does not know it: to skip it would lose a letter
   */
  static int of(String where, Headers headers) {
    String form = text(headers, HEADER);
    if (form.isEmpty()) {
      return 1;
    }
    if (!form.equals(Integer.toString(CURRENT))) {
      throw new FatalException(
          "%s: got a dead letter of form %s, expected at most %d; it was written by a newer release of Rollcall: read it with that one"
              .formatted(where, form.length() > 10 ? "(unreadable)" : form, CURRENT));
    }
    return CURRENT;
  }

  static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
  }

  /** Adds the header unless the value is empty. */
  static void addIfAny(Headers headers, String name, String value) {
    if (!value.isEmpty()) {
      add(headers, name, value);
    }
  }

  /** The last header of this name; "" if there is none. */
  static String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
  }

  static long number(Headers headers, String name) {
    return Long.parseLong(text(headers, name));
  }
}
