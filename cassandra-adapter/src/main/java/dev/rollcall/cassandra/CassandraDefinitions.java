package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.ProtocolError;
import com.datastax.oss.driver.api.core.servererrors.ReadFailureException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.DefinitionRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The definitions that write a table, in a table beside it. Threadsafe.
 *
 * <p>They are entered by lightweight transactions and read by a plain quorum: many executors that
 * open a sink at once would hinder each other in serial reads, and an entry that is there needs
 * none. Both stay in the local datacenter if the rows' own writes do.
 *
 * @param name the target, for messages
 */
record CassandraDefinitions(String name, CqlSession session, TableCql cql)
    implements DefinitionRegistry {

  private static final StoredTable FORM =
      new StoredTable(
          Map.of(
              "target", "text",
              "pipeline", "text",
              "version", "int",
              "since", "timestamp",
              "details", "text"),
          Set.of(),
          Set.of(),
          List.of("target"),
          List.of("target", "pipeline"));

  private static final Set<String> ACROSS_DATACENTERS = Set.of("QUORUM", "EACH_QUORUM", "ALL");

  /** A transaction takes several rounds, and may have to wait for others. */
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(20);

  /** The statement that makes the table in a keyspace. */
  static String create(String keyspace) {
    return """
        CREATE TABLE IF NOT EXISTS %s (
          target text,
          pipeline text,
          version int,
          since timestamp,
          details text,
          PRIMARY KEY ((target), pipeline)
        );"""
        .formatted(TableCql.qualified(keyspace, NAME));
  }

  /**
   * Checks a table of that name.
   *
   * @throws ConfigurationException if it is another application's
   */
  void check(StoredTable stored) {
    if (!stored.partitionKey().equals(FORM.partitionKey())
        || !stored.primaryKey().equals(FORM.primaryKey())
        || !stored.types().entrySet().containsAll(FORM.types().entrySet())) {
      throw new ConfigurationException(
          "%s: the table %s is not Rollcall's; it keeps there which definition writes a table. Name another keyspace, or rename that table; expected:%n%s"
              .formatted(name, table(), create(cql.keyspace())));
    }
  }

  @Override
  public List<Entry> entries() {
    return mapped(this::readEntries);
  }

  private List<Entry> readEntries() {
    List<Entry> entries = new ArrayList<>();
    for (var row :
        read(table(), "SELECT pipeline, version, details FROM %s WHERE target = ?", cql.table())) {
      entries.add(
          new Entry(
              Objects.requireNonNull(row.getString("pipeline")),
              row.getInt("version"),
              Objects.requireNonNullElse(row.getString("details"), "")));
    }
    return entries;
  }

  @Override
  public boolean replace(@Nullable Entry stored, Entry entry) {
    return mapped(() -> enter(stored, entry));
  }

  private boolean enter(@Nullable Entry stored, Entry entry) {
    SimpleStatement change =
        stored == null
            ? SimpleStatement.newInstance(
                "INSERT INTO %s (target, pipeline, version, since, details) VALUES (?, ?, ?, toTimestamp(now()), ?) IF NOT EXISTS"
                    .formatted(table()),
                cql.table(),
                entry.pipeline(),
                entry.version(),
                entry.details())
            : SimpleStatement.newInstance(
                "UPDATE %s SET version = ?, since = toTimestamp(now()), details = ? WHERE target = ? AND pipeline = ? IF version = ?"
                    .formatted(table()),
                entry.version(),
                entry.details(),
                cql.table(),
                entry.pipeline(),
                stored.version());
    try {
      // done twice, it is not applied the second time, and the caller reads that it is there
      return execute(
              table(),
              change
                  .setIdempotent(true)
                  .setSerialConsistencyLevel(
                      isLocal() ? ConsistencyLevel.LOCAL_SERIAL : ConsistencyLevel.SERIAL)
                  .setTimeout(TRANSACTION_TIMEOUT))
          .wasApplied();
    } catch (WriteTimeoutException | ProtocolError unknown) {
      // the driver has no name for the server's CAS_WRITE_UNKNOWN
      throw new TransientException(
          name + ": others enter definitions at the same time; this one may not be entered",
          unknown);
    }
  }

  @Override
  public boolean ordersByDefinition() {
    return false;
  }

  /**
   * Rows have no place for the definition that wrote them. A table that an earlier Rollcall filled
   * has no entry: its rows count as those of version 1, which most are; a higher version asks, and
   * so does one whose rows a column orders, for none of an earlier Rollcall are.
   */
  @Override
  public List<String> statementsBefore(@Nullable Entry stored, Entry ours) {
    if (stored == null) {
      boolean asEarlier = ours.version() == 1 && (ours.details().isEmpty() || !entries().isEmpty());
      return asEarlier || !mapped(this::hasRows)
          ? List.of()
          : List.of(
              "INSERT INTO %s (target, pipeline, version, since, details) VALUES (%s, %s, %d, toTimestamp(now()), %s) IF NOT EXISTS;"
                  .formatted(
                      table(),
                      literal(cql.table()),
                      literal(ours.pipeline()),
                      ours.version(),
                      literal(ours.details())));
    }
    // emptied first: a worker of ours that is started again and again must not write before it
    return List.of(
        "TRUNCATE %s;".formatted(cql.qualified()),
        "UPDATE %s SET version = %d, since = toTimestamp(now()), details = %s WHERE target = %s AND pipeline = %s IF version = %d;"
            .formatted(
                table(),
                ours.version(),
                literal(ours.details()),
                literal(cql.table()),
                literal(ours.pipeline()),
                stored.version()));
  }

  private boolean hasRows() {
    try {
      return read(cql.qualified(), "SELECT * FROM %s LIMIT 1").one() != null;
    } catch (ReadFailureException tombstones) {
      return true;
    }
  }

  private <T> T mapped(Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw CassandraErrors.ofSetup(e, name);
    }
  }

  private ResultSet read(String table, String query, Object... values) {
    return execute(
        table, SimpleStatement.newInstance(query.formatted(table), values).setIdempotent(true));
  }

  private ResultSet execute(String table, SimpleStatement statement) {
    try {
      return session.execute(
          statement.setConsistencyLevel(
              isLocal() ? ConsistencyLevel.LOCAL_QUORUM : ConsistencyLevel.QUORUM));
    } catch (UnauthorizedException denied) {
      // the server's words, which a cause would repeat, name the user
      throw new ConfigurationException(
          "%s: permission was refused for %s, which is read to know what definition writes this table; grant it with: GRANT SELECT ON %s TO role; GRANT MODIFY ON %s TO role;"
              .formatted(name, table, table, table));
    }
  }

  private boolean isLocal() {
    return !ACROSS_DATACENTERS.contains(cql.options().consistency());
  }

  private String table() {
    return TableCql.qualified(cql.keyspace(), NAME);
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
