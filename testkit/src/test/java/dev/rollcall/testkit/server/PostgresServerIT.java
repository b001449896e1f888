package dev.rollcall.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {

  @TempDir Path folder;

  @Test
  void aStartOnTheSameDataKeepsWhatWasCommittedEvenAfterAKill() throws Exception {
    Path directory = folder.resolve("it's a folder");
    try (PostgresServer server = PostgresServer.start(directory)) {
      assertThat(server.external()).isFalse();
      assertThat(server.address()).endsWith("/postgres");
      execute(server, "CREATE TABLE colours (name text)", "INSERT INTO colours VALUES ('ochre')");
    }
    PostgresServer killed = PostgresServer.start(directory);
    ProcessHandle jvm = killed.process().orElseThrow();
    execute(killed, "INSERT INTO colours VALUES ('vermilion')");
    jvm.destroyForcibly();
    jvm.onExit().get(30, TimeUnit.SECONDS);
    killed.close();
    try (PostgresServer server = PostgresServer.start(directory);
        Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM colours")) {
      assertThat(count.next()).isTrue();
      assertThat(count.getInt(1)).isEqualTo(2);
    }
  }

  private static void execute(PostgresServer server, String... statements) throws Exception {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
