package dev.rollcall.jdbc;

import dev.rollcall.core.error.ConfigurationException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a database is reached. Targets with equal addresses share one pool. Prints scheme, host and
 * database only: a URL may hold a login, and its options secrets. Immutable.
 *
 * @param url as the driver takes it, or null while it is not yet given
 * @param user wins over the URL's; null: that, or none
 * @param password wins over the URL's; null: that, or none
 * @param maxConnections of this JVM to this address
 */
record JdbcAddress(
    @Nullable String url, @Nullable String user, @Nullable String password, int maxConnections)
    implements Serializable {

  static final JdbcAddress DEFAULT =
      new JdbcAddress(null, null, null, JdbcTable.DEFAULT_MAX_CONNECTIONS);

  private static final String HIDDEN = "[hidden]";
  private static final String HOST = "(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?";
  private static final Pattern SHOWN =
      Pattern.compile(
          "(?<scheme>jdbc:[a-z]+://)(?<login>[^@/?;]*@)?(?<hosts>%1$s(?:,%1$s)*)".formatted(HOST)
              + "(?<database>/[A-Za-z0-9_.-]*)?(?:[?;&].*)?",
          Pattern.DOTALL);

  private static final int MOST_CONNECTIONS = 1_000;

  /** Bounds connecting to a host that drops packets, so that it is reported within 10 s. */
  private static final Duration CONNECT = Duration.ofSeconds(4);

  /** Bounds a whole login to one host: TCP, TLS and the server's answers. */
  private static final Duration LOGIN = CONNECT.multipliedBy(2);

  /**
   * Bounds waiting for an answer, so that a lost peer is noticed; core warns of a slow call well
   * before.
   */
  static final Duration READ = Duration.ofSeconds(30);

  /**
   * Bounds waiting for a lock: less than {@link #READ}, so that it is not mistaken for a lost peer.
   */
  static final Duration LOCK = READ.multipliedBy(2).dividedBy(3);

  JdbcAddress withUrl(String other) {
    return new JdbcAddress(other, user, password, maxConnections);
  }

  JdbcAddress withUser(String other) {
    return new JdbcAddress(url, other, password, maxConnections);
  }

  JdbcAddress withPassword(String other) {
    return new JdbcAddress(url, user, other, maxConnections);
  }

  JdbcAddress withMaxConnections(int other) {
    return new JdbcAddress(url, user, password, other);
  }

  /** The URL of an address without {@link #problems}. */
  String required() {
    if (url == null) {
      throw new ConfigurationException("jdbc: no url is given");
    }
    return url;
  }

  /** The dialect of the URL's scheme; PostgreSQL while there is no valid one. */
  Dialect dialect() {
    return Dialect.of(url == null ? "" : url).orElse(PostgresDialect.INSTANCE);
  }

  /** What begins the names of targets: {@code postgresql}. */
  String scheme() {
    return dialect().name();
  }

  /**
   * The dialect and, if it is sure what the URL's database is, that: {@code postgresql:users_db}.
   */
  String place() {
    Matcher matcher = SHOWN.matcher(url == null ? "" : url);
    String database = matcher.matches() ? matcher.group("database") : null;
    return scheme()
        + (database == null || database.length() < 2 ? "" : ":" + database.substring(1));
  }

  /** Hosts and database, without scheme, login and options: {@code db1:5432/users_db}. */
  String location() {
    Matcher matcher = SHOWN.matcher(url == null ? "" : url);
    if (!matcher.matches()) {
      return HIDDEN;
    }
    String database = matcher.group("database");
    return matcher.group("hosts") + (database == null ? "" : database);
  }

  /** Lists what is wrong with it, without contacting a server. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (url == null || Dialect.of(url).isEmpty()) {
      problems.add(
          (url == null ? "no url is given" : "url (" + this + "): this database is not known")
              + "; expected jdbc:postgresql://host:port/database, jdbc:mysql://… or jdbc:mariadb://…");
    }
    if (maxConnections < 1 || maxConnections > MOST_CONNECTIONS) {
      problems.add(
          "maxConnections: got %d, expected 1 to %d".formatted(maxConnections, MOST_CONNECTIONS));
    }
    if (url != null) {
      JdbcUrl parts = JdbcUrl.of(url);
      if (parts.place().indexOf('@') >= 0) {
        problems.add(
            "url: got an @ that ends no login; give the login by user and password, or write"
                + " its / ? @ as %2F %3F %40");
      }
      if (user == null
          && parts.user().isEmpty()
          && (password != null || parts.password().isPresent())) {
        problems.add("a password is given, but no user");
      }
    } else if (password != null && user == null) {
      problems.add("a password is given, but no user");
    }
    return problems;
  }

  /** The URL for the driver, without its login, which is in {@link #properties}. */
  String driverUrl() {
    return dialect().driverUrl(JdbcUrl.of(required()).withoutLogin());
  }

  /** Login, and time-outs where the URL has none. */
  Properties properties() {
    JdbcUrl parts = JdbcUrl.of(required());
    Properties properties = new Properties();
    Optional.ofNullable(user)
        .or(parts::user)
        .ifPresent(name -> properties.setProperty("user", name));
    Optional.ofNullable(password)
        .or(parts::password)
        .ifPresent(secret -> properties.setProperty("password", secret));
    dialect()
        .timeouts(CONNECT, LOGIN.multipliedBy(parts.hosts()), READ)
        .forEach(
            (option, value) -> {
              if (!parts.has(option)) {
                properties.setProperty(option, String.valueOf(value));
              }
            });
    return properties;
  }

  /** The URL without login and options; hidden if it cannot be parsed. */
  @Override
  public String toString() {
    if (url == null) {
      return "no url";
    }
    Matcher matcher = SHOWN.matcher(url);
    if (!matcher.matches()) {
      return HIDDEN;
    }
    return matcher.group("scheme")
        + (matcher.group("login") == null ? "" : HIDDEN + "@")
        + location();
  }
}
