package dev.rollcall.testkit.server.node;

import java.io.IOException;
import java.time.Duration;

/**
 * Ends this JVM when its standard input closes. The parent holds the other end, and the operating
 * system closes it even if the parent is killed, so that no node outlives who started it. If the
 * system property {@value #OWNER} names another process, this JVM ends with that one instead.
 */
public final class ParentWatch {

  /** The id of the process that this JVM is to end with, {@value}. */
  public static final String OWNER = "rollcall.server.owner";

  /** How long an orderly shutdown may take before the JVM is halted. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private ParentWatch() {}

  /** From now on. */
  public static void start() {
    String owner = System.getProperty(OWNER);
    daemon(
        "parent-watch",
        () -> {
          if (owner == null) {
            awaitEndOfInput();
          } else {
            ProcessHandle.of(Long.parseLong(owner)).ifPresent(p -> p.onExit().join());
          }
          daemon("halt", ParentWatch::haltLater);
          System.exit(0);
        });
  }

  private static void awaitEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // what the parent writes means nothing
      }
    } catch (IOException broken) {
      // a broken pipe is a closed one
    }
  }

  private static void haltLater() {
    try {
      Thread.sleep(PATIENCE.toMillis());
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
