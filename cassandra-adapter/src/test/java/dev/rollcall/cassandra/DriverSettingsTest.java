package dev.rollcall.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.DriverExecutionProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverSettingsTest {

  @Test
  void withoutSettingsTheDriversOwnDefaultsHold() {
    DriverExecutionProfile read = read(CassandraAddress.DEFAULT);

    assertThat(read.getDuration(DefaultDriverOption.REQUEST_TIMEOUT))
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(read.getStringList(DefaultDriverOption.CONTACT_POINTS, null)).isNull();
    assertThat(read.getBoolean(DefaultDriverOption.NETTY_DAEMON)).isTrue();
  }

  @Test
  void contactPointsHaveAPortAndMayBeOfIpVersion6() {
    CassandraAddress address =
        CassandraAddress.DEFAULT
            .withContactPoint("db1.example.org")
            .withContactPoint("10.0.0.1:9142")
            .withContactPoint("[::1]:9043")
            .withLocalDatacenter("dc \"one\"");

    assertThat(address.problems()).isEmpty();
    DriverExecutionProfile read = read(address);
    assertThat(read.getStringList(DefaultDriverOption.CONTACT_POINTS))
        .containsExactly("db1.example.org:9042", "10.0.0.1:9142", "::1:9043");
    assertThat(read.getString(DefaultDriverOption.LOAD_BALANCING_LOCAL_DATACENTER))
        .isEqualTo("dc \"one\"");
  }

  @Test
  void optionsGoBeforeTheFileAndTheFileBeforeDefaults(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a driver.conf");
    Files.writeString(
        file,
        """
        datastax-java-driver {
          basic.request.timeout = 7 seconds
          basic.request.page-size = 77
          advanced.netty.daemon = false
        }
        """);
    CassandraAddress address =
        CassandraAddress.DEFAULT
            .withConfigFile(file.toString())
            .withOptions(
                Map.of(
                    "basic.request.timeout", "9 seconds",
                    "advanced.resolve-contact-points", "false",
                    "basic.contact-points", "[\"10.0.0.9:9042\"]"));

    DriverExecutionProfile read = read(address);

    assertThat(read.getDuration(DefaultDriverOption.REQUEST_TIMEOUT))
        .isEqualTo(Duration.ofSeconds(9));
    assertThat(read.getInt(DefaultDriverOption.REQUEST_PAGE_SIZE)).isEqualTo(77);
    assertThat(read.getBoolean(DefaultDriverOption.NETTY_DAEMON)).isFalse();
    assertThat(read.getBoolean(DefaultDriverOption.RESOLVE_CONTACT_POINTS)).isFalse();
    assertThat(read.getStringList(DefaultDriverOption.CONTACT_POINTS))
        .containsExactly("10.0.0.9:9042");
  }

  @Test
  void aPasswordMayBeginLikeAListOrAnObject() {
    for (String password : List.of("[canary", "{canary=", "[a, b]", "{a = 1}", "[")) {
      CassandraAddress address =
          CassandraAddress.DEFAULT.withOptions(Map.of("advanced.auth-provider.password", password));

      assertThat(read(address).getString(DefaultDriverOption.AUTH_PROVIDER_PASSWORD))
          .isEqualTo(password);
    }
  }

  private static DriverExecutionProfile read(CassandraAddress address) {
    try (DriverConfigLoader loader = DriverConfigLoader.fromString(DriverSettings.text(address))) {
      return loader.getInitialConfig().getDefaultProfile();
    }
  }
}
