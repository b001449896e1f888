package dev.rollcall.faults.secret;

import java.util.Locale;

/** Where a secret could come out. */
enum Channel {
  SINKS,
  AGGREGATES,
  DEAD_LETTERS,
  EXCEPTIONS,
  DESCRIPTIONS,
  METRICS,
  LOGS;

  /** The file in which the child process leaves it. */
  String file() {
    return label().replace(' ', '-') + ".txt";
  }

  /** In messages. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
