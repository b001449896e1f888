package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Schema;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from a description to a sink: make the table if wanted, compare it with the schema,
 * prepare the insert. Threadsafe.
 */
record TableOpening(String name, TableCql cql, Schema schema, TableOptions options, Clock clock) {

  private static final Logger LOG = LoggerFactory.getLogger(TableOpening.class);

  /** Making a table takes a cluster longer than a write. */
  private static final Duration DDL_TIMEOUT = Duration.ofSeconds(60);

  RowSink open(SharedSession shared) {
    CqlSession session = shared.session();
    StoredTable table = storedTable(session);
    List<String> faults = table.faults(schema, cql);
    if (!faults.isEmpty()) {
      throw ConfigurationException.of(name, faults);
    }
    PreparedStatement insert =
        session.prepare(
            SimpleStatement.newInstance(cql.insert(schema))
                .setIdempotent(true)
                .setConsistencyLevel(options.level()));
    RowBinder binder = new RowBinder(insert, schema, table.cells(schema), options, clock);
    return new CassandraRowSink(
        name,
        shared,
        binder,
        schema,
        cql,
        table,
        () -> CassandraSessions.SHARED.release(shared));
  }

  private StoredTable storedTable(CqlSession session) {
    Optional<StoredTable> table = StoredTable.read(session, cql);
    if (table.isEmpty() && options.autoCreate()) {
      // two sinks of this JVM must not make the same table at once: Cassandra does not like it
      synchronized (TableOpening.class) {
        create(session);
      }
      table = StoredTable.read(session, cql);
    }
    return table.orElseThrow(
        () ->
            new ConfigurationException(
                "%s: there is no such table; add .autoCreate(), or make it with:%n%s"
                    .formatted(name, String.join(System.lineSeparator(), cql.ddl(schema)))));
  }

  private void create(CqlSession session) {
    if (StoredTable.read(session, cql).isPresent()) {
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
