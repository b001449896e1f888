package dev.rollcall.testkit.server;

import dev.rollcall.testkit.server.internal.RunningServer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server that this JVM has started in another, or one that was there. Threadsafe. */
abstract sealed class ForkableServer implements EmbeddedServer
    permits KafkaServer, CassandraServer, PostgresServer, MariaDbServer {

  private final @Nullable RunningServer running;

  /** {@code running} is null for one that was there. */
  ForkableServer(@Nullable RunningServer running) {
    this.running = running;
  }

  @Override
  public final boolean external() {
    return running == null;
  }

  @Override
  public final Optional<ProcessHandle> process() {
    return Optional.ofNullable(running).map(RunningServer::handle);
  }

  @Override
  public final void close() {
    if (running != null) {
      running.close();
    }
  }
}
