package dev.rollcall.benchmarks;

import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.benchmarks.workload.Measured;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How a program is run, and what of it is timed. */
sealed interface Work {

  /**
   * A method under JMH, in a JVM of its own.
   *
   * @param method {@code Class.method} in the package {@code micro}
   */
  record Step(String method) implements Work {}

  /**
   * Something that reads all records, in a JVM of its own: once for warming up, then once that
   * counts.
   *
   * @param warmUp users of the first time; {@link #SAME} as many as of the second
   * @param withPeers whether Spark and DuckDB are on the class path
   */
  record Pass(Task task, int warmUp, boolean withPeers) implements Work {

    /** As many users for warming up as for measuring. */
    static final int SAME = -1;
  }

  /** One pass. */
  interface Task {
    Measured run(ForkInput input, String table) throws Exception;
  }

  /**
   * A whole process, from its start to its end, which writes its result to standard output.
   *
   * @param tool what must be on the path; empty if the checkout has it
   */
  record WholeProcess(String tool, Command command) implements Work {}

  /** The command line of a process. */
  interface Command {
    List<String> line(Build build, Path file) throws IOException;
  }
}
