package dev.rollcall.cli.check;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.ColumnDefinition;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.rollcall.testkit.server.CassandraServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A table as it is, read with the plain driver: not through the code that wrote it. */
public final class CassandraRows {

  private CassandraRows() {}

  /** All rows by the text of their key, a UUID. */
  public static Map<String, Map<String, @Nullable Object>> read(
      CassandraServer server, String keyspace, String table, String key) {
    DriverConfigLoader config =
        DriverConfigLoader.programmaticBuilder()
            .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
            .build();
    Map<String, Map<String, @Nullable Object>> rows = new HashMap<>();
    try (CqlSession session =
        CqlSession.builder()
            .addContactPoint(server.contactPoint())
            .withLocalDatacenter(server.localDatacenter())
            .withConfigLoader(config)
            .build()) {
      for (Row row : session.execute("SELECT * FROM " + keyspace + "." + table)) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (ColumnDefinition column : row.getColumnDefinitions()) {
          values.put(column.getName().asInternal(), row.getObject(column.getName()));
        }
        rows.put(Objects.requireNonNull(row.getUuid(key)).toString(), values);
      }
    }
    return rows;
  }
}
