package dev.rollcall.testkit.server.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a shutdown hook closes, all at the same time, if nobody did before. Threadsafe. */
public final class ClosedAtExit {

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
  public interface Resource extends AutoCloseable {
    @Override
    void close();
  }

  public static void add(Resource resource) {
    OPEN.add(resource);
  }

  /** Has a folder deleted after everything is closed. */
  public static void deleteAfterwards(Path folder) {
    FOLDERS.add(folder);
  }

  /** A server that was just being started may still write: what it made is deleted again. */
  private static void delete(Path folder) {
    for (int i = 0; i < ATTEMPTS && Files.exists(folder); i++) {
      Folders.delete(folder);
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  public static void remove(Resource resource) {
    OPEN.remove(resource);
  }
}
