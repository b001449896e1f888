package dev.rollcall.faults.shape;

/** One shape of a log, made on a bench of its own and judged there. */
interface LogShape {

  /** The fault, as the result names it. */
  String name();

  /**
   * Makes the shape, runs the pipeline over it, and tells the bench what must hold.
   *
   * @throws Exception if the case cannot go on, which is a violation
   */
  void run(Bench bench) throws Exception;
}
