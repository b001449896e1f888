package dev.rollcall.benchmarks;

/**
 * One of those that a benchmark compares.
 *
 * @param name as results show it
 * @param title what it does
 * @param users how many records it gets; 0 for as many as the others
 * @param partitions of the topic that it reads
 */
record Program(String name, String title, Work work, int users, int partitions) {

  /** Of a topic, unless it is about their number. */
  static final int PARTITIONS = 4;

  static Program step(String name, String title, String method) {
    return new Program(name, title, new Work.Step(method), 0, PARTITIONS);
  }

  static Program pass(String name, String title, Work.Task task) {
    return new Program(name, title, new Work.Pass(task, Work.Pass.SAME, false), 0, PARTITIONS);
  }

  /** One that has Spark and DuckDB on its class path. */
  static Program peerPass(String name, String title, Work.Task task) {
    return new Program(name, title, new Work.Pass(task, Work.Pass.SAME, true), 0, PARTITIONS);
  }

  Program partitions(int count) {
    return new Program(name, title, work, users, count);
  }

  Program users(int count) {
    return new Program(name, title, work, count, partitions);
  }
}
