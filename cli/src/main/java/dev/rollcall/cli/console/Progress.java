package dev.rollcall.cli.console;

/** Receives the progress of long work. Implementations are threadsafe. */
public interface Progress {

  /** Shows a message on a line of its own. */
  void say(String message);

  /** {@code done} of {@code total} is done of {@code what}; a total of 0 means unknown. */
  default void step(String what, long done, long total) {
    step(what, done, total, "");
  }

  /** As above with a note, such as the lag. */
  void step(String what, long done, long total, String note);
}
