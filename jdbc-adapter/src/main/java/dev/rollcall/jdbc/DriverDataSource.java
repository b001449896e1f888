package dev.rollcall.jdbc;

import dev.rollcall.core.error.ConfigurationException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to one address, straight from the driver. The pool gets this instead of URL and
 * login, so that it cannot log them. Threadsafe.
 */
final class DriverDataSource implements DataSource {

  private final JdbcAddress address;
  private final Driver driver;

  DriverDataSource(JdbcAddress address) {
    this.address = address;
    this.driver = driver(address.dialect());
  }

  /** By class name: {@code DriverManager} sees only what the system's class loader sees. */
  private static Driver driver(Dialect dialect) {
    for (ClassLoader loader :
        new @Nullable ClassLoader[] {
          DriverDataSource.class.getClassLoader(), Thread.currentThread().getContextClassLoader()
        }) {
      try {
        return (Driver)
            Class.forName(dialect.driver(), true, loader).getDeclaredConstructor().newInstance();
      } catch (ReflectiveOperationException absent) {
        // perhaps the other has it
      }
    }
    throw new ConfigurationException(
        "%s: its driver, %s, is not on the class path; add the Maven artifact %s"
            .formatted(dialect.name(), dialect.driver(), dialect.driverArtifact()));
  }

  @Override
  public Connection getConnection() throws SQLException {
    Properties properties = address.properties();
    Connection connection = driver.connect(address.driverUrl(), properties);
    if (connection == null) {
      throw new ConfigurationException(
          address + ": the driver cannot read the url; expected jdbc:…://host:port/database");
    }
    return connection;
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
