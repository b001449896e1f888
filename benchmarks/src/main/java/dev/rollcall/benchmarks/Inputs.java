package dev.rollcall.benchmarks;

import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.benchmarks.workload.SampleUsers;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What programs read: made when the first needs it, removed at the end. Not threadsafe. */
final class Inputs implements AutoCloseable {

  private final BenchOptions options;
  private final @Nullable BenchServers servers;
  private final Consumer<String> progress;
  private final Map<Integer, Path> files = new HashMap<>();

  private Inputs(BenchOptions options, @Nullable BenchServers servers, Consumer<String> progress) {
    this.options = options;
    this.servers = servers;
    this.progress = progress;
  }

  /** Starts the servers that these benchmarks need. */
  static Inputs open(List<Benchmark> benchmarks, BenchOptions options, Consumer<String> progress)
      throws IOException {
    List<Benchmark> piped = benchmarks.stream().filter(each -> each.needs().servers()).toList();
    return new Inputs(
        options, piped.isEmpty() ? null : BenchServers.start(piped, progress), progress);
  }

  /** What a program of a benchmark measures. */
  ForkInput of(Benchmark benchmark, Program program) throws IOException {
    int users = program.users() > 0 ? program.users() : options.users(benchmark);
    ForkInput input =
        new ForkInput(
            benchmark.name(),
            program.name(),
            users,
            options.iterations(),
            options.iterationMillis(),
            "",
            "",
            "");
    if (benchmark.needs() == Benchmark.Needs.FILE) {
      return input.store(file(users).toString());
    }
    return servers != null && benchmark.needs().servers()
        ? servers.input(input, benchmark.needs(), program.partitions())
        : input;
  }

  private Path file(int users) throws IOException {
    Path known = files.get(users);
    if (known != null) {
      return known;
    }
    progress.accept("writing a file of %,d users".formatted(users));
    Path file = Files.createTempFile("rollcall-bench", ".ndjson");
    files.put(users, file);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (int i = 0; i < users; i++) {
        out.write(SampleUsers.user(i));
        out.write('\n');
      }
    }
    return file;
  }

  @Override
  public void close() throws IOException {
    try {
      for (Path file : files.values()) {
        Files.deleteIfExists(file);
      }
    } finally {
      if (servers != null) {
        servers.close();
      }
    }
  }
}
