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

/**
 * What the drivers' errors mean to an engine, by SQLSTATE and by the codes of MySQL and MariaDB.
 * Their texts quote values, statements and users, so a message here holds the state, the code and
 * what they mean; nothing is kept as a cause. Threadsafe.
 */
final class JdbcErrors {

  /** What is to blame. */
  enum Kind {
    /** The values of a row. */
    DATA,
    /** A state that passes: the connection, a lock, another transaction, a full server. */
    PASSING,
    /** Login, rights, a table that is not as it was. */
    SETTINGS,
    /** Anything else. */
    UNKNOWN
  }

  private static final String PACKET = "the row is larger than what the server takes at once";

  /** Codes of MySQL and MariaDB whose SQLSTATE says too little or something else. */
  private static final Map<Integer, Kind> CODES =
      Map.ofEntries(
          Map.entry(1021, Kind.PASSING), // disk full
          Map.entry(1040, Kind.PASSING), // too many connections
          Map.entry(1053, Kind.PASSING), // shutdown in progress
          Map.entry(1114, Kind.PASSING), // table full
          Map.entry(1153, Kind.DATA), // packet too large
          Map.entry(1203, Kind.PASSING), // too many connections of a user
          Map.entry(1205, Kind.PASSING), // lock wait timeout
          Map.entry(1213, Kind.PASSING), // deadlock
          Map.entry(1265, Kind.DATA), // data truncated
          Map.entry(1290, Kind.PASSING), // read-only option: a failover
          Map.entry(1317, Kind.PASSING), // interrupted
          Map.entry(1364, Kind.SETTINGS), // a column without a default
          Map.entry(1366, Kind.DATA), // incorrect value
          Map.entry(1412, Kind.PASSING), // table definition has changed
          Map.entry(1644, Kind.DATA), // a trigger's SIGNAL
          Map.entry(1836, Kind.PASSING), // read-only mode
          Map.entry(1927, Kind.PASSING), // connection killed
          Map.entry(1969, Kind.PASSING), // statement time-out
          Map.entry(3024, Kind.PASSING), // query time-out
          Map.entry(3819, Kind.DATA), // check constraint, MySQL
          Map.entry(4025, Kind.DATA)); // check constraint, MariaDB

  private static final Map<String, Kind> STATES =
      Map.of(
          "P0001", Kind.DATA, // a trigger's RAISE
          "22P03", Kind.UNKNOWN, // a driver's fault
          "25006", Kind.PASSING, // read only: a failover
          "25P02", Kind.UNKNOWN, // the transaction failed before
          "54000", Kind.DATA, // a key too long for its index
          "55P03", Kind.PASSING, // lock not available
          "70100", Kind.PASSING, // interrupted
          "3D000", Kind.SETTINGS); // no such database

  private static final Map<String, Kind> CLASSES =
      Map.of(
          "08", Kind.PASSING,
          "22", Kind.DATA,
          "23", Kind.DATA,
          "28", Kind.SETTINGS,
          "40", Kind.PASSING,
          "42", Kind.SETTINGS,
          "53", Kind.PASSING,
          "57", Kind.PASSING,
          "58", Kind.PASSING,
          "3F", Kind.SETTINGS);

