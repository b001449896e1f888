package dev.rollcall.jdbc;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What all targets in a database have in common: its address, and whether to create missing tables.
 * Immutable, serializable and threadsafe; {@link #toString} hides the login.
 *
 * @param <T> the target
 */
abstract sealed class JdbcTarget<T extends JdbcTarget<T>> implements Serializable
    permits JdbcTable, JdbcAggregates, JdbcRuns {

  final JdbcAddress address;
  final boolean autoCreate;

  JdbcTarget(JdbcAddress address, boolean autoCreate) {
    this.address = address;
    this.autoCreate = autoCreate;
  }

  /** This target with another address or option. */
  abstract T with(JdbcAddress changed, boolean create);

  /** Short, for messages. */
  public abstract String name();

  /** Sets the user, which overrides the URL's and is never shown. Default: the URL's. */
  public T user(String user) {
    return with(address.withUser(user), autoCreate);
  }

  /** Sets the password, which overrides the URL's and is never shown. Default: the URL's. */
  public T password(String password) {
    return with(address.withPassword(password), autoCreate);
  }

  /**
   * Bounds the connections of this JVM to this address, which targets of equal URL, login and bound
   * share. Default: {@value JdbcTable#DEFAULT_MAX_CONNECTIONS}.
   */
  public T maxConnections(int connections) {
    return with(address.withMaxConnections(connections), autoCreate);
  }

  /** Creates missing tables on opening. Default: an error that shows the DDL. */
  public T autoCreate() {
    return with(address, true);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JdbcTarget<?> that
        && getClass() == that.getClass()
        && name().equals(that.name())
        && autoCreate == that.autoCreate
        && address.equals(that.address);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name(), autoCreate, address);
  }

  @Override
  public String toString() {
    return name() + "[" + address + (autoCreate ? ", autoCreate" : "") + "]";
  }
}
