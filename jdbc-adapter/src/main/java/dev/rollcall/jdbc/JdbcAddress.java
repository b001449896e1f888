package dev.rollcall.jdbc;

import dev.rollcall.core.error.ConfigurationException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a database is reached. Targets with equal addresses share one pool. Prints scheme, host and
 * database only: a URL may hold a login, and its options secrets. Immutable.
 *
 * @param url as the driver takes it, or null while it is not yet given
 * @param user null: the URL's, or none
 * @param password null: the URL's, or none
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
  private static final int CONNECT_SECONDS = 10;

  /** So that a lost peer is noticed. */
  private static final int READ_SECONDS = 60;

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

  /** The URL, once {@link #faults} found none. */
  String required() {
    if (url == null) {
      throw new ConfigurationException("jdbc: no url is given");
    }
    return url;
  }

  /** The dialect that the URL speaks of; PostgreSQL while there is no good one. */
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

  /** What is wrong with it. Touches no server. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (url == null || Dialect.of(url).isEmpty()) {
      faults.add(
          (url == null ? "no url is given" : "url (" + this + "): this database is not known")
              + "; expected jdbc:postgresql://host:port/database, jdbc:mysql://… or jdbc:mariadb://…");
    }
    if (maxConnections < 1 || maxConnections > MOST_CONNECTIONS) {
      faults.add(
          "maxConnections: got %d, expected 1 to %d".formatted(maxConnections, MOST_CONNECTIONS));
    }
    if (password != null && user == null) {
      faults.add("a password is given, but no user");
    }
    return faults;
  }

  /** Login, and time-outs where the URL has none. */
  Properties properties() {
    Properties properties = new Properties();
    if (user != null) {
      properties.setProperty("user", user);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    int unit = dialect().timeoutUnitsPerSecond();
    setIfSilent(properties, "connectTimeout", CONNECT_SECONDS * unit);
    setIfSilent(properties, "socketTimeout", READ_SECONDS * unit);
    return properties;
  }

  private void setIfSilent(Properties properties, String option, int value) {
    String options = required().toLowerCase(Locale.ROOT);
    if (!options.contains(option.toLowerCase(Locale.ROOT) + "=")) {
      properties.setProperty(option, String.valueOf(value));
    }
  }

  /** The URL without login and options; what is not read for sure is not shown. */
  @Override
  public String toString() {
    if (url == null) {
      return "no url";
    }
    Matcher matcher = SHOWN.matcher(url);
    if (!matcher.matches()) {
      return HIDDEN;
    }
    String database = matcher.group("database");
    return matcher.group("scheme")
        + (matcher.group("login") == null ? "" : HIDDEN + "@")
        + matcher.group("hosts")
        + (database == null ? "" : database);
  }
}
