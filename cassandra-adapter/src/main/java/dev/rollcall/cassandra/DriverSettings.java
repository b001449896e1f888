package dev.rollcall.cassandra;

import com.typesafe.config.ConfigUtil;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The text of the driver's configuration. What stands later wins: our two defaults, the {@code
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
   * A value is a string, which the driver reads as what it needs, or a list or an object; a name or
   * a password is a string whatever it begins with, and must not end up in a parser's complaint.
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
