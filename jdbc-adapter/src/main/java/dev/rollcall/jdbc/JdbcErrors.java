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
 * What the drivers' errors mean to an engine, by SQLSTATE and by the codes of MySQL and MariaDB.
 * Their texts quote values, statements and users, so a message here holds the state, the code, what
 * they mean and names of the catalog; nothing is kept as a cause. Threadsafe.
 */
final class JdbcErrors {

  /** What is to blame. */
  enum Kind {
    /** The values of a row. */
    DATA,
    /** A state that passes: the connection, a lock, another transaction, a full server. */
    PASSING,
    /** Login, rights, TLS, a table that is not as it was. */
    SETTINGS,
    /** Anything else. */
    UNKNOWN
  }

  static final String PACKET = "the row is larger than what the server takes at once";

  private static final Map<String, Kind> STATES =
      Map.of(
          "P0001", Kind.DATA, // a trigger's RAISE
          "22P03", Kind.UNKNOWN, // a driver's fault
          "25006", Kind.PASSING, // read only: a failover
          "25P02", Kind.UNKNOWN, // the transaction failed before
          "54000", Kind.DATA, // a key too long for its index
          "55P03", Kind.PASSING, // lock not available
          "57P04", Kind.SETTINGS, // the database was dropped
          "70100", Kind.PASSING, // interrupted
          "3D000", Kind.SETTINGS); // no such database

  private static final Map<String, Kind> CLASSES =
      Map.ofEntries(
          Map.entry("08", Kind.PASSING),
          Map.entry("22", Kind.DATA),
          Map.entry("23", Kind.DATA),
          Map.entry("28", Kind.SETTINGS),
          Map.entry("40", Kind.PASSING),
          Map.entry("42", Kind.SETTINGS),
          Map.entry("44", Kind.DATA),
          Map.entry("53", Kind.PASSING),
          Map.entry("57", Kind.PASSING),
          Map.entry("58", Kind.PASSING),
          Map.entry("3F", Kind.SETTINGS));

  /** Errors after which the server has taken the whole transaction back. */
  private static final Set<String> ROLLED_BACK = Set.of("40001", "40P01");

  private static final int DEADLOCK = 1213;

  private JdbcErrors() {}

  /** The kind of a failed call on {@code where}. */
  static RollcallException of(String where, SQLException failure) {
    return of(where, failure, null);
  }

  /** As {@link #of(String, SQLException)}, with what the table tells of remedies. */
  static RollcallException of(String where, SQLException failure, @Nullable SqlTable table) {
    SQLException told = told(failure);
    return switch (kind(failure)) {
      case DATA -> new DataException(where + ": " + Refusal.reason(failure, table));
      case PASSING -> new TransientException(where + ": " + passing(failure, told));
      case SETTINGS -> new FatalException(where + ": " + remedied(told, table));
      case UNKNOWN ->
          new FatalException(
              where + ": " + described(told) + "; look the state up in the database's list");
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
      return Kind.PASSING;
    }
    SQLException told = told(failure);
    if (Tls.fault(told).isPresent() || isDriversRefusal(told)) {
      return Kind.SETTINGS;
    }
    String state = state(told);
    Optional<Kind> byCode = MysqlCodes.kind(told.getErrorCode());
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
    return told instanceof SQLTransientException
            || told instanceof SQLNonTransientConnectionException
        ? Kind.PASSING
        : Kind.UNKNOWN;
  }

  /** Whether nothing of the transaction is left, so that it can be run again at once. */
  static boolean isRolledBack(SQLException failure) {
    SQLException told = told(failure);
    return ROLLED_BACK.contains(state(told)) || told.getErrorCode() == DEADLOCK;
  }

  /** Whether the user may not do it. */
  static boolean isMissingRight(SQLException failure) {
    SQLException told = told(failure);
    return "42501".equals(state(told)) || MysqlCodes.isRight(told.getErrorCode());
  }

  private static String remedied(SQLException told, @Nullable SqlTable table) {
    Optional<String> tls = Tls.fault(told);
    if (tls.isPresent()) {
      return tls.get() + " (" + shown(told) + ")";
    }
    if (isMissingRight(told)) {
      return described(told)
          + (ServerFields.routine(told).filter("ExecWithCheckOptions"::equals).isPresent()
              ? "; a policy of row-level security refuses a row: change it"
              : table == null
                  ? "; grant it to the user"
                  : "; grant it: " + table.dialect().grant(table));
    }
    String state = state(told);
    if (state.startsWith("28") || isDriversRefusal(told)) {
      return described(told) + "; check user, password, and from where and how the user may log in";
    }
    return switch (state) {
      case "3D000", "57P04" -> described(told) + "; make it, or correct the url";
      case "42P01", "42S02" -> described(told) + "; make it, or check its name and schema";
      default ->
          described(told)
              + (told.getErrorCode() == 1049
                  ? "; make it, or correct the url"
                  : "; check that the table and its columns are as they were");
    };
  }

  /** The driver of PostgreSQL has no password to give, or not the way the server asks for it. */
  private static boolean isDriversRefusal(SQLException told) {
    return "08004".equals(state(told))
        && told.getClass().getName().startsWith("org.postgresql.")
        && !ServerFields.isOfServer(told);
  }

  /** The driver's client-side check, which it tells as a lost connection. */
  static boolean isPacket(SQLException failure) {
    return find(failure, next -> String.valueOf(next.getMessage()).contains("max_allowed_packet"))
        .isPresent();
  }

  /** The first of an error and its causes that is so. */
  static Optional<Throwable> find(Throwable failure, Predicate<Throwable> so) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).filter(so).findFirst();
  }

  static String state(SQLException failure) {
    return failure.getSQLState() == null ? "" : failure.getSQLState();
  }

  /** What it means, then the state: {@code the table is not there (SQLSTATE 42P01)}. */
  static String described(SQLException told) {
    return MysqlCodes.words(told.getErrorCode())
        .or(() -> SqlStates.words(state(told)))
        .map(words -> words + " (" + shown(told) + ")")
        .orElseGet(() -> shown(told));
  }

  private static String shown(SQLException failure) {
    String code = failure.getErrorCode() == 0 ? "" : ", code " + failure.getErrorCode();
    return "SQLSTATE " + (state(failure).isEmpty() ? "unknown" : state(failure)) + code;
  }

  /** While a thread waited for a connection; the pool has kept the interrupt. */
  private static boolean isInterrupt(Throwable failure) {
    return find(failure, InterruptedException.class::isInstance).isPresent();
  }

  /** Of a pool's, a batch's and a driver's errors the innermost that has a state. */
  static SQLException told(SQLException failure) {
    return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(next -> next instanceof SQLException sql && sql.getSQLState() != null)
        .map(SQLException.class::cast)
        .reduce((outer, inner) -> inner)
        .orElse(failure);
  }

  private static String passing(SQLException failure, SQLException told) {
    return find(failure, PoolExhaustedException.class::isInstance)
        .map(busy -> String.valueOf(busy.getMessage()))
        .orElseGet(() -> described(told) + network(failure));
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
    SQLException told = told(failure);
    boolean loginTimeout = state(told).equals("08001") && told.getCause() == null;
    return loginTimeout || find(failure, SocketTimeoutException.class::isInstance).isPresent()
        ? waited + "; no answer in time"
        : waited;
  }
}
