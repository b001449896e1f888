package dev.rollcall.jdbc;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows in a table of PostgreSQL, MySQL or MariaDB: one row per key, the key columns of the rows
 * being the table's primary key, in their order. Three columns more hold the row version: {@code
 * rollcall_time_ms}, {@code rollcall_offset}, {@code rollcall_ordinal}. Immutable, serializable and
 * threadsafe; every method that takes an argument returns a changed copy. Problems are reported
 * together, by {@link #plan} and {@link #open}. {@link #toString} hides the login.
 *
 * <pre>{@code
 * JdbcTable.named("users").url("jdbc:postgresql://host:5432/users_db").user("app").password(secret)
 * }</pre>
 *
 * <p>A table of your own may have narrower columns (integer for INT64, varchar(20) for STRING): a
 * value that does not fit is a rejection. A column that would round values is refused.
 */
public final class JdbcTable extends JdbcTarget<JdbcTable> implements RowTarget {

  /** Default bound of connections, per JVM and address: {@value}. */
  public static final int DEFAULT_MAX_CONNECTIONS = 8;

  private final String table;

  private JdbcTable(String table, JdbcAddress address, boolean autoCreate) {
    super(address, autoCreate);
    this.table = table;
  }

  /** Names the table, or {@code schema.table}; case matters, quotes are not needed. */
  public static JdbcTable named(String table) {
    return new JdbcTable(table, JdbcAddress.DEFAULT, false);
  }

  /**
   * Sets the database's URL, with any option of the driver; required: {@code
   * jdbc:postgresql://host:port/database}, {@code jdbc:mysql://…} or {@code jdbc:mariadb://…}.
   * Default timeouts: 4 s to connect, 8 s to log in, 30 s for an answer, 6 s for a free connection.
   */
  public JdbcTable url(String url) {
    return with(address.withUrl(url), autoCreate);
  }

  @Override
  JdbcTable with(JdbcAddress changed, boolean create) {
    return new JdbcTable(table, changed, create);
  }

  @Override
  public String name() {
    return address.scheme() + ":" + table;
  }

  @Override
  public String qualifiedName() {
    return name() + "@" + address.location();
  }

  @Override
  public SinkPlan plan(Schema schema) {
    check(schema);
    SqlTable wanted = RowTable.of(address.dialect(), table, schema);
    List<String> notes = new ArrayList<>();
    notes.add("the whole row is written, nulls too");
    notes.add(
        autoCreate
            ? "the table is made if it is missing; what is there already is never altered"
            : "the table must be there; autoCreate() would make it");
    wanted.dialect().keyNote(wanted.key()).ifPresent(notes::add);
    return new SinkPlan(
        name(),
        "exactly-once effect: upsert by "
            + String.join(", ", schema.keyNames())
            + ", a row replaces only an older version of itself, by record time, offset and ordinal",
        List.of(wanted.ddl()),
        notes);
  }

  /**
   * {@inheritDoc}
   *
   * @throws ConfigurationException with all problems of the description or of the stored table
   */
  @Override
  public RowSink open(Schema schema) {
    check(schema);
    JdbcConnections connections = JdbcConnections.acquire(address);
    return connections.opened(
        name(),
        () -> {
          SqlTable wanted = RowTable.of(connections.dialect(), table, schema);
          StoredTable stored =
              connections.run(
                  name(),
                  connection -> JdbcTableOpener.open(connection, name(), wanted, autoCreate));
          return new JdbcRowSink(name(), schema, wanted, stored, connections);
        });
  }

  private void check(Schema schema) {
    List<String> problems = new ArrayList<>(SqlTable.nameProblems("table", table));
    problems.addAll(RowTable.problems(address.dialect(), schema));
    problems.addAll(address.problems());
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(name(), problems);
    }
  }
}
