package dev.rollcall.testkit.server;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.testkit.server.internal.ClosedAtExit;
import dev.rollcall.testkit.server.internal.External;
import dev.rollcall.testkit.server.internal.Parallel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** The servers of a program, started and stopped together. Threadsafe. */
public final class Servers implements AutoCloseable {

  /** The servers there are, in the order in which data passes through them. */
  public enum Kind {
    /** The source. */
    KAFKA(
        "kafka",
        KafkaServer.ENVIRONMENT_VARIABLE,
        KafkaServer::startOrExternal,
        KafkaServer::shared,
        KafkaServer::externalAt),
    /** A store of rows. */
    CASSANDRA(
        "cassandra",
        CassandraServer.ENVIRONMENT_VARIABLE,
        CassandraServer::startOrExternal,
        CassandraServer::shared,
        CassandraServer::externalAt),
    /** A store of rows and aggregates, or its stand-in. */
    MONGO(
        "mongodb",
        MongoStandIn.ENVIRONMENT_VARIABLE,
        MongoStandIn::startOrExternal,
        (folder, progress) -> MongoStandIn.inMemory(),
        MongoStandIn::externalAt),
    /** A store of rows and aggregates. */
    POSTGRES(
        "postgres",
        PostgresServer.ENVIRONMENT_VARIABLE,
        PostgresServer::startOrExternal,
        PostgresServer::shared,
        PostgresServer::externalAt),
    /** A store of rows and aggregates; embedded only if it was built, see {@link MariaDbServer}. */
    MARIADB(
        "mysql",
        MariaDbServer.ENVIRONMENT_VARIABLE,
        MariaDbServer::startOrExternal,
        MariaDbServer::shared,
        MariaDbServer::externalAt);

    private final String label;
    private final String variable;
    private final BiFunction<Path, Consumer<String>, EmbeddedServer> start;
    private final BiFunction<Path, Consumer<String>, EmbeddedServer> shared;
    private final Function<String, EmbeddedServer> external;

    Kind(
        String label,
        String variable,
        BiFunction<Path, Consumer<String>, EmbeddedServer> start,
        BiFunction<Path, Consumer<String>, EmbeddedServer> shared,
        Function<String, EmbeddedServer> external) {
      this.label = label;
      this.variable = variable;
      this.start = start;
      this.shared = shared;
      this.external = external;
    }

    /** The name in configuration files: {@code kafka}, {@code mysql}. */
    public String label() {
      return label;
    }

    /**
     * Checks the address of an external server, without connecting. The message never shows the
     * address.
     */
    public Optional<String> fault(String address) {
      try {
        external.apply(address).close();
        return Optional.empty();
      } catch (ConfigurationException e) {
        return Optional.of(String.valueOf(e.getMessage()).replace(variable + ": ", ""));
      }
    }

    private EmbeddedServer start(Path folder, Map<Kind, String> named, Consumer<String> progress) {
      String address = named.get(this);
      if (address == null || External.isNamed(variable)) {
        return start.apply(folder.resolve(folder()), progress);
      }
      EmbeddedServer server = external.apply(address);
      progress.accept(server.name() + ": using the server that the configuration names");
      return server;
    }

    /** One for tests, which an environment variable may name; in memory if it can be. */
    EmbeddedServer startForTests(Path folder, boolean sharedByBuild) {
      boolean joins = (sharedByBuild || this == MONGO) && !External.isNamed(variable);
      return (joins ? shared : start).apply(folder.resolve(folder()), message -> {});
    }

    String folder() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Kind, EmbeddedServer> started;

  private Servers(Map<Kind, EmbeddedServer> started) {
    this.started = started;
  }

  /** As {@link #start}, for Kafka, Cassandra and the MongoDB stand-in. */
  public static Servers startAll(Path folder, Consumer<String> progress) {
    return start(EnumSet.of(Kind.KAFKA, Kind.CASSANDRA, Kind.MONGO), folder, progress);
  }

  /**
   * As {@link #start(Set, Map, Path, Consumer)}, where only environment variables name external
   * servers.
   */
  public static Servers start(Set<Kind> kinds, Path folder, Consumer<String> progress) {
    return start(kinds, Map.of(), folder, progress);
  }

  /**
   * Starts these servers in parallel, each in a folder of its own in {@code folder}, except those
   * that an environment variable or {@code named} names. If one fails, the others are stopped
   * again.
   *
   * @param named the addresses of external servers, in the form of their environment variables
   * @param progress receives messages for people, one call at a time
   */
  public static Servers start(
      Set<Kind> kinds, Map<Kind, String> named, Path folder, Consumer<String> progress) {
    Consumer<String> oneByOne =
        message -> {
          synchronized (progress) {
            progress.accept(message);
          }
        };
    Map<Kind, FutureTask<EmbeddedServer>> starting = new EnumMap<>(Kind.class);
    for (Kind kind : kinds) {
      starting.put(
          kind,
          Parallel.begin("start-" + kind.folder(), () -> kind.start(folder, named, oneByOne)));
    }
    try {
      Map<Kind, EmbeddedServer> started = new EnumMap<>(Kind.class);
      starting.forEach((kind, server) -> started.put(kind, Parallel.result(server)));
      return new Servers(started);
    } catch (RuntimeException | Error failure) {
      try {
        Parallel.forEach(starting.values(), Servers::closeIfStarted);
      } catch (RuntimeException another) {
        failure.addSuppressed(another);
      }
      throw failure;
    }
  }

  /** Deletes a folder when the JVM ends, after all servers in it have stopped. */
  public static void deleteAtExit(Path folder) {
    ClosedAtExit.deleteAfterwards(folder);
  }

  /** Those that did not start have closed themselves. */
  private static void closeIfStarted(FutureTask<? extends EmbeddedServer> starting) {
    EmbeddedServer server;
    try {
      server = Parallel.result(starting);
    } catch (RuntimeException | Error failed) {
      return;
    }
    server.close();
  }

  /** Kafka; throws if it was not asked for, as the other accessors do. */
  public KafkaServer kafka() {
    return (KafkaServer) get(Kind.KAFKA);
  }

  /** Cassandra. */
  public CassandraServer cassandra() {
    return (CassandraServer) get(Kind.CASSANDRA);
  }

  /** MongoDB, or its stand-in. */
  public MongoStandIn mongo() {
    return (MongoStandIn) get(Kind.MONGO);
  }

  /** PostgreSQL. */
  public PostgresServer postgres() {
    return (PostgresServer) get(Kind.POSTGRES);
  }

  /** MariaDB or MySQL. */
  public MariaDbServer mariadb() {
    return (MariaDbServer) get(Kind.MARIADB);
  }

  private EmbeddedServer get(Kind kind) {
    EmbeddedServer server = started.get(kind);
    if (server == null) {
      throw new IllegalStateException(kind + " was not among those to start: " + started.keySet());
    }
    return server;
  }

  /** The servers that were asked for, in the order of {@link Kind}. */
  public List<EmbeddedServer> all() {
    return new ArrayList<>(started.values());
  }

  /** Stops in parallel all servers that were started here; keeps their data. */
  @Override
  public void close() {
    Parallel.forEach(all(), EmbeddedServer::close);
  }
}
