package dev.rollcall.faults.log;

/**
 * One shape of a log.
 *
 * @param name the fault, as the result names it
 * @param body makes the shape, runs the pipeline over it, and tells the case what must hold
 */
record LogShape(String name, Body body) {

  /** If it throws, the case cannot go on, which is a violation. */
  interface Body {
    void run(LogCase log) throws Exception;
  }
}
