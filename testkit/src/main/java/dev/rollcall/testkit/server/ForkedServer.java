package dev.rollcall.testkit.server;

import dev.rollcall.core.error.FatalException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A ready server in a JVM of its own, with its data directory taken. Threadsafe.
 *
 * <p>It ends with {@link #close()}; at the latest when this JVM ends: a shutdown hook closes what
 * is still open, and if the hook has no chance to run the server sees its standard input close.
 */
final class ForkedServer implements ClosedAtExit.Resource {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** A port that was free can be taken before the server binds it; then others are tried. */
  private static final int ATTEMPTS = 4;

  private final DataLock lock;
  private final ServerProcess process;
  private boolean closed;

  private ForkedServer(DataLock lock, ServerProcess process) {
    this.lock = lock;
    this.process = process;
  }

  /** Starts a server on {@code directory} and waits until it is ready. */
  static ForkedServer start(ServerRecipe recipe, Path directory, Consumer<String> progress) {
    Path folder = directory.toAbsolutePath().normalize();
    try {
      DataLock lock = DataLock.take(folder);
      try {
        return start(recipe, folder, lock, progress);
      } catch (IOException | InterruptedException | RuntimeException | Error failure) {
        lock.close();
        throw failure;
      }
    } catch (IOException failure) {
      throw new FatalException(
          recipe.name() + " in " + folder + ": cannot be started: " + failure, failure);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new FatalException(recipe.name() + ": interrupted while it was starting", stop);
    }
  }

  private static ForkedServer start(
      ServerRecipe recipe, Path folder, DataLock lock, Consumer<String> progress)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    progress.accept(recipe.name() + ": starting, log in " + ServerProcess.logIn(folder));
    for (int attempt = 1; ; attempt++) {
      List<Integer> ports =
          attempt == 1
              ? LastPorts.orFree(folder, recipe.ports())
              : FreePorts.choose(recipe.ports());
      LastPorts.keep(folder, ports);
      ServerProcess process = ServerProcess.launch(recipe, folder, ports);
      ForkedServer server = new ForkedServer(lock, process);
      ClosedAtExit.add(server); // from now on the shutdown hook knows it
      try {
        lock.heldFor(process.handle());
        if (process.awaitReady(PATIENCE)) {
          progress.accept(
              String.format(
                  "%s: ready at 127.0.0.1:%d after %.1f s",
                  recipe.name(), process.clientPort(), (System.nanoTime() - began) / 1e9));
          return server;
        }
        if (attempt == ATTEMPTS || !process.lostAPort()) {
          throw process.ended();
        }
      } catch (IOException | InterruptedException | RuntimeException | Error failure) {
        process.stop();
        ClosedAtExit.remove(server);
        throw failure;
      }
      ClosedAtExit.remove(server);
      progress.accept(recipe.name() + ": a port was taken, trying others");
    }
  }

  int port() {
    return process.clientPort();
  }

  ProcessHandle handle() {
    return process.handle();
  }

  /** A second caller waits until the first is done. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      process.stop();
      lock.close();
    } catch (IOException failure) {
      throw new FatalException(
          "data directory: its lock cannot be given back: " + failure, failure);
    } finally {
      ClosedAtExit.remove(this);
    }
  }
}
