package dev.rollcall.jdbc;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.error.TransientException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Maps the drivers' errors to Rollcall's four kinds, by SQLSTATE and by the codes of MySQL and
 * MariaDB. Their texts quote values, statements and users, so a message here has the state, the
 * code, their meaning and names of the catalog only; nothing is kept as a cause. Threadsafe.
 */
final class JdbcErrors {

  /** What is to blame. */
  enum Kind {
    /** The values of a row. */
    DATA,
    /** Transient condition: the connection, a lock, another transaction, a full server. */
    TRANSIENT,
    /** Login, rights, TLS, a table that was changed. */
    SETTINGS,
    /** Anything else. */
    UNKNOWN
  }

  static final String PACKET = "the row is larger than what the server takes at once";

  private static final Map<String, Kind> STATES =
      Map.of(
          "P0001", Kind.DATA, // a trigger's RAISE
          "22P03", Kind.UNKNOWN, // a driver's fault
          "25006", Kind.TRANSIENT, // read only: a failover
          "25P02", Kind.UNKNOWN, // the transaction failed before
          "54000", Kind.DATA, // a key too long for its index
          "55P03", Kind.TRANSIENT, // lock not available
          "57P04", Kind.SETTINGS, // the database was dropped
          "70100", Kind.TRANSIENT, // interrupted
          "3D000", Kind.SETTINGS); // no such database

  private static final Map<String, Kind> CLASSES =
      Map.ofEntries(
          Map.entry("08", Kind.TRANSIENT),
          Map.entry("22", Kind.DATA),
          Map.entry("23", Kind.DATA),
          Map.entry("28", Kind.SETTINGS),
          Map.entry("40", Kind.TRANSIENT),
          Map.entry("42", Kind.SETTINGS),
          Map.entry("44", Kind.DATA),
          Map.entry("53", Kind.TRANSIENT),
          Map.entry("57", Kind.TRANSIENT),
          Map.entry("58", Kind.TRANSIENT),
          Map.entry("3F", Kind.SETTINGS));

  /** Errors after which the server has rolled back the whole transaction. */
  private static final Set<String> ROLLED_BACK = Set.of("40001", "40P01");

  private static final int DEADLOCK = 1213;

  private JdbcErrors() {}

  /** Maps a failed call; the message begins with {@code where}. */
  static RollcallException of(String where, SQLException failure) {
    return of(where, failure, null);
  }

  /** As {@link #of(String, SQLException)}, with remedies for this table. */
  static RollcallException of(String where, SQLException failure, @Nullable SqlTable table) {
    SQLException error = informative(failure);
    return switch (kind(failure)) {
      case DATA -> new DataException(where + ": " + RejectionReason.of(failure, table));
      case TRANSIENT -> new TransientException(where + ": " + transientReason(failure, error));
      case SETTINGS -> new FatalException(where + ": " + remedied(error, table));
      case UNKNOWN ->
          new FatalException(
              where + ": " + described(error) + "; look the state up in the database's list");
    };
  }

  /** As {@link #of}, where no row is to blame. */
  static RollcallException ofSetup(String where, SQLException failure, @Nullable SqlTable table) {
    RollcallException error = of(where, failure, table);
    return error instanceof DataException data
        ? new FatalException(String.valueOf(data.getMessage()))
        : error;
  }

  static RollcallException ofSetup(String where, SQLException failure) {
    return ofSetup(where, failure, null);
  }

  static Kind kind(SQLException failure) {
    if (isInterrupt(failure)) {
      return Kind.TRANSIENT;
    }
    SQLException error = informative(failure);
    if (TlsErrors.problem(error).isPresent() || isDriversRefusal(error)) {
      return Kind.SETTINGS;
    }
    String state = state(error);
    Optional<Kind> byCode = MysqlCodes.kind(error.getErrorCode());
    if (byCode.isPresent()) {
      return byCode.get();
    }
    if (isPacket(failure)) {
      return Kind.DATA;
    }
    Kind byState = STATES.get(state);
    if (byState == null && state.length() == 5) {
      byState = CLASSES.get(state.substring(0, 2));
    }
    if (byState != null) {
      return byState;
    }
    return error instanceof SQLTransientException
            || error instanceof SQLNonTransientConnectionException
        ? Kind.TRANSIENT
        : Kind.UNKNOWN;
  }

  /** Whether the server rolled back the whole transaction, so that it can be retried at once. */
  static boolean isRolledBack(SQLException failure) {
    SQLException error = informative(failure);
    return ROLLED_BACK.contains(state(error)) || error.getErrorCode() == DEADLOCK;
  }

