package dev.rollcall.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says why a database rejects a row, and which column or constraint is to blame, in words of our
 * own, because the server's quote values. Names only columns of the table. Threadsafe.
 */
final class RejectionReason {

  /** The end of a message of MySQL or MariaDB; values stand before it. */
  private static final Pattern MYSQL_COLUMN =
      Pattern.compile(
          "(?:(?:for|in)\\ column (?:`[^`]*`\\.`[^`]*`\\.`([^`]+)`|'([^']+)')(?: at row \\d+)?\\.?"
              + "|^(?:\\(conn=\\d+\\) )?Column '([^']+)' cannot be null)$");

  /** These messages hold names only. */
  private static final Pattern MYSQL_CONSTRAINT =
      Pattern.compile(
          "^(?:\\(conn=\\d+\\) )?(?:CONSTRAINT `([^`]+)` failed for [^'\"]*"
              + "|Check constraint '([^']+)' is violated\\.?"
              + "|Cannot add or update a child row: a foreign key constraint fails \\([^'\"]*"
              + "CONSTRAINT `([^`]+)` FOREIGN KEY .*)$");

  /**
   * The last line, which the server writes about the portal; those before it may quote anything.
   */
  private static final Pattern PARAMETER =
      Pattern.compile("(?:^|\n)[^$\"'\n:{]*(?:\"[^\"\n]*\"[^$\"'\n:{]*)?\\$(\\d{1,5})$");

  private static final String KEY_TOO_LONG = "54000";

  private RejectionReason() {}

  /** The reason, without a row to look at. */
  static String of(SQLException failure, @Nullable SqlTable table) {
    return of(failure, table, List.of());
  }

  /**
   * The reason for one row.
   *
   * @param suspects columns whose values do not fit, for servers that name none
   */
  static String of(SQLException failure, @Nullable SqlTable table, List<String> suspects) {
    SQLException error = JdbcErrors.informative(failure);
    String why = JdbcErrors.isPacket(failure) ? JdbcErrors.PACKET : JdbcErrors.described(error);
    return blamed(error, table).or(() -> shown(suspects)).map(who -> who + ": " + why).orElse(why);
  }

  private static Optional<String> blamed(SQLException error, @Nullable SqlTable table) {
    if (table == null) {
      return Optional.empty();
    }
    if (KEY_TOO_LONG.equals(error.getSQLState())) {
      return shown(table.keyNames());
    }
    Optional<String> column =
        Stream.of(ServerFields.column(error), parameter(error, table), group(MYSQL_COLUMN, error))
            .flatMap(Optional::stream)
            .filter(table.names()::contains)
            .findFirst();
    return column
        .flatMap(name -> shown(List.of(name)))
        .or(
            () ->
                ServerFields.constraint(error)
                    .or(() -> group(MYSQL_CONSTRAINT, error))
                    .map(name -> constraint(name, table)));
  }

  /** MariaDB names a column's own check {@code table.column}, that of JSON among them. */
  private static String constraint(String name, SqlTable table) {
    String column = name.substring(name.lastIndexOf('.') + 1);
    return name.equals(table.tablePart() + "." + column) && table.names().contains(column)
        ? "column '" + column + "'"
        : "constraint '" + name + "'";
  }

  /** PostgreSQL numbers the parameters of a statement of whole rows. */
  private static Optional<String> parameter(SQLException error, SqlTable table) {
    return ServerFields.context(error).flatMap(context -> parameter(context, table));
  }

  static Optional<String> parameter(String context, SqlTable table) {
    return Optional.of(PARAMETER.matcher(context))
        .filter(Matcher::find)
        .map(matcher -> Integer.parseInt(matcher.group(1)) - 1)
        .filter(position -> position >= 0)
        .map(position -> table.names().get(position % table.names().size()));
  }

  private static Optional<String> group(Pattern pattern, SQLException error) {
    Matcher matcher = pattern.matcher(String.valueOf(error.getMessage()));
    if (error.getErrorCode() == 0 || !matcher.find()) {
      return Optional.empty();
    }
    return Stream.of(1, 2, 3).map(matcher::group).filter(name -> name != null).findFirst();
  }

  private static Optional<String> shown(List<String> columns) {
    return columns.isEmpty()
        ? Optional.empty()
        : Optional.of(
            (columns.size() == 1 ? "column '" : "columns '") + String.join("', '", columns) + "'");
  }
}
