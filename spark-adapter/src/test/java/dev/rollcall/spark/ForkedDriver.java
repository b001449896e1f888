package dev.rollcall.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a {@link HaltingDriver} or {@link ClusterDriver} did in its own JVM. */
record ForkedDriver(int exitCode, List<Batch> batches, String output) {

  /** The accounts of a run after a batch. */
  record Batch(long read, long applied, long alreadyApplied) {}

  static ForkedDriver run(Path folder, Class<?> driver, List<String> arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "driver", ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("..", "cli", "src", "main", "jvm", "spark.options"));
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
    command.add("-Xmx512m");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(driver.getName());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    // all that Spark needs of a distribution to start executors
    Path home = Files.createDirectories(folder.resolve("spark"));
    Files.createDirectories(home.resolve("jars"));
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process process = builder.start();
    try {
      if (!process.waitFor(3, TimeUnit.MINUTES)) {
        throw new IllegalStateException("a driver did not end within 3 min: " + output);
      }
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(output);
    List<Batch> batches =
        text.lines()
            .filter(line -> line.matches("\\d+ \\d+ \\d+"))
            .map(line -> line.split(" "))
            .map(f -> new Batch(Long.parseLong(f[0]), Long.parseLong(f[1]), Long.parseLong(f[2])))
            .toList();
    return new ForkedDriver(process.exitValue(), batches, text);
  }
}
