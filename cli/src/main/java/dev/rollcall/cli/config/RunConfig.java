package dev.rollcall.cli.config;

import dev.rollcall.testkit.server.Servers;
import java.util.Map;

/**
 * What a file tells of servers. Shows nothing of it: addresses and properties may hold passwords.
 *
 * @param servers their addresses, as the {@code ROLLCALL_*} variables have them
 * @param kafkaProperties for all clients of Kafka, such as {@code security.protocol}
 */
public record RunConfig(Map<Servers.Kind, String> servers, Map<String, String> kafkaProperties) {

  /** No file. */
  public static final RunConfig NONE = new RunConfig(Map.of(), Map.of());

  /** Copies. */
  public RunConfig {
    servers = Map.copyOf(servers);
    kafkaProperties = Map.copyOf(kafkaProperties);
  }

  @Override
  public String toString() {
    return "servers " + servers.keySet() + ", Kafka properties " + kafkaProperties.keySet();
  }
}
