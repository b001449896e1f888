package dev.rollcall.faults.kill;

import dev.rollcall.faults.worker.Count;
import dev.rollcall.faults.worker.Failpoint;
import dev.rollcall.faults.worker.WorkerProcess;
import dev.rollcall.faults.worker.WorkerSettings;
import dev.rollcall.testkit.process.ChildJvm;
import dev.rollcall.testkit.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A worker's process, as its parent sees it. Threadsafe. */
final class Worker {

  /** For its end, once it is told to. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private final String name;
  private final IntConsumer flushed;
  private final Set<Integer> partitions = ConcurrentHashMap.newKeySet();
  private final Map<Count, Long> counts = new ConcurrentHashMap<>();
  private final long started = System.nanoTime();
  private final ChildProcess process;
  private volatile long startMs;
  private volatile boolean killed;
  private volatile @Nullable Failpoint reached;
  private volatile @Nullable String failure;
  private volatile boolean drained;

  /** Starts a worker whose flushes, by partition, are told to the listener. */
  Worker(String name, WorkerSettings settings, Path folder, IntConsumer flushed) {
    this.name = name;
    this.flushed = flushed;
    List<String> options =
        List.of(
            "-Xmx256m",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    ProcessBuilder builder =
        ChildJvm.builder(WorkerProcess.class, options, List.of(settings.toArgument()))
            .redirectError(
                ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()));
    this.process = start(name, builder, line -> take(line.strip().split(" ")));
  }

  private static ChildProcess start(
      String name, ProcessBuilder builder, Consumer<String> listener) {
    try {
      return ChildProcess.start(name, builder, listener);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(String[] words) {
    switch (words[0]) {
      case "add" -> counts.merge(Count.valueOf(words[1]), Long.valueOf(words[2]), Long::sum);
      case "peak" -> counts.merge(Count.valueOf(words[1]), Long.valueOf(words[2]), Math::max);
      case "ready" -> startMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
      case "assigned" -> partitions.addAll(numbers(words));
      case "departed" -> partitions.removeAll(numbers(words));
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
        // "ended" is for people who look at the output
      }
    }
  }

  private static Set<Integer> numbers(String[] words) {
    return Arrays.stream(words).skip(1).map(Integer::valueOf).collect(Collectors.toSet());
  }

  String name() {
    return name;
  }

  ChildProcess process() {
    return process;
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
    return startMs > 0 && count(Count.ASSIGNMENTS) > 0;
  }

  /** From the start of its JVM until its pipeline ran, all stores opened; 0 before that. */
  long startMs() {
    return startMs;
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
    process.send(point.name());
  }

  /** {@code kill -9}; what it still prints of flushes no longer counts. */
  void kill() throws InterruptedException {
    killed = true;
    process.kill();
  }

  /** SIGSTOP or SIGCONT by its short name; neither can be ignored. */
  void signal(String signal) throws InterruptedException {
    String pid = Long.toString(process.handle().pid());
    ChildProcess kill = start("kill", new ProcessBuilder("kill", "-" + signal, pid), line -> {});
    if (kill.awaitEnd(PATIENCE) != 0) {
      throw new IllegalStateException(name + ": kill -" + signal + " failed");
    }
  }
}
