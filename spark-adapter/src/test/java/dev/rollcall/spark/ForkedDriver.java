package dev.rollcall.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a {@link HaltingDriver} did in its own JVM. */
record ForkedDriver(int exitCode, List<Batch> batches, String output) {

  /** The accounts of a run after a batch. */
  record Batch(long read, long applied, long alreadyApplied) {}

  static ForkedDriver run(Path folder, List<String> arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "driver", ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("..", "examples", "src", "main", "jvm", "spark.options"));
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
    command.add("-Xmx512m");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(HaltingDriver.class.getName());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("it ends").isTrue();
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
