package dev.rollcall.benchmarks;

import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.benchmarks.workload.Metric;
import dev.rollcall.testkit.process.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Times a whole process, which the shell knows best: from its start to its end, CPU time of its
 * children included. What it prints goes to a file.
 */
final class ProcessRun {

  /** Real, user and system time in seconds; its own line, as programs may print before. */
  private static final String SCRIPT =
      "TIMEFORMAT='TIMES %R %U %S'; out=$1; shift; time \"$@\" > \"$out\" || exit 9";

  private static final String TIMES = "TIMES ";
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final double NANOS = 1e9;

  private ProcessRun() {}

  /** Whether a program is on the path. */
  static boolean isInstalled(String tool) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  /**
   * Runs it once.
   *
   * @throws IOException if it fails or prints nothing, with the end of its messages
   */
  static Map<Metric, Double> measure(Build build, Work.WholeProcess work, ForkInput input)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("rollcall-bench", ".out");
    try {
      List<String> command = new ArrayList<>(List.of("bash", "-c", SCRIPT, "bash"));
      command.add(output.toString());
      command.addAll(work.command().line(build, Path.of(input.store())));
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      try (ChildProcess process = ChildProcess.start(input.program(), builder)) {
        int code = process.awaitEnd(PATIENCE);
        String seen = process.seen();
        int line = seen.lastIndexOf(TIMES);
        if (code != 0 || line < 0 || Files.size(output) == 0) {
          throw new IOException(
              "%s %s: ended with code %d and %d bytes:%n%s"
                  .formatted(input.benchmark(), input.program(), code, Files.size(output), seen));
        }
        String[] seconds = seen.substring(line + TIMES.length()).strip().split(" ");
        double wall = Double.parseDouble(seconds[0]);
        double cpu = Double.parseDouble(seconds[1]) + Double.parseDouble(seconds[2]);
        return Map.of(
            Metric.WALL_NANOS, wall * NANOS / input.users(),
            Metric.CPU_NANOS, cpu * NANOS / input.users());
      }
    } finally {
      Files.delete(output);
    }
  }
}
