package dev.rollcall.cli.system;

import dev.rollcall.testkit.server.CassandraServer;
import dev.rollcall.testkit.server.KafkaServer;
import dev.rollcall.testkit.server.MariaDbServer;
import dev.rollcall.testkit.server.PostgresServer;
import dev.rollcall.testkit.server.TestServers;
import java.util.HashMap;
import java.util.Map;

/** The variables that point the command at the servers of the tests. */
final class ExistingServers {

  private ExistingServers() {}

  static Map<String, String> addresses() {
    CassandraServer cassandra = TestServers.cassandra();
    Map<String, String> servers = new HashMap<>();
    servers.put(KafkaServer.ENVIRONMENT_VARIABLE, TestServers.kafka().bootstrapServers());
    servers.put(
        CassandraServer.ENVIRONMENT_VARIABLE,
        cassandra.address() + "/" + cassandra.localDatacenter());
    servers.put(PostgresServer.ENVIRONMENT_VARIABLE, TestServers.postgres().jdbcUrl());
    if (MariaDbServer.isAvailable()) {
      servers.put(MariaDbServer.ENVIRONMENT_VARIABLE, TestServers.mariadb().jdbcUrl());
    }
    return servers;
  }
}
