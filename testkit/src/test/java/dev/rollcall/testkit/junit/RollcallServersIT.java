package dev.rollcall.testkit.junit;

import static dev.rollcall.testkit.server.Servers.Kind.MONGO;
import static dev.rollcall.testkit.server.Servers.Kind.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.testkit.server.MongoStandIn;
import dev.rollcall.testkit.server.PostgresServer;
import dev.rollcall.testkit.server.TestServers;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@RollcallServers({POSTGRES, MONGO})
class RollcallServersIT {

  @Test
  void aParameterIsTheServerOfItsType(MongoStandIn mongo, PostgresServer postgres)
      throws SQLException {
    assertThat(mongo).isSameAs(TestServers.mongo());
    try (var connection = DriverManager.getConnection(postgres.jdbcUrl())) {
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @Nested
  class InAClassWithin {

    @Test
    void theServersAreThere(PostgresServer postgres) {
      assertThat(postgres).isSameAs(TestServers.postgres());
    }
  }
}
