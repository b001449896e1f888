package dev.rollcall.testkit.server;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.testkit.server.internal.External;
import dev.rollcall.testkit.server.internal.ForkedServer;
import dev.rollcall.testkit.server.internal.JavaHome;
import dev.rollcall.testkit.server.internal.JdbcUrls;
import dev.rollcall.testkit.server.internal.Probe;
import dev.rollcall.testkit.server.internal.RunningServer;
import dev.rollcall.testkit.server.internal.ServerModule;
import dev.rollcall.testkit.server.internal.ServerRecipe;
import dev.rollcall.testkit.server.internal.SharedServer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One PostgreSQL on a free port of the loopback interface; user and database are {@code postgres},
 * without a password or TLS. It takes 1 to 7 seconds to start and uses 190 MB of memory.
 * Threadsafe.
 *
 * <p>You can start it again with the same data directory: tables and rows are kept, and so is the
 * port if it is still free. Commits survive a kill of the server, but not a crash of the machine.
 */
public final class PostgresServer extends ForkableServer {

  /** Names a JDBC URL to use instead, with user and password if need be, {@value}. */
  public static final String ENVIRONMENT_VARIABLE = "ROLLCALL_JDBC";

  private static final String SCHEME = "jdbc:postgresql:";

  /** Where the binaries of a platform are, in an artifact for each; see the server's POM. */
  private static final List<String> BINARIES =
      Stream.of("linux-x86_64", "linux-arm_64", "darwin-x86_64", "darwin-arm_64", "windows-x86_64")
          .map("postgres-%s.txz"::formatted)
          .toList();

  private final String jdbcUrl;

  private PostgresServer(String jdbcUrl, @Nullable RunningServer running) {
    super(running);
    this.jdbcUrl = jdbcUrl;
  }

  /** As {@link #start(Path, Consumer)}, without progress messages. */
  public static PostgresServer start(Path dataDirectory) {
    return start(dataDirectory, message -> {});
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param dataDirectory created if it does not exist; kept when the server stops
   * @param progress receives messages for people while the server starts
   * @throws ConfigurationException if the directory is in use or the server is not on the class
   *     path
   * @throws dev.rollcall.core.error.FatalException if the server does not become ready
   */
  public static PostgresServer start(Path dataDirectory, Consumer<String> progress) {
    return of(ForkedServer.start(recipe(), dataDirectory, progress));
  }

  /** The server that all test JVMs of a build share, in this folder. */
  static PostgresServer shared(Path folder, Consumer<String> progress) {
    return of(SharedServer.join(recipe(), folder, progress));
  }

  private static PostgresServer of(RunningServer running) {
    return new PostgresServer(
        SCHEME + "//127.0.0.1:" + running.port() + "/postgres?user=postgres", running);
  }

  private static ServerRecipe recipe() {
    return new ServerRecipe(
        "PostgreSQL",
        ServerModule.find("postgres").withFirstOf(BINARIES),
        "dev.rollcall.testkit.server.postgres.PostgresNode",
        JavaHome.running(),
        1,
        Probe.POSTGRES,
        ENVIRONMENT_VARIABLE);
  }

  /** As {@link #startOrExternal(Path, Consumer)}, without progress messages. */
  public static PostgresServer startOrExternal(Path dataDirectory) {
    return startOrExternal(dataDirectory, message -> {});
  }

  /** Returns the server that {@value #ENVIRONMENT_VARIABLE} names, untested; else starts one. */
  public static PostgresServer startOrExternal(Path dataDirectory, Consumer<String> progress) {
    return External.named(ENVIRONMENT_VARIABLE, "PostgreSQL", progress)
        .map(PostgresServer::externalAt)
        .orElseGet(() -> start(dataDirectory, progress));
  }

  static PostgresServer externalAt(String jdbcUrl) {
    if (!jdbcUrl.startsWith(SCHEME)) {
      throw new ConfigurationException(
          ENVIRONMENT_VARIABLE + ": expected a URL that begins with " + SCHEME + "//");
    }
    return new PostgresServer(jdbcUrl, null);
  }

  /** The JDBC URL, with the user; that of an external server may hold a password. */
  public String jdbcUrl() {
    return jdbcUrl;
  }

  @Override
  public String name() {
    return "PostgreSQL";
  }

  /** The URL without login and options. */
  @Override
  public String address() {
    return JdbcUrls.withoutSecrets(jdbcUrl);
  }
}
