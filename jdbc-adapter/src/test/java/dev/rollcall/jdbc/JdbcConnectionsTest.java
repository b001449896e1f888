package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.core.port.SharedResources;
import dev.rollcall.jdbc.JdbcConnector.Connected;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JdbcConnectionsTest {

  @Test
  void whateverEndsAnOpeningTheShareIsGivenBackOnce() {
    for (Throwable end :
        List.of(
            new SQLException("x", "08006"),
            new IllegalStateException("x"),
            new NoClassDefFoundError("x"))) {
      AtomicInteger released = new AtomicInteger();
      try (HikariDataSource none = new HikariDataSource();
          JdbcConnections pool =
              new JdbcConnections(
                  new SharedResources<String, Connected>(
                          same -> released.incrementAndGet(), Runnable::run)
                      .acquire("any", same -> new Connected(none, PostgresDialect.INSTANCE)))) {
        assertThatThrownBy(() -> pool.opened("test", () -> thrown(end))).isNotNull();
        assertThat(released).as(end.toString()).hasValue(1);
      }
    }
  }

  private static Object thrown(Throwable end) throws SQLException {
    if (end instanceof SQLException failure) {
      throw failure;
    }
    if (end instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) end;
  }
}
