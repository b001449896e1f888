package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Schema;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a sink: makes the table if the description says so, compares it with the schema, prepares
 * the insert. Threadsafe.
 */
record CassandraTableOpener(
    String name, TableCql cql, Schema schema, TableOptions options, Clock clock) {

  private static final Logger LOG = LoggerFactory.getLogger(CassandraTableOpener.class);

  /** Creating a table takes longer than a write. */
  private static final Duration DDL_TIMEOUT = Duration.ofSeconds(60);

  /**
   * While several processes create the same table, it may appear and disappear for a moment: up to
   * 10 attempts within some seconds.
   */
  private static final RetryPolicy UNTIL_SETTLED =
      new RetryPolicy(10, Duration.ofMillis(200), Duration.ofSeconds(2));

  RowSink open(CassandraConnections connections) {
    return options.autoCreate()
        ? UNTIL_SETTLED.call(() -> tried(connections))
        : opened(connections);
  }

  private RowSink tried(CassandraConnections connections) {
    try {
      return opened(connections);
    } catch (InvalidQueryException e) {
      String said = String.valueOf(e.getMessage());
      if (said.contains("does not exist") || said.contains("unconfigured table")) {
        throw new TransientException(
            name + ": the table was made and is not there; does another process drop it?", e);
      }
      throw e;
    }
  }

  private RowSink opened(CassandraConnections connections) {
    CqlSession session = connections.session();
    StoredTable table = storedTable(session);
    List<String> problems = table.problems(schema, cql);
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(name, problems);
    }
    PreparedStatement insert =
        session.prepare(
            SimpleStatement.newInstance(cql.insert(schema))
                .setIdempotent(true)
                .setConsistencyLevel(options.level()));
    RowBinder binder = new RowBinder(insert, schema, table.mappings(schema), cql, clock);
    return new CassandraRowSink(name, connections, binder, schema, cql, table);
  }

  private StoredTable storedTable(CqlSession session) {
    Optional<StoredTable> table = StoredTable.read(session, cql.keyspace(), cql.table());
    if (table.isEmpty() && options.autoCreate()) {
      // concurrent CREATE TABLE statements may conflict in Cassandra; at least those of this JVM do
      // not
      synchronized (CassandraTableOpener.class) {
        create(session);
      }
      table = StoredTable.read(session, cql.keyspace(), cql.table());
    }
    return table.orElseThrow(
        () ->
            new ConfigurationException(
                "%s: there is no such table; add .autoCreate(), or make it with:%n%s"
                    .formatted(name, String.join(System.lineSeparator(), cql.ddl(schema)))));
  }

  private void create(CqlSession session) {
    if (StoredTable.read(session, cql.keyspace(), cql.table()).isPresent()) {
      return;
    }
    for (String statement : cql.ddl(schema)) {
      boolean agreed =
          session
              .execute(
                  SimpleStatement.newInstance(statement)
                      .setIdempotent(true)
                      .setTimeout(DDL_TIMEOUT))
              .getExecutionInfo()
              .isSchemaInAgreement();
      if (!agreed && !session.checkSchemaAgreement()) {
        throw new TransientException(
            name + ": the nodes do not agree on the schema yet, after: " + statement);
      }
    }
    LOG.info("{}: made, as autoCreate() says", name);
  }
}
