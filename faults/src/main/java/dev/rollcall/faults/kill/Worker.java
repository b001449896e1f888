package dev.rollcall.faults.kill;

import dev.rollcall.faults.worker.Count;
import dev.rollcall.faults.worker.Failpoint;
import dev.rollcall.faults.worker.WorkerProcess;
import dev.rollcall.faults.worker.WorkerSettings;
import dev.rollcall.testkit.process.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A worker's process, as its parent sees it. Threadsafe. */
final class Worker {

  private static final long PATIENCE_SECONDS = 30;

  private final String name;
  private final IntConsumer flushed;
  private final Process process;
  private final Writer commands;
  private final Thread reader;
  private final Set<Integer> partitions = ConcurrentHashMap.newKeySet();
  private final Map<Count, Long> counts = new ConcurrentHashMap<>();
  private final long started = System.nanoTime();
  private volatile long startMs;
  private volatile boolean ready;
  private volatile boolean killed;
  private volatile @Nullable Failpoint reached;
  private volatile @Nullable String failure;
  private volatile boolean drained;

  private Worker(String name, Process process, IntConsumer flushed) {
    this.name = name;
    this.flushed = flushed;
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.reader = new Thread(this::read, "reads-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a worker whose flushes, by partition, are told to the listener. */
  static Worker start(String name, WorkerSettings settings, Path folder, IntConsumer flushed) {
    List<String> options =
        List.of(
            "-Xmx256m",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    ProcessBuilder builder =
        ChildJvm.builder(WorkerProcess.class, options, List.of(settings.toArgument()))
            .redirectError(
                ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()));
    try {
      return new Worker(name, builder.start(), flushed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(line.strip().split(" "));
      }
    } catch (IOException ended) {
      // killed in the midst of a line
    }
  }

  private void take(String[] words) {
    switch (words[0]) {
      case "add" -> counts.merge(Count.valueOf(words[1]), Long.valueOf(words[2]), Long::sum);
      case "peak" -> counts.merge(Count.valueOf(words[1]), Long.valueOf(words[2]), Math::max);
      case "ready" -> {
        startMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        ready = true;
      }
      case "assigned" -> {
        partitions.addAll(numbers(words));
        counts.merge(Count.ASSIGNMENTS, 1L, Long::sum);
      }
      case "departed" -> {
        partitions.removeAll(numbers(words));
        counts.merge(Count.DEPARTURES, 1L, Long::sum);
      }
      case "flushed" -> {
        counts.merge(Count.FLUSHES, 1L, Long::sum);
        if (!killed) {
          flushed.accept(Integer.parseInt(words[1]));
        }
      }
      case "reached" -> reached = Failpoint.valueOf(words[1]);
      case "stopped" -> drained = Boolean.parseBoolean(words[1]);
      case "failed" -> failure = String.join(" ", words);
      default -> {
        // "committed", "restarted" and "ended" are for people who look at the output
      }
    }
  }

  private static Set<Integer> numbers(String[] words) {
    return words.length < 2
        ? Set.of()
        : Arrays.stream(words[1].split(",")).map(Integer::valueOf).collect(Collectors.toSet());
  }

  String name() {
    return name;
  }

  long count(Count count) {
    return counts.getOrDefault(count, 0L);
  }

  /** The partitions it believes to have. */
  Set<Integer> partitions() {
    return Set.copyOf(partitions);
  }

  /** Whether its pipeline runs and it has joined the group. */
  boolean joined() {
    return ready && count(Count.ASSIGNMENTS) > 0;
  }

  /** From the start of its JVM until its pipeline ran, all stores opened; 0 before that. */
  long startMs() {
    return startMs;
  }

  boolean alive() {
    return process.isAlive();
  }

  @Nullable String failure() {
    return failure;
  }

  /** The failpoint at which it waits or last waited since it was armed. */
  @Nullable Failpoint reached() {
    return reached;
  }

  /** Whether it has printed that its stop drained everything. */
  boolean drained() {
    return drained;
  }

  /** From now on it waits at this failpoint, once. */
  void arm(Failpoint point) {
    reached = null;
    command("arm " + point);
  }

  void go() {
    command("go");
  }

  /** Asks for what is in flight and in its heap. */
  void askStatus() {
    command("status");
  }

  private synchronized void command(String line) {
    try {
      commands.write(line + "\n");
      commands.flush();
    } catch (IOException ended) {
      // nobody is there to obey
    }
  }

  /** {@code kill -9}; what it still prints of flushes no longer counts. */
  void kill() throws InterruptedException {
    killed = true;
    process.destroyForcibly();
    awaitExit();
  }

  /** SIGTERM; does not wait. */
  void stop() {
    process.toHandle().destroy(); // the process' own method would close what it still prints
  }

  /** SIGSTOP or SIGCONT by its short name; neither can be ignored. */
  void signal(String signal) throws InterruptedException {
    try {
      Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
      if (!kill.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new IllegalStateException(name + ": kill -" + signal + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has ended and all it printed is read; its exit code. */
  int awaitExit() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(name + " does not end within " + PATIENCE_SECONDS + " s");
    }
    reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    return process.exitValue();
  }
}
