package dev.rollcall.faults.spark;

import dev.rollcall.testkit.process.ChildJvm;
import dev.rollcall.testkit.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;

/** What a Spark driver did in a JVM of its own, which has ended. */
record DriverRun(int exitCode, List<Batch> batches, String output) {

  private static final Duration PATIENCE = Duration.ofMinutes(15);

  /** The accounts of a run after a batch. */
  record Batch(long read, long applied, long alreadyApplied) {}

  /** Runs a driver to its end; its batches are the lines of three numbers that it prints. */
  static DriverRun of(Path folder, Class<?> driver, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    options.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
    options.add("-Xmx512m");
    ProcessBuilder builder = ChildJvm.builder(driver, options, arguments).redirectErrorStream(true);
    // all that Spark needs of a distribution to start executors
    Path home = Files.createDirectories(folder.resolve("spark"));
    Files.createDirectories(home.resolve("jars"));
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    try (ChildProcess process = ChildProcess.start("a Spark driver", builder)) {
      int code = process.awaitEnd(PATIENCE);
      List<Batch> batches =
          process
              .seen()
              .lines()
              .filter(line -> line.matches("\\d+ \\d+ \\d+"))
              .map(line -> line.split(" "))
              .map(f -> new Batch(Long.parseLong(f[0]), Long.parseLong(f[1]), Long.parseLong(f[2])))
              .toList();
      return new DriverRun(code, batches, process.seen());
    }
  }
}
