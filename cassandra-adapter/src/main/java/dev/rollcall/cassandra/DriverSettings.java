package dev.rollcall.cassandra;

import com.typesafe.config.ConfigUtil;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes the driver's configuration. Later settings win: our two defaults, the {@code
 * application.conf} of the class path, the user's file, the user's options, the address.
 */
final class DriverSettings {

  static final String ROOT = "datastax-java-driver";

  private static final String POLICY = "basic.load-balancing-policy.";

  private DriverSettings() {}

  static String text(CassandraAddress address) {
    StringBuilder text = new StringBuilder();
    // a session that nobody closed must not keep a JVM alive
    set(text, "advanced.netty.daemon", "true");
    // takes the datacenter of the contact points, if none is named
    set(text, POLICY + "class", "DcInferringLoadBalancingPolicy");
    text.append("include classpath(\"application.conf\")\n");
    if (address.configFile() != null) {
      text.append("include required(file(" + quoted(address.configFile()) + "))\n");
    }
    new TreeMap<>(address.options()).forEach((path, value) -> set(text, path, value));
    if (!address.contactPoints().isEmpty()) {
      set(text, "basic.contact-points", list(address.withPorts()));
    }
    if (address.localDatacenter() != null) {
      set(text, POLICY + "local-datacenter", address.localDatacenter());
    }
    return text.toString();
  }

  /**
   * Writes a value as a string, which the driver converts, or as a list or an object. User names
   * and passwords are always quoted, so that a parser's error never shows them.
   */
  private static void set(StringBuilder text, String path, String value) {
    boolean login = path.endsWith("password") || path.endsWith("username");
    boolean compound = !login && (value.startsWith("[") || value.startsWith("{"));
    text.append(ROOT + "." + path + " = " + (compound ? value : quoted(value)) + "\n");
  }

  private static String list(List<String> values) {
    return values.stream().map(DriverSettings::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(String value) {
    return ConfigUtil.quoteString(value);
  }
}
