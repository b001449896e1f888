package com.example.orders;

import static dev.rollcall.testkit.server.Servers.Kind.CASSANDRA;
import static dev.rollcall.testkit.server.Servers.Kind.KAFKA;
import static dev.rollcall.testkit.server.Servers.Kind.POSTGRES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.testkit.junit.RollcallServers;
import dev.rollcall.testkit.server.CassandraServer;
import dev.rollcall.testkit.server.KafkaServer;
import dev.rollcall.testkit.server.PostgresServer;
import java.net.Socket;
import java.sql.DriverManager;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;

@RollcallServers({KAFKA, POSTGRES, CASSANDRA})
class RealServersTest {

  @Test
  void aTopicCanBeMade(KafkaServer kafka) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(Set.of(new NewTopic("orders", 2, (short) 1))).all().get(30, TimeUnit.SECONDS);
      assertEquals(Set.of("orders"), admin.listTopics().names().get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void aTableCanBeFilled(PostgresServer postgres) throws Exception {
    try (var connection = DriverManager.getConnection(postgres.jdbcUrl());
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE orders (id INT PRIMARY KEY)");
      assertEquals(1, statement.executeUpdate("INSERT INTO orders VALUES (7)"));
    }
  }

  @Test
  void cassandraListens(CassandraServer cassandra) throws Exception {
    var contactPoint = cassandra.contactPoint();
    try (Socket socket = new Socket(contactPoint.getAddress(), contactPoint.getPort())) {
      assertTrue(socket.isConnected());
    }
  }

  @Test
  void noClassOfAServerIsSeenAndTheClientKeepsItsVersion() {
    assertThrows(ClassNotFoundException.class, () -> Class.forName("kafka.Kafka"));
    assertEquals("3.9.1", AppInfoParser.getVersion());
  }
}
