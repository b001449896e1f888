package dev.rollcall.jdbc;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What all targets in a database have in common: its address, and what it may do to its tables.
 * Immutable, serializable and threadsafe; {@link #toString} hides the login.
 *
 * @param <T> the target
 */
abstract sealed class JdbcTarget<T extends JdbcTarget<T>> implements Serializable
    permits JdbcTable, JdbcAggregates, JdbcRuns {

  final JdbcAddress address;
  final TableChanges changes;

  JdbcTarget(JdbcAddress address, TableChanges changes) {
    this.address = address;
    this.changes = changes;
  }

  /** This target with another address or other changes. */
  abstract T with(JdbcAddress newAddress, TableChanges newChanges);

  /** Short, for messages. */
  public abstract String name();

  /** Sets the user, which overrides the URL's and is never shown. Default: the URL's. */
  public T user(String user) {
    return with(address.withUser(user), changes);
  }

  /** Sets the password, which overrides the URL's and is never shown. Default: the URL's. */
  public T password(String password) {
    return with(address.withPassword(password), changes);
  }

  /**
   * Bounds the connections of this JVM to this address, which targets of equal URL, login and bound
   * share. Default: {@value JdbcTable#DEFAULT_MAX_CONNECTIONS}.
   */
  public T maxConnections(int connections) {
    return with(address.withMaxConnections(connections), changes);
  }

  /** Creates missing tables on opening. Default: an error that shows the DDL. */
  public T autoCreate() {
    return with(address, changes.withCreate());
  }

  /**
   * Adds missing columns on opening, as columns that take nulls: rows that are there have null in
   * them. Never adds a column of a key or a group, never changes or drops one, and adds nothing to
   * a table that does not fit otherwise. Default: an error that shows the DDL.
   */
  public T evolve() {
    return with(address, changes.withEvolve());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JdbcTarget<?> that
        && getClass() == that.getClass()
        && name().equals(that.name())
        && changes.equals(that.changes)
        && address.equals(that.address);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name(), changes, address);
  }

  @Override
  public String toString() {
    return name() + "[" + address + changes + "]";
  }
}