  /** What states of class 22 and 23 and the like say about a row, in words without values. */
  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("22001", "a text or bytes are longer than their column"),
          Map.entry("22003", "a number is beyond the range of its column"),
          Map.entry("22007", "a value is none of its column's type"),
          Map.entry("22008", "a moment or day is beyond the range of its column"),
          Map.entry("22021", "a text has a character that the database's encoding does not have"),
          Map.entry("22032", "a text is not JSON"),
          Map.entry("22P02", "a value is none of its column's type"),
          Map.entry("22P05", "a JSON text has a character that jsonb does not have"),
          Map.entry("23502", "a null in a column that takes none"),
          Map.entry("23503", "a foreign key finds no row"),
          Map.entry("23505", "another unique index has a row with these values; drop that index"),
          Map.entry("23514", "a check constraint refuses it"),
          Map.entry("54000", "its key is longer than what an index takes"),
          Map.entry("P0001", "a trigger refuses it"));

  private static final Map<Integer, String> CODE_REASONS =
      Map.of(
          1048, "a null in a column that takes none",
          1062, "another unique index has a row with these values; drop that index",
          1153, PACKET,
          1366, "a value is none of its column's type",
          1452, "a foreign key finds no row",
          1644, "a trigger refuses it",
          3819, "a check constraint refuses it",
          4025, "a check constraint refuses it");

  /** Errors after which the server has taken the whole transaction back. */
  private static final Set<String> ROLLED_BACK = Set.of("40001", "40P01");

  private JdbcErrors() {}

  /** The kind of a failed call on {@code where}. */
  static RollcallException of(String where, SQLException failure) {
    SQLException told = told(failure);
    String text = where + ": " + described(told);
    return switch (kind(failure)) {
      case DATA -> new DataException(where + ": " + reason(failure));
      case PASSING -> new TransientException(text + network(failure));
      case SETTINGS ->
          new FatalException(
              text
                  + "; check user, password and rights, that the database and the table exist, and"
                  + " that the table was not changed");
      case UNKNOWN -> new FatalException(text + "; look the state up in the database's list");
    };
  }

  /** As {@link #of}, where no row is to blame. */
  static RollcallException ofSetup(String where, SQLException failure) {
    RollcallException error = of(where, failure);
    return error instanceof DataException data
        ? new FatalException(data.getMessage() + " (" + described(told(failure)) + ")")
        : error;
  }

  static Kind kind(SQLException failure) {
    if (isInterrupt(failure)) {
      return Kind.PASSING;
    }
    SQLException told = told(failure);
    String state = state(told);
    Kind byCode = isOfPostgres(told) ? null : CODES.get(told.getErrorCode());
    if (byCode != null) {
      return byCode;
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
    return ROLLED_BACK.contains(state(told)) || told.getErrorCode() == 1213;
  }

  /** Why a row is refused; quotes none of it. */
  static String reason(SQLException failure) {
    SQLException told = told(failure);
    String known = isOfPostgres(told) ? null : CODE_REASONS.get(told.getErrorCode());
    if (known == null) {
      known = isPacket(failure) ? PACKET : REASONS.get(state(told));
    }
    return (known == null ? "the database refuses it" : known) + " (" + described(told) + ")";
  }

  /** The driver's client-side check, which it tells as a lost connection. */
  private static boolean isPacket(SQLException failure) {
    return find(failure, next -> String.valueOf(next.getMessage()).contains("max_allowed_packet"))
        .isPresent();
  }

  /** The first of an error and its causes that is so. */
  private static Optional<Throwable> find(Throwable failure, Predicate<Throwable> so) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).filter(so).findFirst();
  }

  /** PostgreSQL's errors have no codes. */
  private static boolean isOfPostgres(SQLException failure) {
    return failure.getErrorCode() == 0;
  }

  private static String state(SQLException failure) {
    return failure.getSQLState() == null ? "" : failure.getSQLState();
  }

  private static String described(SQLException failure) {
    String code = failure.getErrorCode() == 0 ? "" : ", code " + failure.getErrorCode();
    return "SQLSTATE " + (state(failure).isEmpty() ? "unknown" : state(failure)) + code;
  }

  /** While a thread waited for a connection; the pool has kept the interrupt. */
  private static boolean isInterrupt(Throwable failure) {
    return find(failure, InterruptedException.class::isInstance).isPresent();
  }

  /** The first of a batch's, a pool's or a driver's errors that has a state. */
  private static SQLException told(SQLException failure) {
    return (SQLException)
        find(failure, next -> next instanceof SQLException sql && sql.getSQLState() != null)
            .orElse(failure);
  }

  private static String network(SQLException failure) {
    if (find(failure, ConnectException.class::isInstance).isPresent()) {
      return "; the connection is refused: is the server running?";
    }
    if (find(failure, UnknownHostException.class::isInstance).isPresent()) {
      return "; the host is not known";
    }
    return find(failure, SocketTimeoutException.class::isInstance).isPresent()
        ? "; no answer in time"
        : "";
  }
}
