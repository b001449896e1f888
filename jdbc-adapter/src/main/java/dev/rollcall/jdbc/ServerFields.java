package dev.rollcall.jdbc;

import java.sql.SQLException;
import java.util.Optional;

/**
 * Fields of an error of PostgreSQL that never hold a value: names of what is in the catalog, and
 * the place in the server's code. Read by reflection, because a user brings the driver, in whatever
 * class loader. Threadsafe.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-error-fields.html">The fields</a>
 */
final class ServerFields {

  private ServerFields() {}

  /** Whether the error is the server's and not the driver's. */
  static boolean isOfServer(SQLException failure) {
    return message(failure).isPresent();
  }

  static Optional<String> column(SQLException failure) {
    return field(failure, "getColumn");
  }

  static Optional<String> constraint(SQLException failure) {
    return field(failure, "getConstraint");
  }

  static Optional<String> routine(SQLException failure) {
    return field(failure, "getRoutine");
  }

  /** The server's context of the error; never show it, because it may quote values. */
  static Optional<String> context(SQLException failure) {
    return field(failure, "getWhere");
  }

  private static Optional<String> field(SQLException failure, String getter) {
    return message(failure)
        .flatMap(message -> called(message, getter))
        .map(String.class::cast)
        .filter(text -> !text.isEmpty());
  }

  private static Optional<Object> message(SQLException failure) {
    return failure.getClass().getName().startsWith("org.postgresql.")
        ? called(failure, "getServerErrorMessage")
        : Optional.empty();
  }

  private static Optional<Object> called(Object target, String getter) {
    try {
      return Optional.ofNullable(target.getClass().getMethod(getter).invoke(target));
    } catch (ReflectiveOperationException otherDriver) {
      return Optional.empty();
    }
  }
}
