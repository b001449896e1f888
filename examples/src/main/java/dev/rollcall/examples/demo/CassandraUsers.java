package dev.rollcall.examples.demo;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.ColumnDefinition;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.rollcall.testkit.server.CassandraServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The users' table as it is, read with the plain driver: not through the code that wrote it. */
final class CassandraUsers {

  private CassandraUsers() {}

  static Map<UUID, Map<String, @Nullable Object>> read(CassandraServer server) {
    DriverConfigLoader config =
        DriverConfigLoader.programmaticBuilder()
            .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
            .build();
    Map<UUID, Map<String, @Nullable Object>> users = new HashMap<>();
    try (CqlSession session =
        CqlSession.builder()
            .addContactPoint(server.contactPoint())
            .withLocalDatacenter(server.localDatacenter())
            .withConfigLoader(config)
            .build()) {
      for (Row row : session.execute("SELECT * FROM users_keyspace.user_table")) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (ColumnDefinition column : row.getColumnDefinitions()) {
          values.put(column.getName().asInternal(), row.getObject(column.getName()));
        }
        users.put(row.getUuid("id"), values);
      }
    }
    return users;
  }
}
