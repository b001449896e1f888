package dev.rollcall.testkit.server.node;

import java.io.IOException;
import java.time.Duration;

/**
 * Ends this JVM when its standard input closes. The parent holds the other end, and the operating
 * system closes it even if the parent is killed, so that no node outlives who started it.
 */
public final class ParentWatch {

  /** How long an orderly shutdown may take before the JVM is halted. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private ParentWatch() {}

  /** From now on. */
  public static void start() {
    daemon("parent-watch", ParentWatch::exitAtEndOfInput);
  }

  private static void exitAtEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // what the parent writes means nothing
      }
    } catch (IOException broken) {
      // a broken pipe is a closed one
    }
    daemon("halt", ParentWatch::haltLater);
    System.exit(0);
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
