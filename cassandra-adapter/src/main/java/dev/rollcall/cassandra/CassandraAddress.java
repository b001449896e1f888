package dev.rollcall.cassandra;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster is reached. Sinks with equal addresses share one driver session. Immutable and
 * threadsafe.
 *
 * @param contactPoints host or host:port, IPv6 in brackets; empty: the driver's own setting
 * @param localDatacenter null: that of the contact points
 * @param login null: none
 * @param configFile a file in the driver's format; null: none
 * @param options driver options by path, without the leading {@code datastax-java-driver}
 * @param maxInFlight the most requests in flight at a time
 */
record CassandraAddress(
    List<String> contactPoints,
    @Nullable String localDatacenter,
    @Nullable Login login,
    @Nullable String configFile,
    Map<String, String> options,
    int maxInFlight)
    implements Serializable {

  static final int DEFAULT_PORT = 9042;

  /** What one connection of the driver carries; beyond it, the driver refuses requests. */
  static final int MOST_IN_FLIGHT = 1_024;

  private static final Pattern CONTACT_POINT =
      Pattern.compile("(?<host>\\[[0-9A-Fa-f:.]+]|[^:\\s\\[\\]/]+)(?::(?<port>\\d{1,5}))?");
  private static final Pattern OPTION = Pattern.compile("[a-z0-9-]+(\\.[A-Za-z0-9_-]+)+");

  static final CassandraAddress DEFAULT =
      new CassandraAddress(
          List.of(), null, null, null, Map.of(), CassandraTable.DEFAULT_MAX_IN_FLIGHT);

  CassandraAddress {
    contactPoints = List.copyOf(contactPoints);
    options = Map.copyOf(options);
  }

  /**
   * A user name and password, hidden in every text.
   *
   * @param user name
   * @param password in plain text
   */
  record Login(String user, String password) implements Serializable {
    @Override
    public String toString() {
      return "[hidden]";
    }
  }

  CassandraAddress withContactPoint(String point) {
    List<String> points = new ArrayList<>(contactPoints);
    points.add(point);
    return new CassandraAddress(points, localDatacenter, login, configFile, options, maxInFlight);
  }

  CassandraAddress withLocalDatacenter(String name) {
    return new CassandraAddress(contactPoints, name, login, configFile, options, maxInFlight);
  }

  CassandraAddress withLogin(Login other) {
    return new CassandraAddress(
        contactPoints, localDatacenter, other, configFile, options, maxInFlight);
  }

  CassandraAddress withConfigFile(String file) {
    return new CassandraAddress(contactPoints, localDatacenter, login, file, options, maxInFlight);
  }

  CassandraAddress withOptions(Map<String, String> others) {
    return new CassandraAddress(
        contactPoints, localDatacenter, login, configFile, others, maxInFlight);
  }

  CassandraAddress withMaxInFlight(int most) {
    return new CassandraAddress(contactPoints, localDatacenter, login, configFile, options, most);
  }

  List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (String point : contactPoints) {
      Matcher matcher = CONTACT_POINT.matcher(point);
      if (!matcher.matches() || port(matcher) < 1 || port(matcher) > 65_535) {
        problems.add("contact point: got '" + point + "', expected host or host:port");
      }
    }
    if (maxInFlight < 1 || maxInFlight > MOST_IN_FLIGHT) {
      problems.add(
          "maxInFlight: got %d, expected 1 to %d: one connection of the driver carries no more"
              .formatted(maxInFlight, MOST_IN_FLIGHT));
    }
    for (String option : options.keySet()) {
      if (!OPTION.matcher(option).matches() || option.startsWith(DriverSettings.ROOT)) {
        problems.add(
            "driver option: got '"
                + option
                + "', expected a path below "
                + DriverSettings.ROOT
                + " such as basic.request.timeout");
      }
    }
    return problems;
  }

  /** The contact points with the port written out. */
  List<String> withPorts() {
    List<String> points = new ArrayList<>();
    for (String point : contactPoints) {
      Matcher matcher = CONTACT_POINT.matcher(point);
      if (matcher.matches()) {
        String host = matcher.group("host");
        points.add(host.replace("[", "").replace("]", "") + ":" + port(matcher));
      }
    }
    return points;
  }

  /**
   * The nodes to begin with, or where the driver finds them: its own options, a file or its
   * default.
   */
  String location() {
    if (!contactPoints.isEmpty()) {
      return String.join(",", withPorts());
    }
    return options.getOrDefault(
        "basic.contact-points", configFile == null ? "127.0.0.1:" + DEFAULT_PORT : configFile);
  }

  private static int port(Matcher matcher) {
    String port = matcher.group("port");
    return port == null ? DEFAULT_PORT : Integer.parseInt(port);
  }

  /** Credentials are hidden, and the values of driver options, for they may be credentials too. */
  @Override
  public String toString() {
    Map<String, String> shown = new TreeMap<>();
    options.keySet().forEach(option -> shown.put(option, "[hidden]"));
    return "contactPoints="
        + contactPoints
        + ", localDatacenter="
        + localDatacenter
        + (login == null ? "" : ", credentials=" + login)
        + (configFile == null ? "" : ", driverConfig=" + configFile)
        + (shown.isEmpty() ? "" : ", driverOptions=" + shown)
        + ", maxInFlight="
        + maxInFlight;
  }
}
