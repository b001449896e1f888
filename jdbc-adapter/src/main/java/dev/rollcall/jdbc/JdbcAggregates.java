package dev.rollcall.jdbc;

import dev.rollcall.core.aggregate.AggregateTable;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.SinkPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates in a database of PostgreSQL, MySQL or MariaDB: one table per aggregation, of its name,
 * one row per group. Group columns, window bounds and measures are columns to query; {@code
 * rollcall_key} is the primary key, {@code rollcall_pipeline}, {@code rollcall_revision} and {@code
 * rollcall_state} are Rollcall's own. Immutable, serializable and threadsafe; {@link #toString}
 * hides the login.
 *
 * <pre>{@code
 * JdbcAggregates.url("jdbc:postgresql://host:5432/users_db").user("app").password(secret).autoCreate()
 * }</pre>
 */
public final class JdbcAggregates implements AggregateTarget {

  private final boolean autoCreate;
  private final JdbcAddress address;

  private JdbcAggregates(boolean autoCreate, JdbcAddress address) {
    this.autoCreate = autoCreate;
    this.address = address;
  }

  /** Where the database is, as in {@link JdbcTable#url}. */
  public static JdbcAggregates url(String url) {
    return new JdbcAggregates(false, JdbcAddress.DEFAULT.withUrl(url));
  }

  /** The user, whatever the URL says; never shown. Default: the URL's. */
  public JdbcAggregates user(String user) {
    return new JdbcAggregates(autoCreate, address.withUser(user));
  }

  /** The user's password, whatever the URL says; never shown. Default: the URL's. */
  public JdbcAggregates password(String password) {
    return new JdbcAggregates(autoCreate, address.withPassword(password));
  }

  /** As {@link JdbcTable#maxConnections}. Default: {@value JdbcTable#DEFAULT_MAX_CONNECTIONS}. */
  public JdbcAggregates maxConnections(int connections) {
    return new JdbcAggregates(autoCreate, address.withMaxConnections(connections));
  }

  /** Makes tables on opening that are not there. Default: an error with the DDL. */
  public JdbcAggregates autoCreate() {
    return new JdbcAggregates(true, address);
  }

  @Override
  public String name() {
    return address.place();
  }

  @Override
  public SinkPlan plan(List<AggregateTable> tables) {
    check(tables);
    return new SinkPlan(
        name(),
        "exactly once: a row is replaced only if its revision is the one that was read, in"
            + " transactions of READ COMMITTED",
        tables.stream()
            .map(table -> AggregateLayout.of(address.dialect(), table).table().ddl())
            .toList(),
        List.of(
            autoCreate
                ? "tables are made if they are missing; what is there already is never altered"
                : "the tables must be there; autoCreate() would make them",
            "in the columns of groups, characters that the database does not hold are shown as"
                + " U+FFFD; such groups are kept apart by their key"));
  }

  /**
   * {@inheritDoc}
   *
   * @throws ConfigurationException with all faults of the description or of a stored table
   */
  @Override
  public AggregateStore open(List<AggregateTable> tables) {
    check(tables);
    return JdbcAggregateStore.open(name(), JdbcConnections.acquire(address), tables, autoCreate);
  }

  private void check(List<AggregateTable> tables) {
    List<String> faults = new ArrayList<>(address.faults());
    Set<String> names = new HashSet<>();
    for (AggregateTable table : tables) {
      String where = "aggregation '" + table.aggregation() + "'";
      if (!names.add(table.aggregation())) {
        faults.add(where + " is declared twice");
      }
      faults.addAll(SqlTable.nameFaults("aggregation", table.aggregation()));
      RowTable.reserved(table.groupColumns()).forEach(fault -> faults.add(where + ": " + fault));
      RowTable.reserved(table.measureColumns()).forEach(fault -> faults.add(where + ": " + fault));
    }
    if (!faults.isEmpty()) {
      throw ConfigurationException.of(name(), faults);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JdbcAggregates that
        && autoCreate == that.autoCreate
        && address.equals(that.address);
  }

  @Override
  public int hashCode() {
    return Objects.hash(autoCreate, address);
  }

  @Override
  public String toString() {
    return name() + "[" + address + (autoCreate ? ", autoCreate" : "") + "]";
  }
}
