package dev.rollcall.jdbc;

import dev.rollcall.jdbc.JdbcErrors.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Error codes of MySQL and MariaDB whose SQLSTATE says too little or something else.
 *
 * @see <a href="https://mariadb.com/docs/server/reference/error-codes">MariaDB's</a>
 * @see <a
 *     href="https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html">MySQL's</a>
 */
final class MysqlCodes {

  /** The server refuses what a login may do. */
  private static final Set<Integer> RIGHTS = Set.of(1044, 1142, 1143, 1227, 1370);

  /** {@code require_secure_transport} is on. */
  static final int TLS_ONLY = 3159;

  private record Meaning(Kind kind, String words) {}

  private static final Map<Integer, Meaning> MEANINGS =
      Map.ofEntries(
          passing(1021, "the server's disk is full"),
          passing(1040, "the server has too many connections"),
          settings(1044, "the user has no right to the database"),
          settings(1045, "user or password are wrong"),
          data(1048, "a null in a column that takes none"),
          settings(1049, "the database is not there"),
          passing(1053, "the server is stopping"),
          data(1062, "another unique index has a row with these values; drop that index"),
          settings(1071, "the key's columns are longer together than what an index takes"),
          passing(1114, "the table or the disk is full"),
          settings(1117, "the table would have more columns than one can have"),
          settings(1118, "the table's columns are longer together than what a row takes"),
          settings(1142, "the user lacks a right to the table"),
          settings(1143, "the user lacks a right to a column of the table"),
          settings(1146, "the table is not there"),
          data(1153, JdbcErrors.PACKET),
          passing(1203, "the user has too many connections"),
          passing(1205, "a lock was not to be had in time"),
          passing(1213, "a deadlock with another transaction"),
          settings(1227, "the user lacks a right of an administrator"),
          settings(1251, "the driver cannot log in the way the server wants"),
          data(1264, "a number is beyond the range of its column"),
          data(1265, "a value was cut or is none of its column's type"),
          passing(1290, "the server is read only, as a standby is"),
          data(1292, "a value is none of its column's type"),
          passing(1317, "the statement was interrupted"),
          settings(1364, "a column that is not in the rows has no default"),
          data(1366, "a value is none of its column's type"),
          settings(1370, "the user lacks a right to a routine"),
          data(1406, "a text or bytes are longer than their column"),
          passing(1412, "the table's definition has changed"),
          data(1452, "a foreign key finds no row"),
          data(1526, "the table has no partition for it"),
          data(1644, "a trigger refuses it"),
          settings(1698, "user or password are wrong"),
          passing(1836, "the server is read only"),
          passing(1927, "the connection was ended by an administrator"),
          passing(1969, "the statement took too long"),
          passing(3024, "the statement took too long"),
          data(3140, "a text is not JSON"),
          settings(TLS_ONLY, "the server takes connections with TLS only; set sslMode"),
          data(3819, "a check constraint refuses it"),
          data(4025, "a check constraint refuses it"));

  private MysqlCodes() {}

  private static Map.Entry<Integer, Meaning> data(int code, String words) {
    return Map.entry(code, new Meaning(Kind.DATA, words));
  }

  private static Map.Entry<Integer, Meaning> passing(int code, String words) {
    return Map.entry(code, new Meaning(Kind.TRANSIENT, words));
  }

  private static Map.Entry<Integer, Meaning> settings(int code, String words) {
    return Map.entry(code, new Meaning(Kind.SETTINGS, words));
  }

  static Optional<Kind> kind(int code) {
    return Optional.ofNullable(MEANINGS.get(code)).map(Meaning::kind);
  }

  static Optional<String> words(int code) {
    return Optional.ofNullable(MEANINGS.get(code)).map(Meaning::words);
  }

  static boolean isRight(int code) {
    return RIGHTS.contains(code);
  }
}
