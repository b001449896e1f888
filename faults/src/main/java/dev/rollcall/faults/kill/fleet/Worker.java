package dev.rollcall.faults.kill.fleet;

import dev.rollcall.faults.kill.worker.Failpoint;
import dev.rollcall.faults.kill.worker.WorkerProcess;
import dev.rollcall.faults.kill.worker.WorkerSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A worker's process, as its parent sees it. Threadsafe. */
public final class Worker {

  private static final long PATIENCE_SECONDS = 30;

  private final String name;
  private final Process process;
  private final Writer commands;
  private final Thread reader;
  private final Set<Integer> partitions = ConcurrentHashMap.newKeySet();
  private final WorkerCounts counts = new WorkerCounts();
  private final List<Long> rowWritesMs = new CopyOnWriteArrayList<>();
  private final long started = System.nanoTime();
  private volatile long startMs;
  private volatile boolean ready;
  private volatile boolean assigned;
  private volatile boolean killed;
  private volatile @Nullable Failpoint reached;
  private volatile @Nullable String failure;
  private volatile @Nullable Boolean drained;

  private Worker(String name, Process process, BiConsumer<Worker, Integer> flushed) {
    this.name = name;
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.reader = new Thread(() -> read(flushed), "reads-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  static Worker start(
      String name, WorkerSettings settings, Path folder, BiConsumer<Worker, Integer> flushed) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerProcess.class.getName()));
    command.addAll(settings.toArguments());
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(
                  ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()))
              .start();
      return new Worker(name, process, flushed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(BiConsumer<Worker, Integer> flushed) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(line.strip().split(" "), flushed);
      }
    } catch (IOException ended) {
      // killed in the midst of a line
    }
  }

  private void take(String[] words, BiConsumer<Worker, Integer> flushed) {
    switch (words[0]) {
      case "ready" -> {
        startMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        ready = true;
      }
      case "assigned" -> {
        partitions.addAll(numbers(words));
        counts.assignments.incrementAndGet();
        assigned = true;
      }
      case "revoked", "lost" -> {
        partitions.removeAll(numbers(words));
        counts.departures.incrementAndGet();
      }
      case "flushed" -> {
        counts.read.addAndGet(Long.parseLong(words[2]));
        counts.applied.addAndGet(Long.parseLong(words[3]));
        counts.alreadyApplied.addAndGet(Long.parseLong(words[4]));
        counts.flushes.incrementAndGet();
        if (!killed) {
          flushed.accept(this, Integer.parseInt(words[1]));
        }
      }
      case "rejected" -> counts.rejected.addAndGet(Long.parseLong(words[1]));
      case "restarted" -> counts.restarts.incrementAndGet();
      case "stale-writes" -> {
        counts.staleWrites.addAndGet(Long.parseLong(words[1]));
        counts.staleWritesRejected.addAndGet(Long.parseLong(words[2]));
      }
      case "stale-rows" -> counts.staleRows.addAndGet(Long.parseLong(words[1]));
      case "status" -> {
        counts.peakInFlight.accumulateAndGet(Long.parseLong(words[1]), Math::max);
        counts.peakHeapMegabytes.accumulateAndGet(Long.parseLong(words[4]), Math::max);
        counts.statuses.incrementAndGet();
      }
      case "row-write" -> {
        rowWritesMs.add(Long.valueOf(words[1]));
        counts.longestRowWriteMs.accumulateAndGet(Long.parseLong(words[1]), Math::max);
      }
      case "reached" -> reached = Failpoint.labelled(words[1]);
      case "stopped" -> drained = Boolean.valueOf(words[1]);
      case "failed" -> failure = String.join(" ", words);
      default -> {
        // "committed" and "ended" are for people who look at the output
      }
    }
  }

  private static Set<Integer> numbers(String[] words) {
    return words.length < 2
        ? Set.of()
        : new TreeSet<>(Arrays.stream(words[1].split(",")).map(Integer::valueOf).toList());
  }

  /** For messages. */
  public String name() {
    return name;
  }

  /** What it has told so far. */
  public WorkerCounts counts() {
    return counts;
  }

  /** The partitions it believes to have. */
  public Set<Integer> partitions() {
    return Set.copyOf(partitions);
  }

  /** Whether its pipeline runs and it has joined the group. */
  public boolean joined() {
    return ready && assigned;
  }

  /** From the start of its JVM until its pipeline ran, all stores opened; 0 before that. */
  public long startMs() {
    return startMs;
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** The failure it ended with, if it told one. */
  public @Nullable String failure() {
    return failure;
  }

  /** The failpoint at which it waits or last waited since it was armed. */
  public @Nullable Failpoint reached() {
    return reached;
  }

  /** How many writes of rows through a throttle took longer than this. */
  public long slowWrites(long millis) {
    return rowWritesMs.stream().filter(took -> took > millis).count();
  }

  /** Whether its last stop drained all; null if it has told nothing of a stop. */
  public @Nullable Boolean drained() {
    return drained;
  }

  /** From now on it waits at this failpoint, once. */
  public void arm(Failpoint point) {
    reached = null;
    command("arm " + point.label());
  }

  /** It waits nowhere. */
  public void disarm() {
    command("disarm");
  }

  /** Lets it go on from its failpoint. */
  public void go() {
    command("go");
  }

  /** Asks for a line about what is in flight. */
  public void askStatus() {
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

  /** {@code kill -9}; what it still says of flushes no longer counts. */
  public void kill() throws InterruptedException {
    killed = true;
    process.destroyForcibly();
    awaitExit();
  }

  /** SIGTERM; does not wait. */
  public void stop() {
    process.toHandle().destroy(); // the process' own method would close what it still says
  }

  /** SIGSTOP or SIGCONT by its short name; neither can be ignored. */
  public void signal(String signal) throws InterruptedException {
    try {
      Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
      if (!kill.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new IllegalStateException(name + ": kill -" + signal + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has ended and all it said is read; its exit code. */
  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(name + " does not end within " + PATIENCE_SECONDS + " s");
    }
    reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    return process.exitValue();
  }
}
