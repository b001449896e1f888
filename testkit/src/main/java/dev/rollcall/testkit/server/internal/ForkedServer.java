package dev.rollcall.testkit.server.internal;

import dev.rollcall.core.error.FatalException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A ready server in a JVM of its own, with its data directory taken. Threadsafe.
 *
 * <p>It ends with {@link #close()}; at the latest when this JVM ends: a shutdown hook closes what
 * is still open, and if the hook has no chance to run the server sees its standard input close.
 */
public final class ForkedServer implements RunningServer, ClosedAtExit.Resource {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

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
  public static ForkedServer start(ServerRecipe recipe, Path directory, Consumer<String> progress) {
    return start(recipe, directory, null, progress);
  }

  /**
   * Starts one that ends with another process and not with this JVM; its folder is free to be taken
   * once it is ready.
   */
  static ForkedServer startFor(
      ProcessHandle owner, ServerRecipe recipe, Path directory, Consumer<String> progress)
      throws IOException {
    ForkedServer server = start(recipe, directory, owner, progress);
    ClosedAtExit.remove(server);
    server.lock.close();
    return server;
  }

  private static ForkedServer start(
      ServerRecipe recipe,
      Path directory,
      @Nullable ProcessHandle owner,
      Consumer<String> progress) {
    Path folder = directory.toAbsolutePath().normalize();
    try {
      DataLock lock = DataLock.take(folder);
      try {
        return start(recipe, folder, owner, lock, progress);
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
      ServerRecipe recipe,
      Path folder,
      @Nullable ProcessHandle owner,
      DataLock lock,
      Consumer<String> progress)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    progress.accept(recipe.name() + ": starting, log in " + ServerProcess.logIn(folder));
    for (int attempt = 1; ; attempt++) {
      List<Integer> ports =
          attempt == 1
              ? LastPorts.orFree(folder, recipe.ports())
              : FreePorts.choose(recipe.ports());
      LastPorts.keep(folder, ports);
      ServerProcess process = ServerProcess.launch(recipe, folder, owner, ports);
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

  @Override
  public int port() {
    return process.clientPort();
  }

  @Override
  public ProcessHandle handle() {
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
