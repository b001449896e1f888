package dev.rollcall.testkit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process that a test starts. Every wait has a deadline; when it passes, the process is killed
 * and an {@link AssertionError} says what was awaited and what the process had printed. The process
 * ends with this JVM at the latest. Not threadsafe.
 *
 * <p>A child inherits the signals that its parent ignores, and a JVM leaves an inherited SIGINT or
 * SIGHUP ignored: under {@code nohup}, in the background of a script and on many runners Ctrl-C
 * does nothing to it. So a test stops a child by {@link #stop()}, which sends SIGTERM; that runs
 * the same shutdown hooks.
 */
public final class ChildProcess implements AutoCloseable {

  /** The exit code of a JVM that SIGTERM stopped, {@value}: 128 + 15. */
  public static final int STOPPED = 143;

  private static final Duration FORCED = Duration.ofSeconds(30);
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);
  private static final int TAIL = 8_000;

  private final String name;
  private final Process process;
  private final Consumer<String> listener;
  private final Thread reader;
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
  private final StringBuffer seen = new StringBuffer();

  /** Done once the process has ended and is no concern of this JVM's end any more. */
  final CompletableFuture<Boolean> released;

  private ChildProcess(String name, Process process, Consumer<String> listener) {
    this.name = name;
    this.process = process;
    this.listener = listener;
    this.reader = new Thread(this::read, "reads-" + name);
    reader.setDaemon(true);
    reader.start();
    Thread hook = new Thread(process::destroyForcibly, "rollcall-ends-" + name);
    Runtime.getRuntime().addShutdownHook(hook);
    this.released = process.onExit().thenApply(ended -> release(hook));
  }

  private static boolean release(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return false; // this JVM is ending
    }
  }

  /**
   * Starts the process and reads its standard output, as UTF-8. Its standard error goes where this
   * JVM's goes, unless the builder says otherwise, because a pipe that nobody reads would block it
   * once it is full.
   */
  public static ChildProcess start(String name, ProcessBuilder builder) throws IOException {
    return start(name, builder, line -> {});
  }

  /**
   * As {@link #start(String, ProcessBuilder)}, and tells a listener of each line it prints, on a
   * thread of its own.
   */
  public static ChildProcess start(String name, ProcessBuilder builder, Consumer<String> listener)
      throws IOException {
    if (builder.redirectError() == Redirect.PIPE && !builder.redirectErrorStream()) {
      builder.redirectError(Redirect.INHERIT);
    }
    return new ChildProcess(name, builder.start(), listener);
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        seen.append(line).append('\n');
        lines.add(Optional.of(line));
        listener.accept(line);
      }
    } catch (IOException ended) {
      // killed in the midst of a line
    }
    lines.add(Optional.empty());
  }

  /** Its id, children and state. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Writes a line to its standard input; does nothing if it has ended. */
  public void send(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException ended) {
      // nobody is there to read it
    }
  }

  /** All that it has printed so far. */
  public String seen() {
    return seen.toString();
  }

  /** The next line; empty after the last one. */
  public Optional<String> nextLine(Duration patience) throws InterruptedException {
    return nextLine(System.nanoTime() + patience.toNanos(), "its next line", patience);
  }

  /** Reads until a line contains the text, and returns that line. */
  public String awaitLine(String text, Duration patience) throws InterruptedException {
    String what = "a line with '" + text + "'";
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      String line =
          nextLine(deadline, what, patience)
              .orElseThrow(() -> new AssertionError(name + " ended without " + what + said()));
      if (line.contains(text)) {
        return line;
      }
    }
  }

  private Optional<String> nextLine(long deadline, String what, Duration patience)
      throws InterruptedException {
    Optional<String> line =
        lines.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    if (line == null) {
      throw late(what, patience);
    }
    if (line.isEmpty()) {
      lines.add(line); // the end stays the end
    }
    return line;
  }

  /** Sends SIGTERM, as an orchestrator does; does not wait. */
  public void stop() {
    handle().destroy(); // the process' own method would close what it still says
  }

  /** Kills the process ({@code kill -9}) and waits for its end. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitEnd(FORCED);
  }

  /** Waits until the process has ended and all its output is read; returns its exit code. */
  public int awaitEnd(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw late("its end", patience);
    }
    reader.join(LAST_WORDS.toMillis()); // a child of its own may hold the output open
    return process.exitValue();
  }

  private AssertionError late(String what, Duration patience) {
    process.destroyForcibly();
    return new AssertionError(
        "%s: waited %d ms for %s, then killed it%s"
            .formatted(name, patience.toMillis(), what, said()));
  }

  private String said() {
    String all = seen();
    return ";\nthe end of what it said:\n" + all.substring(Math.max(0, all.length() - TAIL));
  }

  /** Kills the process if it still runs; does not wait. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
