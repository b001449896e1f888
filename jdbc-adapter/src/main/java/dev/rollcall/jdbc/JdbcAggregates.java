package dev.rollcall.jdbc;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.SinkPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Aggregates in a database of PostgreSQL, MySQL or MariaDB: one table per aggregation, of its name,
 * one row per group. Group columns, window bounds and measures are columns for queries; {@code
 * rollcall_key} is the primary key, {@code rollcall_pipeline}, {@code rollcall_revision} and {@code
 * rollcall_state} are Rollcall's own. Immutable, serializable and threadsafe; {@link #toString}
 * hides the login.
 *
 * <pre>{@code
 * JdbcAggregates.url("jdbc:postgresql://host:5432/users_db").user("app").password(secret).autoCreate()
 * }</pre>
 */
public final class JdbcAggregates extends JdbcTarget<JdbcAggregates> implements AggregateTarget {

  private JdbcAggregates(JdbcAddress address, TableChanges changes) {
    super(address, changes);
  }

  /** Keeps aggregates in the database of this URL: see {@link JdbcTable#url}. */
  public static JdbcAggregates url(String url) {
    return new JdbcAggregates(JdbcAddress.DEFAULT.withUrl(url), TableChanges.NONE);
  }

  @Override
  JdbcAggregates with(JdbcAddress newAddress, TableChanges newChanges) {
    return new JdbcAggregates(newAddress, newChanges);
  }

  @Override
  public String name() {
    return address.place();
  }

  @Override
  public SinkPlan plan(List<Aggregation.Table> tables) {
    check(tables);
    return new SinkPlan(
        name(),
        "exactly once: a row is replaced only if its revision is the one that was read, in"
            + " transactions of READ COMMITTED",
        ddl(tables),
        notes(tables));
  }

  private List<String> notes(List<Aggregation.Table> tables) {
    List<String> notes = new ArrayList<>();
    notes.add(
        changes.create()
            ? "tables are made if they are missing"
            : "the tables must be there; autoCreate() would make them");
    tables.stream()
        .map(table -> AggregateLayout.of(address.dialect(), table).table().evolutionNote(changes))
        .distinct()
        .forEach(notes::add);
    notes.add(
        DefinitionRegistry.NAME
            + " says which definition writes each table; the user needs rights to it, too");
    notes.add(
        "in the columns of groups, characters that the database does not hold are shown as"
            + " U+FFFD; such groups are kept apart by their key");
    return notes;
  }

  /** Of each aggregation, then of the definitions beside them. */
  private List<String> ddl(List<Aggregation.Table> tables) {
    List<SqlTable> wanted =
        tables.stream().map(table -> AggregateLayout.of(address.dialect(), table).table()).toList();
    return Stream.concat(wanted.stream(), wanted.stream().map(JdbcDefinitions::beside))
        .map(SqlTable::ddl)
        .distinct()
        .toList();
  }

  /**
   * {@inheritDoc}
   *
   * @throws ConfigurationException with all problems of the description or of a stored table
   */
  @Override
  public AggregateStore open(List<Aggregation.Table> tables) {
    check(tables);
    return JdbcAggregateStore.open(name(), JdbcConnections.acquire(address), tables, changes);
  }

  private void check(List<Aggregation.Table> tables) {
    List<String> problems = new ArrayList<>(address.problems());
    Set<String> names = new HashSet<>();
    for (Aggregation.Table table : tables) {
      String where = "aggregation '" + table.aggregation() + "'";
      if (!names.add(table.aggregation())) {
        problems.add(where + " is declared twice");
      }
      problems.addAll(SqlTable.nameProblems("aggregation", table.aggregation()));
      if (JdbcDefinitions.isNameOf(table.aggregation())) {
        problems.add(where + ": Rollcall keeps a table of this name for itself; name another");
      }
      RowTable.reserved(table.groupColumns())
          .forEach(problem -> problems.add(where + ": " + problem));
      RowTable.reserved(table.measureColumns())
          .forEach(problem -> problems.add(where + ": " + problem));
    }
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(name(), problems);
    }
  }
}
