package dev.rollcall.testkit.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a shutdown hook closes, all at the same time, if nobody did before. Threadsafe. */
final class ClosedAtExit {

  private static final Set<Resource> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> Parallel.forEach(OPEN, Resource::close), "rollcall-servers-stop"));
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

  static void remove(Resource resource) {
    OPEN.remove(resource);
  }
}
