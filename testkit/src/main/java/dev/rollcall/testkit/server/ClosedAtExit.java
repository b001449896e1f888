package dev.rollcall.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What a shutdown hook closes, all at the same time, if nobody did before. Threadsafe. */
final class ClosedAtExit {

  private static final int ATTEMPTS = 20;
  private static final long PAUSE_MILLIS = 100;

  private static final Set<Resource> OPEN = ConcurrentHashMap.newKeySet();
  private static final Set<Path> FOLDERS = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(ClosedAtExit::closeAll, "rollcall-servers-stop"));
  }

  private static void closeAll() {
    try {
      Parallel.forEach(OPEN, Resource::close);
    } finally {
      FOLDERS.forEach(ClosedAtExit::delete);
    }
  }

  private ClosedAtExit() {}

  /** Can be closed more than once, by several threads; throws nothing checked. */
  interface Resource extends AutoCloseable {
    @Override
    void close();
  }

  static void add(Resource resource) {
    OPEN.add(resource);
  }

  /** Has a folder deleted after everything is closed. */
  static void deleteAfterwards(Path folder) {
    FOLDERS.add(folder);
  }

  /** A server that was just being started may still write: what it made is deleted again. */
  private static void delete(Path folder) {
    for (int i = 0; i < ATTEMPTS && Files.exists(folder); i++) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException | UncheckedIOException vanished) {
        // somebody else deletes too
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  static void remove(Resource resource) {
    OPEN.remove(resource);
  }
}
