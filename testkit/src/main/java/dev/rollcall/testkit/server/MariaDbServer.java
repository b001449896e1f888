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
 * {@code test}, without a password or TLS. It takes some 12 seconds to start and uses 200 MB of
 * memory. Only the Maven profile {@code mariadb} builds its module, because it is large.
 * Threadsafe.
 *
 * <p>You can start it again with the same data directory: tables and rows are kept, and so is the
 * port if it is still free. Commits survive a kill of the server, but not a crash of the machine.
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

  /** As {@link #start(Path, Consumer)}, without progress messages. */
  public static MariaDbServer start(Path dataDirectory) {
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
  public static MariaDbServer start(Path dataDirectory, Consumer<String> progress) {
    return of(ForkedServer.start(recipe(), dataDirectory, progress));
  }

  /** The server that all test JVMs of a build share, in this folder. */
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

  /**
   * Whether an external server is named or one can be started; if not, skip the tests that need it.
   */
  public static boolean isAvailable() {
    return External.named(ENVIRONMENT_VARIABLE, "MariaDB", message -> {}).isPresent()
        || ServerModule.isPresent("mariadb");
  }

  /** As {@link #startOrExternal(Path, Consumer)}, without progress messages. */
  public static MariaDbServer startOrExternal(Path dataDirectory) {
    return startOrExternal(dataDirectory, message -> {});
  }

  /** Returns the server that {@value #ENVIRONMENT_VARIABLE} names, untested; else starts one. */
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

  /** The JDBC URL, with the user; that of an external server may hold a password. */
  public String jdbcUrl() {
    return jdbcUrl;
  }

  /**
   * The URL of this database, which is created by the first connection. An external URL that names
   * a database is returned unchanged.
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
