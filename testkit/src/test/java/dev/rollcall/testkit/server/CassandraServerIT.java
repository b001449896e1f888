package dev.rollcall.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.testkit.server.internal.DataLock;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CassandraServerIT {

  @TempDir Path folder;

  @Test
  void aStartOnTheSameDataKeepsKeyspacesAndRows() throws Exception {
    // spaces and quotes must survive the argument file and the YAML
    Path directory = folder.resolve("it's a folder");
    try (CassandraServer server = CassandraServer.start(directory);
        RawCql cql = new RawCql(server.contactPoint())) {
      assertThat(server.external()).isFalse();
      assertThat(cql.query("SELECT data_center FROM system.local"))
          .contains(server.localDatacenter());
      cql.query(
          "CREATE KEYSPACE paint WITH replication = {'class': 'SimpleStrategy',"
              + " 'replication_factor': 1}");
      cql.query("CREATE TABLE paint.colours (id int PRIMARY KEY, name text)");
      cql.query("INSERT INTO paint.colours (id, name) VALUES (1, 'vermilion')");
    }
    assertThat(directory.resolve(DataLock.FILE)).doesNotExist();
    try (CassandraServer server = CassandraServer.start(directory);
        RawCql cql = new RawCql(server.contactPoint())) {
      assertThat(cql.query("SELECT name FROM paint.colours WHERE id = 1")).contains("vermilion");
      cql.query("INSERT INTO paint.colours (id, name) VALUES (2, 'ochre')");
    }
  }
}
