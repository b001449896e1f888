package dev.rollcall.jdbc;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.RunLog;
import dev.rollcall.core.port.SinkPlan;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The audit of runs in a table of PostgreSQL, MySQL or MariaDB, {@value #DEFAULT_TABLE} if no other
 * is named: number, id, pipeline, start, end, figures as JSON, failure. Immutable, serializable and
 * threadsafe; {@link #toString} hides the login.
 *
 * <pre>{@code
 * JdbcRuns.url("jdbc:postgresql://host:5432/users_db").user("app").password(secret).autoCreate()
 * }</pre>
 */
public final class JdbcRuns implements Serializable {

  /** The table's name where none is given: {@value}. */
  public static final String DEFAULT_TABLE = "rollcall_runs";

  private final String table;
  private final boolean autoCreate;
  private final JdbcAddress address;

  private JdbcRuns(String table, boolean autoCreate, JdbcAddress address) {
    this.table = table;
    this.autoCreate = autoCreate;
    this.address = address;
  }

  /** Where the database is, as in {@link JdbcTable#url}. */
  public static JdbcRuns url(String url) {
    return new JdbcRuns(DEFAULT_TABLE, false, JdbcAddress.DEFAULT.withUrl(url));
  }

  /** The table, or {@code schema.table}. Default: {@value #DEFAULT_TABLE}. */
  public JdbcRuns table(String name) {
    return new JdbcRuns(name, autoCreate, address);
  }

  /** The user, whatever the URL says; never shown. Default: the URL's. */
  public JdbcRuns user(String user) {
    return new JdbcRuns(table, autoCreate, address.withUser(user));
  }

  /** The user's password, whatever the URL says; never shown. Default: the URL's. */
  public JdbcRuns password(String password) {
    return new JdbcRuns(table, autoCreate, address.withPassword(password));
  }

  /** Makes the table on opening if it is not there. Default: an error with the DDL. */
  public JdbcRuns autoCreate() {
    return new JdbcRuns(table, true, address);
  }

  /** Short, for messages: {@code postgresql:rollcall_runs}. */
  public String name() {
    return address.scheme() + ":" + table;
  }

  /** What it will do. Touches no server. */
  public SinkPlan plan() {
    check();
    return new SinkPlan(
        name(),
        "one row per run; numbers rise and may have gaps",
        List.of(RunTable.of(address.dialect(), table).ddl()),
        List.of());
  }

  /**
   * The live log. Connections are shared within a JVM by the targets of one address.
   *
   * @throws ConfigurationException with all faults of the description or of the stored table
   */
  public RunLog open() {
    check();
    JdbcConnections connections = JdbcConnections.acquire(address);
    return connections.opened(
        name(),
        () -> {
          SqlTable wanted = RunTable.of(connections.dialect(), table);
          connections.run(
              name(), connection -> JdbcTableOpener.open(connection, name(), wanted, autoCreate));
          return new JdbcRunLog(name(), wanted, connections);
        });
  }

  private void check() {
    List<String> faults = new ArrayList<>(SqlTable.nameFaults("table", table));
    faults.addAll(address.faults());
    if (!faults.isEmpty()) {
      throw ConfigurationException.of(name(), faults);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JdbcRuns that
        && table.equals(that.table)
        && autoCreate == that.autoCreate
        && address.equals(that.address);
  }

  @Override
  public int hashCode() {
    return Objects.hash(table, autoCreate, address);
  }

  @Override
  public String toString() {
    return name() + "[" + address + (autoCreate ? ", autoCreate" : "") + "]";
  }
}
