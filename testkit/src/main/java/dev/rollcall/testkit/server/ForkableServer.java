package dev.rollcall.testkit.server;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server that this JVM has started in another, or one that was there. Threadsafe. */
abstract sealed class ForkableServer implements EmbeddedServer
    permits KafkaServer, CassandraServer, PostgresServer, MariaDbServer {

  private final @Nullable ForkedServer forked;

  /** {@code forked} is null for one that was there. */
  ForkableServer(@Nullable ForkedServer forked) {
    this.forked = forked;
  }

  @Override
  public final boolean external() {
    return forked == null;
  }

  @Override
  public final Optional<ProcessHandle> process() {
    return Optional.ofNullable(forked).map(ForkedServer::handle);
  }

  @Override
  public final void close() {
    if (forked != null) {
      forked.close();
    }
  }
}
