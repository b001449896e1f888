package dev.rollcall.testkit.server;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.testkit.server.internal.External;
import dev.rollcall.testkit.server.internal.ForkedServer;
import dev.rollcall.testkit.server.internal.JavaHome;
import dev.rollcall.testkit.server.internal.Probe;
import dev.rollcall.testkit.server.internal.RunningServer;
import dev.rollcall.testkit.server.internal.ServerModule;
import dev.rollcall.testkit.server.internal.ServerRecipe;
import dev.rollcall.testkit.server.internal.SharedServer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka node (KRaft, broker and controller at once) on a free port of the loopback interface,
 * without TLS or login. Topics are not created automatically, records never expire, and
 * transactions work. A node takes 2 to 6 seconds to start and uses 200 MB of memory. Threadsafe.
 *
 * <p>You can start it again with the same data directory: topics, groups and the cluster's id are
 * kept, and so is the port if it is still free.
 */
public final class KafkaServer extends ForkableServer {

  /** Names bootstrap servers to use instead, {@value}. */
  public static final String ENVIRONMENT_VARIABLE = "ROLLCALL_KAFKA";

  private final String bootstrapServers;

  private KafkaServer(String bootstrapServers, @Nullable RunningServer running) {
    super(running);
    this.bootstrapServers = bootstrapServers;
  }

  /** As {@link #start(Path, Consumer)}, without progress messages. */
  public static KafkaServer start(Path dataDirectory) {
    return start(dataDirectory, message -> {});
  }

  /**
   * Starts a node and waits until it is ready.
   *
   * @param dataDirectory created if it does not exist; kept when the node stops
   * @param progress receives messages for people while the node starts
   * @throws ConfigurationException if the directory is in use or the server is not on the class
   *     path
   * @throws dev.rollcall.core.error.FatalException if the node does not become ready
   */
  public static KafkaServer start(Path dataDirectory, Consumer<String> progress) {
    if (dataDirectory.toAbsolutePath().toString().contains(",")) {
      throw new ConfigurationException(
          "Kafka: its data directory may have no comma in its path, Kafka takes it for a list: "
              + dataDirectory);
    }
    return of(ForkedServer.start(recipe(), dataDirectory, progress));
  }

  /** The server that all test JVMs of a build share, in this folder. */
  static KafkaServer shared(Path folder, Consumer<String> progress) {
    return of(SharedServer.join(recipe(), folder, progress));
  }

  private static KafkaServer of(RunningServer running) {
    return new KafkaServer("127.0.0.1:" + running.port(), running);
  }

  private static ServerRecipe recipe() {
    return new ServerRecipe(
        "Kafka",
        ServerModule.find("kafka"),
        "dev.rollcall.testkit.server.kafka.KafkaNode",
        JavaHome.running(),
        2,
        Probe.KAFKA,
        ENVIRONMENT_VARIABLE);
  }

  /** As {@link #startOrExternal(Path, Consumer)}, without progress messages. */
  public static KafkaServer startOrExternal(Path dataDirectory) {
    return startOrExternal(dataDirectory, message -> {});
  }

  /**
   * Returns the servers that {@value #ENVIRONMENT_VARIABLE} names, untested; else starts a node.
   */
  public static KafkaServer startOrExternal(Path dataDirectory, Consumer<String> progress) {
    Optional<String> external = External.named(ENVIRONMENT_VARIABLE, "Kafka", progress);
    return external.map(KafkaServer::externalAt).orElseGet(() -> start(dataDirectory, progress));
  }

  static KafkaServer externalAt(String bootstrapServers) {
    return new KafkaServer(bootstrapServers, null);
  }

  /** The value of the clients' setting {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public String name() {
    return "Kafka";
  }

  @Override
  public String address() {
    return bootstrapServers;
  }
}
