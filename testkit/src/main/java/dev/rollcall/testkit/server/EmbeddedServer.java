package dev.rollcall.testkit.server;

import java.util.Optional;

/**
 * A server for tests and demonstrations: either started here, and stopped by {@link #close()}, or
 * external, and never stopped. Threadsafe.
 */
public sealed interface EmbeddedServer extends AutoCloseable permits ForkableServer, MongoStandIn {

  /** The product, for messages: {@code Kafka}. */
  String name();

  /** The address, in the form that its clients take; never with a password. */
  String address();

  /** True if an environment variable names it; closing it then does nothing. */
  boolean external();

  /** Its process; empty if it is external or runs in this JVM. */
  Optional<ProcessHandle> process();

  /** Shuts the server down and waits for its end; keeps its data. A second call does nothing. */
  @Override
  void close();
}
