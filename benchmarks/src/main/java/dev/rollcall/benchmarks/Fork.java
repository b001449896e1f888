package dev.rollcall.benchmarks;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.benchmarks.workload.Metric;
import dev.rollcall.testkit.process.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measures in a new JVM, whose heap is fixed so that its growth is not part of the result. */
final class Fork {

  /** How the line begins by which {@link ForkMain} hands over what it measured. */
  static final String LINE = "MEASURED ";

  /** The environment variable with a {@link ForkInput} as JSON; a command line is public. */
  static final String INPUT = "ROLLCALL_BENCH_INPUT";

  static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> HEAP = List.of("-Xms1g", "-Xmx1g");
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final int TAIL = 4_000;

  private Fork() {}

  /**
   * Runs one program of a build once.
   *
   * @param withPeers whether Spark and DuckDB are on its class path
   * @return what was measured, per record
   * @throws IOException if the JVM fails, with the end of what it printed
   */
  static Map<Metric, Double> measure(Build build, boolean withPeers, ForkInput input)
      throws IOException, InterruptedException {
    List<String> jvm = new ArrayList<>();
    jvm.add(Build.java());
    jvm.addAll(withPeers ? build.sparkOptions() : HEAP);
    jvm.addAll(List.of("-XX:+AlwaysPreTouch", "-Djmh.ignoreLock=true", "-cp"));
    jvm.add(withPeers ? build.peersClassPath() : build.classPath());
    jvm.add(ForkMain.class.getName());
    ProcessBuilder command = new ProcessBuilder(jvm);
    command.environment().put(INPUT, JSON.writeValueAsString(input));
    String name = input.benchmark() + " " + input.program();
    try (ChildProcess child = ChildProcess.start(name, command.redirectErrorStream(true))) {
      int code = child.awaitEnd(PATIENCE);
      String seen = child.seen();
      int line = seen.lastIndexOf(LINE);
      if (code != 0 || line < 0) {
        String tail = seen.substring(Math.max(0, seen.length() - TAIL));
        throw new IOException(name + ": the JVM ended with code " + code + ":\n" + tail);
      }
      String json = seen.substring(line + LINE.length()).lines().findFirst().orElse("");
      return JSON.readValue(json, new TypeReference<>() {});
    }
  }
}
