package dev.rollcall.jdbc;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Schema;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Rows in a table of PostgreSQL, MySQL or MariaDB: one row per key, the key columns of the rows
 * being the table's primary key, in their order. Rollcall's own columns are the row version, {@code
 * rollcall_definition}, {@code rollcall_time_ms}, {@code rollcall_record_ms}, {@code
 * rollcall_offset} and {@code rollcall_ordinal}, and {@code rollcall_deleted}, which is true in the
 * marker that a delete leaves. The table {@code rollcall_definitions} in the same schema says which
 * definition of which pipeline writes each table. Immutable, serializable and threadsafe; every
 * method that takes an argument returns a changed copy. Problems are reported together, by {@link
 * #plan} and {@link #open}. {@link #toString} hides the login.
 *
 * <pre>{@code
 * JdbcTable.named("users").url("jdbc:postgresql://host:5432/users_db").user("app").password(secret)
 * }</pre>
 *
 * <p>A table of your own may have narrower columns (integer for INT64, varchar(20) or an enum for
 * STRING): a value that does not fit, or that the database would change, is a rejection. A column
 * that would round values is refused, and so is a key that takes different values for one. A column
 * that is NOT NULL must be {@link dev.rollcall.core.record.RecordTypeBuilder#required required}.
 * Beside it, {@link #timestampsIn} tells the zone of moments.
 */
public final class JdbcTable extends JdbcTarget<JdbcTable> implements RowTarget {

  /** Default bound of connections, per JVM and address: {@value}. */
  public static final int DEFAULT_MAX_CONNECTIONS = 8;

  private final String table;
  private final boolean shared;
  private final @Nullable ZoneId zone;

  private JdbcTable(
      String table,
      JdbcAddress address,
      TableChanges changes,
      boolean shared,
      @Nullable ZoneId zone) {
    super(address, changes);
    this.table = table;
    this.shared = shared;
    this.zone = zone;
  }

  /** Names the table, or {@code schema.table}; case matters, quotes are not needed. */
  public static JdbcTable named(String table) {
    return new JdbcTable(table, JdbcAddress.DEFAULT, TableChanges.NONE, false, null);
  }

  /**
   * Sets the database's URL, with any option of the driver; required: {@code
   * jdbc:postgresql://host:port/database}, {@code jdbc:mysql://…} or {@code jdbc:mariadb://…}.
   * Default timeouts: 4 s to connect, 8 s to log in, 30 s for an answer, 6 s for a free connection.
   */
  public JdbcTable url(String url) {
    return with(address.withUrl(url), changes);
  }

  /**
   * Lets several pipelines write this table. All of them must say so. Of two that write rows of one
   * key, the higher version of a definition wins, whatever the rows' times. Default: a second
   * pipeline is refused.
   */
  public JdbcTable shared() {
    return new JdbcTable(table, address, changes, true, zone);
  }

  /**
   * The zone of the moments in columns that do not say it: {@code timestamp} of PostgreSQL, {@code
   * datetime} of MySQL and MariaDB. A row with a moment in the hour that the zone's clocks show
   * twice is a rejection; UTC has none. Default: such a column of PostgreSQL is refused, those of
   * MySQL and MariaDB are in UTC.
   */
  public JdbcTable timestampsIn(ZoneId newZone) {
    return new JdbcTable(
        table,
        address,
        changes,
        shared,
        ConfigurationException.requireNonNull(newZone, "table '" + table + "': timestampsIn"));
  }

  @Override
  JdbcTable with(JdbcAddress newAddress, TableChanges newChanges) {
    return new JdbcTable(table, newAddress, newChanges, shared, zone);
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
  public boolean isShared() {
    return shared;
  }

  @Override
  public SinkPlan plan(Schema schema) {
    check(schema);
    SqlTable wanted = RowTable.of(address.dialect(), table, schema).table();
    SqlTable definitions = JdbcDefinitions.beside(wanted);
    List<String> notes = notes(wanted);
    notes.add(
        "%s says which definition writes the table; the user needs rights to both: %s %s"
            .formatted(
                definitions.name(),
                wanted.dialect().grant(wanted),
                wanted.dialect().grant(definitions)));
    notes.add(
        "a table that an earlier version of Rollcall made is refused until it is migrated, while nothing writes it, with the version and the pipeline that wrote its rows: %s %s"
            .formatted(
                String.join(" ", EarlierRows.alterations(wanted, 1)),
                JdbcDefinitions.enterWriter(wanted, "<pipeline>")));
    return new SinkPlan(
        name(),
        "exactly-once effect: upsert by "
            + String.join(", ", schema.keyNames())
            + ", a row replaces only the same or an older version of itself, by the definition's"
            + " version, then record time, offset and ordinal",
        List.of(wanted.ddl(), definitions.ddl()),
        notes);
  }

  @Override
  public SinkPlan planWithDeletes(Schema schema) {
    SqlTable wanted = RowTable.of(address.dialect(), table, schema).table();
    return plan(schema)
        .with(
            List.of(),
            "a delete leaves a marker in the table: the key, its version, %s true, all else null; what is live is read with WHERE NOT %1$s, or by a view: %s"
                .formatted(RowTable.DELETED, RowTable.liveView(wanted, schema)),
            "a marker is needed as long as an older row of its key can be replayed; after that (the topic's retention, and no dead letters or exports older than it) it can be swept: "
                + RowTable.sweep(wanted),
            "a column that is NOT NULL beside the key is refused, for a marker holds null there",
            "a row whose time lies ahead is not deleted by what comes before that time");
  }

  @Override
  public SinkPlan planParts(SinkPlan plan, Schema schema, List<Stored> wholes) {
    SqlTable parts = RowTable.of(address.dialect(), table, schema).table();
    return wholes.stream()
        .filter(each -> each.target() instanceof JdbcTable other && isBeside(other))
        .map(
            each ->
                RowTable.of(address.dialect(), ((JdbcTable) each.target()).table, each.schema())
                    .table())
        .findFirst()
        .map(
            whole ->
                plan.with(
                    List.of(),
                    "live are the rows of the version that their row in %s has; they are read by a view: %s"
                        .formatted(whole.name(), RowTable.livePartsView(parts, schema, whole)),
                    "a part that is not live stays, with all that its columns hold of a person, until it is swept: %s Nothing older than that time may come after: a part is written before its row, and one that is replayed is there again, not live; while no pipeline writes, the condition of the time can be left out, and the sweep is to be repeated after a replay"
                        .formatted(RowTable.sweepParts(parts, whole))))
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "got rows that are parts of rows in no table of this database, where a view compares their versions; write both to one database"));
  }

  private boolean isBeside(JdbcTable other) {
    return address.scheme().equals(other.address.scheme())
        && address.location().equals(other.address.location());
  }

  /** The plan of dead letters, which any pipeline writes, whatever its definition. */
  SinkPlan planLetters(Schema schema, String guarantee) {
    check(schema);
    SqlTable wanted = RowTable.ofLetters(address.dialect(), table, schema).table();
    return new SinkPlan(name(), guarantee, List.of(wanted.ddl()), notes(wanted));
  }

  private List<String> notes(SqlTable wanted) {
    List<String> notes = new ArrayList<>();
    notes.add("the whole row is written, nulls too");
    notes.add(
        changes.create()
            ? "a table is made if it is missing"
            : "a table must be there; autoCreate() would make it");
    notes.add(wanted.evolutionNote(changes));
    if (zone != null) {
      notes.add(
          "moments in columns of %s are in %s; in the hour that its clocks show twice, a row is refused"
              .formatted(wanted.dialect().localMomentType(), zone));
    }
    wanted.dialect().keyNote(wanted.key()).ifPresent(notes::add);
    return notes;
  }

  /**
   * {@inheritDoc}
   *
   * @throws ConfigurationException with all problems of the description or of the stored table
   */
  @Override
  public RowSink connect(Schema schema, DefinitionRegistry.Entry owner) {
    check(schema);
    JdbcConnections connections = JdbcConnections.acquire(address);
    return connections.opened(
        name(),
        () -> {
          RowTable rows = RowTable.of(connections.dialect(), table, schema);
          return sink(
              schema,
              rows,
              connections,
              (found, types) -> EarlierRows.problems(rows, found, types, owner),
              () -> JdbcDefinitions.open(rows.table(), connections, changes));
        });
  }

  /** The sink of {@link #planLetters}. */
  RowSink openLetters(Schema schema) {
    check(schema);
    JdbcConnections connections = JdbcConnections.acquire(address);
    return connections.opened(
        name(),
        () -> {
          RowTable rows = RowTable.ofLetters(connections.dialect(), table, schema);
          return sink(
              schema,
              rows,
              connections,
              (found, types) -> found.problems(rows.table(), types::problem),
              () -> DefinitionRegistry.NONE);
        });
  }

  /** Opens the definitions of a table, once it is there. */
  private interface Definitions {
    DefinitionRegistry open() throws SQLException;
  }

  private JdbcRowSink sink(
      Schema schema,
      RowTable rows,
      JdbcConnections connections,
      BiFunction<StoredTable, ExistingTypes, List<String>> check,
      Definitions definitions)
      throws SQLException {
    ExistingTypes types = new ExistingTypes(connections.dialect(), zone);
    StoredTable stored =
        connections.run(
            name(),
            connection ->
                JdbcTableOpener.open(
                    connection, name(), rows.table(), changes, found -> check.apply(found, types)));
    return new JdbcRowSink(name(), schema, rows, stored, types, connections, definitions.open());
  }

  private void check(Schema schema) {
    List<String> problems = new ArrayList<>(SqlTable.nameProblems("table", table));
    if (JdbcDefinitions.isNameOf(table)) {
      problems.add("table: '%s' is Rollcall's own; give it another name".formatted(table));
    }
    problems.addAll(RowTable.problems(address.dialect(), schema));
    problems.addAll(address.problems());
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(name(), problems);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return super.equals(other)
        && other instanceof JdbcTable that
        && shared == that.shared
        && Objects.equals(zone, that.zone);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), shared, zone);
  }
}
