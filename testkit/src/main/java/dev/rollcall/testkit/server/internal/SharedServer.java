package dev.rollcall.testkit.server.internal;

import dev.rollcall.core.error.FatalException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A server that all test JVMs of one build share: the first that needs it starts it, and it ends
 * with the JVM that runs the build, Maven's. So a build of many modules starts each server once.
 * Threadsafe, also between processes.
 *
 * <p>Who starts or looks for it holds a lock on a file beside its folder. In that file are the
 * port, the server's process and the build's; what an earlier build left is deleted first.
 */
public record SharedServer(int port, ProcessHandle handle) implements RunningServer {

  /** Joins the build's server of this recipe, and starts it if it is not there. */
  public static SharedServer join(ServerRecipe recipe, Path directory, Consumer<String> progress) {
    Path folder = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(folder.getParent());
      Path file = folder.resolveSibling(folder.getFileName() + ".shared");
      try (FileChannel channel =
          FileChannel.open(
              folder.resolveSibling(folder.getFileName() + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE)) {
        channel.lock(); // until it is closed
        ProcessHandle build = build();
        Optional<SharedServer> running = read(file, build);
        if (running.isPresent()) {
          return running.get();
        }
        Folders.delete(folder);
        ForkedServer started = ForkedServer.startFor(build, recipe, folder, progress);
        SharedServer server = new SharedServer(started.port(), started.handle());
        Files.write(file, List.of("" + server.port(), name(server.handle()), name(build)));
        return server;
      }
    } catch (IOException failure) {
      throw new FatalException(
          recipe.name() + " in " + folder + ": cannot be shared: " + failure, failure);
    }
  }

  private static Optional<SharedServer> read(Path file, ProcessHandle build) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() != 3 || !lines.get(2).equals(name(build))) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.get(1).split("@", 2)[0]))
        .filter(process -> process.isAlive() && name(process).equals(lines.get(1)))
        .map(process -> new SharedServer(Integer.parseInt(lines.get(0)), process));
  }

  /** The JVM that this one is a fork of, perhaps by way of a shell; this one if there is none. */
  private static ProcessHandle build() {
    ProcessHandle self = ProcessHandle.current();
    for (var above = self.parent(); above.isPresent(); above = above.get().parent()) {
      if (above.get().info().command().map(SharedServer::isJava).orElse(false)) {
        return above.get();
      }
    }
    return self;
  }

  private static boolean isJava(String command) {
    return Path.of(command).getFileName().toString().startsWith("java");
  }

  /** Tells a process from a later one of the same number. */
  private static String name(ProcessHandle process) {
    return process.pid()
        + "@"
        + process.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  /** Does nothing: others may use it. */
  @Override
  public void close() {}
}
