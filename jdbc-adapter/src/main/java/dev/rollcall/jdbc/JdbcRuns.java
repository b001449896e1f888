package dev.rollcall.jdbc;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.RunLog;
import dev.rollcall.core.port.SinkPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * The log of runs in a table of PostgreSQL, MySQL or MariaDB, {@value #DEFAULT_TABLE} unless set
 * otherwise: number, id, pipeline, start, end, figures as JSON, failure. Immutable, serializable
 * and threadsafe; {@link #toString} hides the login.
 *
 * <pre>{@code
 * JdbcRuns.url("jdbc:postgresql://host:5432/users_db").user("app").password(secret).autoCreate()
 * }</pre>
 */
public final class JdbcRuns extends JdbcTarget<JdbcRuns> {

  /** Default name of the table: {@value}. */
  public static final String DEFAULT_TABLE = "rollcall_runs";

  private final String table;

  private JdbcRuns(String table, JdbcAddress address, TableChanges changes) {
    super(address, changes);
    this.table = table;
  }

  /** Keeps the log in the database of this URL: see {@link JdbcTable#url}. */
  public static JdbcRuns url(String url) {
    return new JdbcRuns(DEFAULT_TABLE, JdbcAddress.DEFAULT.withUrl(url), TableChanges.NONE);
  }

  /** Names the table, or {@code schema.table}. Default: {@value #DEFAULT_TABLE}. */
  public JdbcRuns table(String name) {
    return new JdbcRuns(name, address, changes);
  }

  @Override
  JdbcRuns with(JdbcAddress newAddress, TableChanges newChanges) {
    return new JdbcRuns(table, newAddress, newChanges);
  }

  /** Short, for messages: {@code postgresql:rollcall_runs}. */
  @Override
  public String name() {
    return address.scheme() + ":" + table;
  }

  /** Describes what it will do, without contacting a server. */
  public SinkPlan plan() {
    check();
    return new SinkPlan(
        name(),
        "one row per run; numbers rise and may have gaps",
        List.of(RunTable.of(address.dialect(), table).ddl()),
        List.of());
  }

  /**
   * Opens the log. The targets of one address share connections within a JVM.
   *
   * @throws ConfigurationException with all problems of the description or of the stored table
   */
  public RunLog open() {
    check();
    JdbcConnections connections = JdbcConnections.acquire(address);
    return connections.opened(
        name(),
        () -> {
          SqlTable wanted = RunTable.of(connections.dialect(), table);
          connections.run(
              name(), connection -> JdbcTableOpener.open(connection, name(), wanted, changes));
          return new JdbcRunLog(name(), wanted, connections);
        });
  }

  private void check() {
    List<String> problems = new ArrayList<>(SqlTable.nameProblems("table", table));
    problems.addAll(address.problems());
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(name(), problems);
    }
  }
}
