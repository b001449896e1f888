package dev.rollcall.jdbc;

import java.lang.reflect.Constructor;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Makes parameters out of arrays that are bytes already. PostgreSQL's driver has a class for that,
 * which JDBC does not name; it is reached by reflection, because a user brings the driver, in
 * whatever class loader. Of one connection.
 */
final class DriverArrays {

  private static final String ARRAY = "org.postgresql.jdbc.PgArray";

  private final Object connection;
  private final Constructor<?> constructor;

  private DriverArrays(Object connection, Constructor<?> constructor) {
    this.connection = connection;
    this.constructor = constructor;
  }

  /** Empty if the driver cannot, or may send texts only. */
  static Optional<DriverArrays> of(Connection pooled) throws SQLException {
    Connection driver = pooled.unwrap(Connection.class);
    try {
      Object mode = driver.getClass().getMethod("getPreferQueryMode").invoke(driver);
      if ("SIMPLE".equals(String.valueOf(mode))) {
        return Optional.empty();
      }
      Class<?> array = Class.forName(ARRAY, true, driver.getClass().getClassLoader());
      for (Constructor<?> each : array.getConstructors()) {
        Class<?>[] types = each.getParameterTypes();
        if (types.length == 3 && types[1] == int.class && types[2] == byte[].class) {
          return Optional.of(new DriverArrays(driver, each));
        }
      }
    } catch (ReflectiveOperationException | LinkageError otherDriver) {
      // then single values do
    }
    return Optional.empty();
  }

  /**
   * An array.
   *
   * @param type its object id
   * @param bytes as {@link ArrayBytes} gives them
   */
  Array of(int type, byte[] bytes) throws SQLException {
    try {
      return (Array) constructor.newInstance(connection, type, bytes);
    } catch (ReflectiveOperationException e) {
      throw new SQLException("the driver does not take an array", e);
    }
  }
}
