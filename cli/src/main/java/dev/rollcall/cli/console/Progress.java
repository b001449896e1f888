package dev.rollcall.cli.console;

/** Is told how far a long piece of work is. Threadsafe implementations only. */
public interface Progress {

  /** Says something worth a line of its own. */
  void say(String message);

  /** So much of so much is done of {@code what}; a total of 0 means it is not known. */
  default void step(String what, long done, long total) {
    step(what, done, total, "");
  }

  /** As above, with a word to it, such as how far behind it is. */
  void step(String what, long done, long total, String note);

  /** How many are not processed yet, in words. */
  static String lag(long records) {
    return records <= 0 ? "caught up" : "lag %,d".formatted(records);
  }
}
