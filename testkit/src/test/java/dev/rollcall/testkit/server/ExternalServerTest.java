package dev.rollcall.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalServerTest {

  @Test
  void aCassandraIsNamedByHostAndPort() {
    try (CassandraServer server = CassandraServer.externalAt("127.0.0.1:9042")) {
      assertThat(server.external()).isTrue();
      assertThat(server.process()).isEmpty();
      assertThat(server.address()).isEqualTo("127.0.0.1:9042");
      assertThat(server.localDatacenter()).isEqualTo("datacenter1");
    }
  }

  @Test
  void aCassandraMayNameItsDatacenter() {
    try (CassandraServer server = CassandraServer.externalAt("127.0.0.1:9042/north")) {
      assertThat(server.contactPoint().getPort()).isEqualTo(9042);
      assertThat(server.localDatacenter()).isEqualTo("north");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:", "localhost:99999", "a:1/b/c", ":9042"})
  void anythingElseIsRefused(String value) {
    assertThatThrownBy(() -> CassandraServer.externalAt(value))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("host:port");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:mariadb://db:3306, jdbc:mariadb://db:3306/shop?createDatabaseIfNotExist=true",
    "jdbc:mysql://db/?user=u, jdbc:mysql://db/shop?user=u&createDatabaseIfNotExist=true",
    "jdbc:mariadb://db/mine?user=u, jdbc:mariadb://db/mine?user=u"
  })
  void aMariaDbIsAskedForADatabaseUnlessItsUrlNamesOne(String url, String expected) {
    try (MariaDbServer server = MariaDbServer.externalAt(url)) {
      assertThat(server.jdbcUrl("shop")).isEqualTo(expected);
    }
  }

  @Test
  void theAddressOfAMongoDbTellsNoPassword() {
    try (MongoStandIn server =
        MongoStandIn.externalAt("mongodb://user:secret@db.example:27017/x?authSource=admin")) {
      assertThat(server.external()).isTrue();
      assertThat(server.name()).isEqualTo("MongoDB");
      assertThat(server.address()).isEqualTo("mongodb://db.example:27017/x");
      assertThat(server.connectionString()).contains("user:secret@");
    }
  }

  @Test
  void whatIsWrongWithAnAddressIsSaidWithoutShowingIt() {
    assertThat(Servers.Kind.POSTGRES.fault("jdbc:postgresql://db.example/people?password=secret"))
        .isEmpty();
    assertThat(Servers.Kind.POSTGRES.fault("postgres://me:secret@db.example/people"))
        .hasValue("expected a URL that begins with jdbc:postgresql://");
    assertThat(Servers.Kind.CASSANDRA.fault("secret"))
        .hasValueSatisfying(fault -> assertThat(fault).startsWith("expected host:port"));
    assertThat(Servers.Kind.MARIADB.fault("jdbc:mysql://db.example/shop_db")).isEmpty();
  }

  @Test
  void whatAConfigurationNamesIsNotStarted(@TempDir Path folder) {
    Map<Servers.Kind, String> named = Map.of(Servers.Kind.MONGO, "mongodb://db.example:27017");
    List<String> said = new ArrayList<>();
    try (Servers servers = Servers.start(Set.of(Servers.Kind.MONGO), named, folder, said::add)) {
      assertThat(servers.mongo().connectionString()).isEqualTo("mongodb://db.example:27017");
    }
    assertThat(said).containsExactly("MongoDB: using the server that the configuration names");
    assertThat(folder).isEmptyDirectory();
  }
}
