package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Row.Key;
import dev.rollcall.core.record.Schema;
import dev.rollcall.testkit.server.CassandraServer;
import dev.rollcall.testkit.server.TestServers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A keyspace of one test class, looked into by a session of the test's own. Threadsafe. */
final class TestKeyspace implements AutoCloseable {

  /** A busy test machine is slow, not broken. */
  private static final Map<String, String> PATIENT =
      Map.of(
          "basic.request.timeout",
          "20 seconds",
          "advanced.connection.init-query-timeout",
          "20 seconds");

  /** Who writes, where a test is not about it. */
  static final DefinitionRegistry.Entry OWNER = new DefinitionRegistry.Entry("test", 1);

  private final String name = "test_" + UUID.randomUUID().toString().replace("-", "");
  private final CassandraConnections connections;
  private final Map<String, PreparedStatement> selects = new ConcurrentHashMap<>();

  private TestKeyspace(CassandraConnections connections) {
    this.connections = connections;
  }

  /** A name only; the keyspace is not made. */
  static TestKeyspace named() {
    return new TestKeyspace(
        CassandraConnections.acquire(
            at(CassandraAddress.DEFAULT, TestServers.cassandra()).withOptions(PATIENT)));
  }

  /** A keyspace that is there, with the table of definitions. */
  static TestKeyspace made() {
    TestKeyspace keyspace = named();
    keyspace.execute(
        "CREATE KEYSPACE "
            + keyspace.name
            + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    keyspace.execute(CassandraDefinitions.create(keyspace.name));
    return keyspace;
  }

  private static CassandraAddress at(CassandraAddress address, CassandraServer server) {
    return address.withContactPoint(server.address()).withLocalDatacenter(server.localDatacenter());
  }

  String name() {
    return name;
  }

  /** The description of a table in it. */
  CassandraTable table(String table) {
    CassandraServer server = TestServers.cassandra();
    return CassandraTable.in(name)
        .named(table)
        .contactPoint(server.address())
        .localDatacenter(server.localDatacenter())
        .driverConfig(PATIENT);
  }

  /** Runs a statement, with %s for the keyspace. */
  java.util.List<Row> execute(String cql, Object... values) {
    return session()
        .execute(
            SimpleStatement.newInstance(cql.replace("%s", name), values)
                .setTimeout(Duration.ofSeconds(60)))
        .all();
  }

  CqlSession session() {
    return connections.session();
  }

  /** The row of a text key, each value in the Java type of its column. */
  Optional<dev.rollcall.core.record.Row> read(String table, Schema schema, String key) {
    return read(table, schema, Key.of(key));
  }

  /** The row of a key, each value in the Java type of its column. */
  Optional<dev.rollcall.core.record.Row> read(String table, Schema schema, Key key) {
    PreparedStatement select =
        selects.computeIfAbsent(
            table,
            same ->
                session()
                    .prepare(
                        "SELECT * FROM %s.%s WHERE %s = ?"
                            .formatted(name, table, String.join(" = ? AND ", schema.keyNames()))));
    Object[] parts =
        key.values().stream()
            .map(part -> part instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : part)
            .toArray();
    return Optional.ofNullable(session().execute(select.bind(parts)).one())
        .map(row -> row(schema, row));
  }

  private static dev.rollcall.core.record.Row row(Schema schema, Row stored) {
    return dev.rollcall.core.record.Row.of(
        schema, schema.columns().stream().map(column -> value(column, stored)).toArray());
  }

  private static Object value(Column column, Row stored) {
    CqlIdentifier name = CqlIdentifier.fromInternal(column.name());
    return switch (column.type()) {
      case BOOLEAN -> stored.get(name, Boolean.class);
      case INT64 -> stored.get(name, Long.class);
      case FLOAT64 -> stored.get(name, Double.class);
      case DECIMAL -> stored.getBigDecimal(name);
      case STRING, JSON -> stored.getString(name);
      case TIMESTAMP -> stored.get(name, Instant.class);
      case DATE -> stored.get(name, LocalDate.class);
      case UUID -> stored.getUuid(name);
      case BYTES -> bytes(stored.getByteBuffer(name));
    };
  }

  private static byte[] bytes(ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  @Override
  public void close() {
    execute("DROP KEYSPACE IF EXISTS %s");
    connections.close();
  }
}
