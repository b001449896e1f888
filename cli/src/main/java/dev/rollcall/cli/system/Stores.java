package dev.rollcall.cli.system;

import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.cli.check.StoredRows;
import dev.rollcall.cli.check.StoredTable;
import dev.rollcall.jdbc.JdbcAggregates;
import dev.rollcall.jdbc.JdbcTable;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.mongo.MongoAggregateReader;
import dev.rollcall.mongo.MongoAggregates;
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
public record Stores(Servers servers, Map<String, String> kafkaProperties) {

  /** The driver waits a second after each change of the schema for another, otherwise. */
  private static final Map<String, String> AT_ONCE =
      Map.of("advanced.metadata.schema.debouncer.max-events", "1");

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
    return table
        .contactPoint(cassandra().address())
        .localDatacenter(cassandra().localDatacenter())
        .driverConfig(AT_ONCE);
  }

  /** A table of Cassandra, {@code keyspace.table}. */
  StoredTable cassandra(String name, CassandraTable table) {
    return new StoredTable(name, at(table), () -> StoredRows.cassandra(cassandra(), name));
  }

  /** A table of the database at this URL. */
  static StoredTable jdbc(String name, JdbcTable table, String url) {
    return new StoredTable(name, table.url(url), () -> StoredRows.jdbc(url, name));
  }

  /** The aggregates in the database at this URL. */
  static StoredFigures jdbcFigures(String url) {
    return new StoredFigures(
        JdbcAggregates.url(url).autoCreate(), aggregation -> StoredRows.jdbc(url, aggregation));
  }

  /** The aggregates in this database of MongoDB. */
  StoredFigures mongoFigures(String database) {
    MongoAggregates target =
        MongoAggregates.database(database).connectionString(servers.mongo().connectionString());
    return new StoredFigures(
        target,
        aggregation -> {
          try (MongoAggregateReader reader = target.read()) {
            return reader.results(aggregation);
          }
        });
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