  /** Whether the user lacks a right. */
  static boolean isMissingRight(SQLException failure) {
    SQLException error = informative(failure);
    return "42501".equals(state(error)) || MysqlCodes.isRight(error.getErrorCode());
  }

  private static String remedied(SQLException error, @Nullable SqlTable table) {
    Optional<String> tls = TlsErrors.problem(error);
    if (tls.isPresent()) {
      return tls.get() + " (" + shown(error) + ")";
    }
    if (isMissingRight(error)) {
      return described(error)
          + (ServerFields.routine(error).filter("ExecWithCheckOptions"::equals).isPresent()
              ? "; a policy of row-level security refuses a row: change it"
              : table == null
                  ? "; grant it to the user"
                  : "; grant it: " + table.dialect().grant(table));
    }
    String state = state(error);
    if (state.startsWith("28") || isDriversRefusal(error)) {
      return described(error)
          + "; check user, password, and from where and how the user may log in";
    }
    return switch (state) {
      case "3D000", "57P04" -> described(error) + "; make it, or correct the url";
      case "42P01", "42S02" -> described(error) + "; make it, or check its name and schema";
      default ->
          described(error)
              + (error.getErrorCode() == 1049
                  ? "; make it, or correct the url"
                  : "; check that the table and its columns are as they were");
    };
  }

  /** Whether PostgreSQL's driver has no password, or cannot send it the way the server asks for. */
  private static boolean isDriversRefusal(SQLException error) {
    return "08004".equals(state(error))
        && error.getClass().getName().startsWith("org.postgresql.")
        && !ServerFields.isOfServer(error);
  }

  /**
   * Whether the driver's own check found a packet too large, which it reports as a lost connection.
   */
  static boolean isPacket(SQLException failure) {
    return find(failure, next -> String.valueOf(next.getMessage()).contains("max_allowed_packet"))
        .isPresent();
  }

  /** The first of an error and its causes that matches. */
  static Optional<Throwable> find(Throwable failure, Predicate<Throwable> so) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).filter(so).findFirst();
  }

  static String state(SQLException failure) {
    return failure.getSQLState() == null ? "" : failure.getSQLState();
  }

  /** What it means, then the state: {@code the table is not there (SQLSTATE 42P01)}. */
  static String described(SQLException error) {
    return MysqlCodes.words(error.getErrorCode())
        .or(() -> SqlStates.words(state(error)))
        .map(words -> words + " (" + shown(error) + ")")
        .orElseGet(() -> shown(error));
  }

  private static String shown(SQLException failure) {
    String code = failure.getErrorCode() == 0 ? "" : ", code " + failure.getErrorCode();
    return "SQLSTATE " + (state(failure).isEmpty() ? "unknown" : state(failure)) + code;
  }

  /**
   * Whether a thread was interrupted while it waited for a connection; the pool keeps the
   * interrupt.
   */
  private static boolean isInterrupt(Throwable failure) {
    return find(failure, InterruptedException.class::isInstance).isPresent();
  }

  /** The innermost error with an SQLSTATE, under those of the pool and the batch. */
  static SQLException informative(SQLException failure) {
    return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(next -> next instanceof SQLException sql && sql.getSQLState() != null)
        .map(SQLException.class::cast)
        .reduce((outer, inner) -> inner)
        .orElse(failure);
  }

  private static String transientReason(SQLException failure, SQLException error) {
    return find(failure, PoolExhaustedException.class::isInstance)
        .map(busy -> String.valueOf(busy.getMessage()))
        .orElseGet(() -> described(error) + network(failure));
  }

  private static String network(SQLException failure) {
    String waited =
        find(failure, next -> String.valueOf(next.getMessage()).contains("request timed out after"))
            .map(
                pool ->
                    "; no connection within "
                        + JdbcConnector.WAIT_FOR_CONNECTION.toSeconds()
                        + " s")
            .orElse("");
    if (find(failure, ConnectException.class::isInstance).isPresent()) {
      return waited + "; the connection is refused: is the server running?";
    }
    if (find(failure, UnknownHostException.class::isInstance).isPresent()) {
      return waited + "; the host is not known";
    }
    SQLException error = informative(failure);
    boolean loginTimeout = state(error).equals("08001") && error.getCause() == null;
    return loginTimeout || find(failure, SocketTimeoutException.class::isInstance).isPresent()
        ? waited + "; no answer in time"
        : waited;
  }
}
