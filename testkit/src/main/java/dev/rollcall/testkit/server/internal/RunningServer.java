package dev.rollcall.testkit.server.internal;

/** A server that is ready in a JVM of its own. Threadsafe. */
public sealed interface RunningServer permits ForkedServer, SharedServer {

  /** The port of the loopback interface that clients use. */
  int port();

  /** Its JVM. */
  ProcessHandle handle();

  /** Stops it, if that is up to this JVM. */
  void close();
}
