package dev.rollcall.cli.system;

import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.testkit.server.CassandraServer;
import dev.rollcall.testkit.server.MariaDbServer;
import dev.rollcall.testkit.server.Servers;
import java.util.Map;

/**
 * The servers of a run, and how descriptions reach them.
 *
 * @param servers which are there
 * @param kafkaProperties for all clients of Kafka
 */
record Stores(Servers servers, Map<String, String> kafkaProperties) {

  KafkaTopic topic(String name) {
    return KafkaTopic.named(name)
        .bootstrapServers(servers.kafka().bootstrapServers())
        .properties(kafkaProperties);
  }

  DeadLetterTopic deadLetters(String topic) {
    return DeadLetterTopic.named(topic + ".dead-letters")
        .bootstrapServers(servers.kafka().bootstrapServers())
        .properties(kafkaProperties)
        .autoCreate();
  }

  CassandraTable at(CassandraTable table) {
    return table.contactPoint(cassandra().address()).localDatacenter(cassandra().localDatacenter());
  }

  /** The URL, with its login. */
  String postgres() {
    return servers.postgres().jdbcUrl();
  }

  /** The URL of this database, with its login; see {@link MariaDbServer#jdbcUrl(String)}. */
  String mysql(String database) {
    return servers.mariadb().jdbcUrl(database);
  }

  CassandraServer cassandra() {
    return servers.cassandra();
  }
}
