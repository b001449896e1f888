package dev.rollcall.examples.demo;

/** Is told how far a long piece of work is. Threadsafe implementations only. */
interface Progress {

  /** Says something worth a line of its own. */
  void say(String message);

  /** So much of so much is done of {@code what}; a total of 0 means it is not known. */
  void step(String what, long done, long total);
}
