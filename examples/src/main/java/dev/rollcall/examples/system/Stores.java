package dev.rollcall.examples.system;

import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.kafka.DeadLetterTopic;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.testkit.server.CassandraServer;
import dev.rollcall.testkit.server.MariaDbServer;
import dev.rollcall.testkit.server.Servers;

/** The servers of a run, and how descriptions reach them. */
record Stores(Servers servers) {

  KafkaTopic topic(String name) {
    return KafkaTopic.named(name).bootstrapServers(servers.kafka().bootstrapServers());
  }

  DeadLetterTopic deadLetters(String topic) {
    return DeadLetterTopic.named(topic + ".dead-letters")
        .bootstrapServers(servers.kafka().bootstrapServers())
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
