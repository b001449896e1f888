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
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One Cassandra node on a free port of the loopback interface, without TLS or login. A node takes 7
 * to 12 seconds to start and uses 500 MB of memory. It needs a JDK 17: if this JVM is not one, the
 * node looks for one by {@code ROLLCALL_JAVA17}, {@code JAVA_HOME_17_X64}, {@code JAVA17_HOME} and
 * in the usual folders. Threadsafe.
 *
 * <p>You can start it again with the same data directory: keyspaces and rows are kept, and so is
 * the port if it is still free.
 */
public final class CassandraServer extends ForkableServer {

  /** Names a contact point to use instead, as host:port or host:port/datacenter, {@value}. */
  public static final String ENVIRONMENT_VARIABLE = "ROLLCALL_CASSANDRA";

  /** The datacenter of an embedded node, and of an external one that names none, {@value}. */
  public static final String DEFAULT_DATACENTER = "datacenter1";

  private static final Pattern EXTERNAL =
      Pattern.compile("(?<host>[^/\\s]+):(?<port>\\d{1,5})(?:/(?<datacenter>[^/\\s]+))?");

  private final InetSocketAddress contactPoint;
  private final String localDatacenter;

  private CassandraServer(
      InetSocketAddress contactPoint, String localDatacenter, @Nullable RunningServer running) {
    super(running);
    this.contactPoint = contactPoint;
    this.localDatacenter = localDatacenter;
  }

  /** As {@link #start(Path, Consumer)}, without progress messages. */
  public static CassandraServer start(Path dataDirectory) {
    return start(dataDirectory, message -> {});
  }

  /**
   * Starts a node and waits until it is ready.
   *
   * @param dataDirectory created if it does not exist; kept when the node stops
   * @param progress receives messages for people while the node starts
   * @throws ConfigurationException if the directory is in use, no JDK 17 is found or the server is
   *     not on the class path
   * @throws dev.rollcall.core.error.FatalException if the node does not become ready
   */
  public static CassandraServer start(Path dataDirectory, Consumer<String> progress) {
    return of(ForkedServer.start(recipe(), dataDirectory, progress));
  }

  /** The server that all test JVMs of a build share, in this folder. */
  static CassandraServer shared(Path folder, Consumer<String> progress) {
    return of(SharedServer.join(recipe(), folder, progress));
  }

  private static CassandraServer of(RunningServer running) {
    return new CassandraServer(
        new InetSocketAddress("127.0.0.1", running.port()), DEFAULT_DATACENTER, running);
  }

  private static ServerRecipe recipe() {
    return new ServerRecipe(
        "Cassandra",
        ServerModule.find("cassandra"),
        "dev.rollcall.testkit.server.cassandra.CassandraNode",
        JavaHome.java17(),
        3,
        Probe.CQL,
        ENVIRONMENT_VARIABLE);
  }

  /** As {@link #startOrExternal(Path, Consumer)}, without progress messages. */
  public static CassandraServer startOrExternal(Path dataDirectory) {
    return startOrExternal(dataDirectory, message -> {});
  }

  /** Returns the node that {@value #ENVIRONMENT_VARIABLE} names, untested; else starts one. */
  public static CassandraServer startOrExternal(Path dataDirectory, Consumer<String> progress) {
    return External.named(ENVIRONMENT_VARIABLE, "Cassandra", progress)
        .map(CassandraServer::externalAt)
        .orElseGet(() -> start(dataDirectory, progress));
  }

  static CassandraServer externalAt(String value) {
    Matcher matcher = EXTERNAL.matcher(value);
    if (!matcher.matches() || Integer.parseInt(matcher.group("port")) > 65_535) {
      throw new ConfigurationException(
          ENVIRONMENT_VARIABLE
              + ": expected host:port or host:port/datacenter, such as db.example:9042/north");
    }
    String datacenter = matcher.group("datacenter");
    return new CassandraServer(
        new InetSocketAddress(matcher.group("host"), Integer.parseInt(matcher.group("port"))),
        datacenter == null ? DEFAULT_DATACENTER : datacenter,
        null);
  }

  /** The contact point for drivers. */
  public InetSocketAddress contactPoint() {
    return contactPoint;
  }

  /** The local datacenter, which drivers must be configured with. */
  public String localDatacenter() {
    return localDatacenter;
  }

  @Override
  public String name() {
    return "Cassandra";
  }

  @Override
  public String address() {
    return contactPoint.getHostString() + ":" + contactPoint.getPort();
  }
}
