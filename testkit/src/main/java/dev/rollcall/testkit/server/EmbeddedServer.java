package dev.rollcall.testkit.server;

import java.util.Optional;

/**
 * A server that tests and demonstrations talk to: either started here, and stopped by {@link
 * #close()}, or external, and left alone. Threadsafe.
 */
public sealed interface EmbeddedServer extends AutoCloseable permits ForkableServer, MongoStandIn {

  /** What it is, in words for a message: {@code Kafka}. */
  String name();

  /** Where clients reach it, in the form that its clients take; never with a password. */
  String address();

  /** True if it was named by an environment variable: then closing it does nothing. */
  boolean external();

  /** The process it runs in; empty if it is external or runs in this JVM. */
  Optional<ProcessHandle> process();

  /** Stops it in good order and waits for that; the second call does nothing. Keeps its data. */
  @Override
  void close();
}
