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
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One MariaDB on a free port of the loopback interface; the user is {@code root}, the database
 * {@code test}, without a password or TLS. It takes some 12 seconds to start and 200 MB of memory.
 * Its module is built by the Maven profile {@code mariadb} only, because it is large. Threadsafe.
 *
 * <p>A data directory may be used again: tables and rows are kept, and the port too if it is free.
 * What is committed outlives a kill of the server, but not one of the machine.
 */
public final class MariaDbServer extends ForkableServer {

  /** Names a JDBC URL to use instead, with user and password if need be, {@value}. */
  public static final String ENVIRONMENT_VARIABLE = "ROLLCALL_MYSQL";

  private static final String SCHEME = "jdbc:mariadb:";
  private static final String MYSQL = "jdbc:mysql:";
  private static final Pattern URL =
      Pattern.compile(
          "(?<server>[^/]*//[^/?]+)/?(?<database>[^/?]+)?(?<options>\\?.+)?\\??", Pattern.DOTALL);

  private final String jdbcUrl;

  private MariaDbServer(String jdbcUrl, @Nullable RunningServer running) {
    super(running);
    this.jdbcUrl = jdbcUrl;
  }

  /** As {@link #start(Path, Consumer)}, silently. */
  public static MariaDbServer start(Path dataDirectory) {
    return start(dataDirectory, message -> {});
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param dataDirectory made if need be, kept when the server stops
   * @param progress is told in words what happens
   * @throws ConfigurationException if the directory is in use or the server module is not built
   * @throws dev.rollcall.core.error.FatalException if the server does not become ready
   */
  public static MariaDbServer start(Path dataDirectory, Consumer<String> progress) {
    return of(ForkedServer.start(recipe(), dataDirectory, progress));
  }

  /** The one that all test JVMs of a build share, in this folder. */
  static MariaDbServer shared(Path folder, Consumer<String> progress) {
    return of(SharedServer.join(recipe(), folder, progress));
  }

  private static MariaDbServer of(RunningServer running) {
    return new MariaDbServer(SCHEME + "//127.0.0.1:" + running.port() + "/test?user=root", running);
  }

  private static ServerRecipe recipe() {
    return new ServerRecipe(
        "MariaDB",
        module(),
        "dev.rollcall.testkit.server.mariadb.MariaDbNode",
        JavaHome.running(),
        1,
        Probe.MYSQL,
        ENVIRONMENT_VARIABLE);
  }

  private static ServerModule module() {
    try {
      return ServerModule.find("mariadb");
    } catch (ConfigurationException absent) {
      throw new ConfigurationException(
          absent.getMessage()
              + " (177 MB); or set "
              + ENVIRONMENT_VARIABLE
              + " to the URL of one that runs");
    }
  }

  /** Whether one is named or can be started: if not, tests of it are to be skipped. */
  public static boolean isAvailable() {
    return External.named(ENVIRONMENT_VARIABLE, "MariaDB", message -> {}).isPresent()
        || ServerModule.isPresent("mariadb");
  }

  /** As {@link #startOrExternal(Path, Consumer)}, silently. */
  public static MariaDbServer startOrExternal(Path dataDirectory) {
    return startOrExternal(dataDirectory, message -> {});
  }

  /** The server that {@value #ENVIRONMENT_VARIABLE} names, untested; else starts one. */
  public static MariaDbServer startOrExternal(Path dataDirectory, Consumer<String> progress) {
    return External.named(ENVIRONMENT_VARIABLE, "MariaDB", progress)
        .map(MariaDbServer::externalAt)
        .orElseGet(() -> start(dataDirectory, progress));
  }

  static MariaDbServer externalAt(String jdbcUrl) {
    if (!jdbcUrl.startsWith(SCHEME) && !jdbcUrl.startsWith(MYSQL)) {
      throw new ConfigurationException(
          ENVIRONMENT_VARIABLE
              + ": expected a URL that begins with "
              + SCHEME
              + "// or "
              + MYSQL
              + "//");
    }
    return new MariaDbServer(jdbcUrl, null);
  }

  /** What drivers connect with, user included; an external one may hold a password. */
  public String jdbcUrl() {
    return jdbcUrl;
  }

  /**
   * The same of a database, which is made when it is first connected to. An external URL that names
   * a database of its own stays at that.
   */
  public String jdbcUrl(String database) {
    Matcher url = URL.matcher(jdbcUrl);
    if (!url.matches() || (external() && url.group("database") != null)) {
      return jdbcUrl;
    }
    String options = url.group("options");
    return url.group("server")
        + "/"
        + database
        + (options == null ? "?" : options + "&")
        + "createDatabaseIfNotExist=true";
  }

  @Override
  public String name() {
    return "MariaDB";
  }

  /** The URL without login and options. */
  @Override
  public String address() {
    return JdbcUrls.withoutSecrets(jdbcUrl);
  }
}
