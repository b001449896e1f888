package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Schema;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a sink: makes the table if the description says so, compares it with the schema, prepares
 * the insert. Threadsafe.
 */
record CassandraTableOpener(String name, TableCql cql, Schema schema, Clock clock) {

  private static final Logger LOG = LoggerFactory.getLogger(CassandraTableOpener.class);

  /** Creating a table takes longer than a write. */
  private static final Duration DDL_TIMEOUT = Duration.ofSeconds(60);

  /**
   * While several processes create the same table, it may appear and disappear for a moment, and
   * while they enter the same definition, one may be told nothing: up to 10 attempts within some
   * seconds.
   */
  private static final RetryPolicy UNTIL_SETTLED =
      new RetryPolicy(10, Duration.ofMillis(200), Duration.ofSeconds(2));

  RowSink open(CassandraConnections connections) {
    return UNTIL_SETTLED.call(() -> tried(connections));
  }

  private RowSink tried(CassandraConnections connections) {
    try {
      return opened(connections);
    } catch (InvalidQueryException e) {
      throw CassandraErrors.ofSetup(e, name);
    }
  }

  private RowSink opened(CassandraConnections connections) {
    CqlSession session = connections.session();
    StoredTable table = table(session, cql.table(), cql.ddl(schema));
    List<String> problems = table.problems(schema, cql);
    if (cql.options().evolve() && areAdditions(problems, table)) {
      table = evolved(session, table);
      problems = table.problems(schema, cql);
    }
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(name, problems);
    }
    if (!table.addedAgain(schema).isEmpty()) {
      LOG.warn(
          "{}: columns {} were dropped once and added again; Cassandra hides what is written to them of records from before they were dropped",
          name,
          table.addedAgain(schema));
    }
    RowBinder binder =
        new RowBinder(
            prepared(session, cql.insert(schema)),
            prepared(session, cql.delete(schema)),
            schema,
            table.mappings(schema),
            cql,
            clock);
    return new CassandraRowSink(
        name, connections, binder, schema, cql, table, definitions(session));
  }

  private PreparedStatement prepared(CqlSession session, String statement) {
    return session.prepare(
        SimpleStatement.newInstance(statement)
            .setIdempotent(true)
            .setConsistencyLevel(cql.options().level()));
  }

  private CassandraDefinitions definitions(CqlSession session) {
    CassandraDefinitions definitions = new CassandraDefinitions(name, session, cql);
    definitions.check(
        table(
            session,
            DefinitionRegistry.NAME,
            List.of(CassandraDefinitions.create(cql.keyspace()))));
    return definitions;
  }

  private StoredTable table(CqlSession session, String table, List<String> ddl) {
    Optional<StoredTable> stored = StoredTable.read(session, cql.keyspace(), table);
    if (stored.isEmpty() && cql.options().autoCreate()) {
      // concurrent CREATE TABLE statements may conflict in Cassandra; at least those of this JVM do
      // not
      synchronized (CassandraTableOpener.class) {
        create(session, table, ddl);
      }
      stored = StoredTable.read(session, cql.keyspace(), table);
    }
    return stored.orElseThrow(
        () ->
            new ConfigurationException(
                "%s: there is no %s; add .autoCreate(), or make it with:%n%s"
                    .formatted(
                        name,
                        table.equals(cql.table()) ? "such table" : "table '" + table + "'",
                        String.join(System.lineSeparator(), ddl))));
  }

  /** Whether all that is wrong is columns that can be added and never were there. */
  private boolean areAdditions(List<String> problems, StoredTable table) {
    List<Column> missing = table.missing(schema, cql);
    return missing.stream().noneMatch(column -> table.dropped().contains(column.name()))
        && missing.stream()
            .map(column -> table.missing(column, cql))
            .toList()
            .containsAll(problems);
  }

  /** Of several that add columns at once, one may be told that they are there; the table counts. */
  private StoredTable evolved(CqlSession session, StoredTable found) {
    StoredTable now = found;
    List<Column> missing = now.missing(schema, cql);
    while (!missing.isEmpty()) {
      InvalidQueryException refused = added(session, missing);
      now = StoredTable.read(session, cql.keyspace(), cql.table()).orElse(found);
      List<Column> left = now.missing(schema, cql);
      if (refused == null) {
        LOG.info("{}: columns added, as evolve() says: {}", name, missing);
        return now;
      }
      if (left.size() == missing.size()) {
        throw refused;
      }
      missing = left;
    }
    return now;
  }

  private @Nullable InvalidQueryException added(CqlSession session, List<Column> columns) {
    String statement = cql.addColumns(columns);
    synchronized (CassandraTableOpener.class) {
      try {
        execute(session, statement);
        return null;
      } catch (InvalidQueryException refused) {
        return refused;
      } catch (UnauthorizedException denied) {
        throw new ConfigurationException(
            "%s: permission was refused to add columns, as evolve() says; grant ALTER, or let another user run: %s"
                .formatted(name, statement));
      }
    }
  }

  private void create(CqlSession session, String table, List<String> ddl) {
    if (StoredTable.read(session, cql.keyspace(), table).isPresent()) {
      return;
    }
    for (String statement : ddl) {
      try {
        execute(session, statement);
      } catch (UnauthorizedException denied) {
        // the server's words, which a cause would repeat, name the user
        throw new ConfigurationException(
            "%s: permission was refused to make the table '%s', as autoCreate() says; grant CREATE, or let another user run:%n%s"
                .formatted(name, table, String.join(System.lineSeparator(), ddl)));
      }
    }
    LOG.info("{}: made '{}', as autoCreate() says", name, table);
  }

  private void execute(CqlSession session, String statement) {
    boolean agreed =
        session
            .execute(
                SimpleStatement.newInstance(statement).setIdempotent(true).setTimeout(DDL_TIMEOUT))
            .getExecutionInfo()
            .isSchemaInAgreement();
    if (!agreed && !session.checkSchemaAgreement()) {
      throw new TransientException(
          name + ": the nodes do not agree on the schema yet, after: " + statement);
    }
  }
}
