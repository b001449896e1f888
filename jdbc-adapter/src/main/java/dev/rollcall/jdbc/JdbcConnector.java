package dev.rollcall.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.core.error.ConfigurationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connection pools. Threadsafe. */
final class JdbcConnector {

  /** Longer than connecting takes, shorter than an unreachable store may go unreported. */
  static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(6);

  /** Bounds validating an idle connection. */
  private static final Duration WAIT_FOR_SIGN_OF_LIFE = Duration.ofSeconds(2);

  private static final Duration IDLE = Duration.ofMinutes(2);

  private static final Logger LOG = LoggerFactory.getLogger(JdbcConnector.class);

  private JdbcConnector() {}

  /**
   * A pool and what its server is.
   *
   * @param pool open
   * @param dialect of the actual server
   */
  record Connected(HikariDataSource pool, Dialect dialect) {
    void close() {
      pool.close();
    }
  }

  /**
   * Opens one connection without the pool, which would retry for long before it reports why, and
   * then the pool.
   *
   * @throws dev.rollcall.core.error.RollcallException what the driver threw, in its kind
   */
  static Connected connect(JdbcAddress address) {
    DriverDataSource source = new DriverDataSource(address);
    Dialect dialect;
    try (Connection first = source.getConnection()) {
      dialect = address.dialect().ofProduct(first.getMetaData().getDatabaseProductName());
    } catch (SQLException failure) {
      throw JdbcErrors.ofSetup(address.toString(), failure);
    } catch (ConfigurationException known) {
      throw known;
    } catch (RuntimeException refused) {
      // its message may quote the login
      throw new ConfigurationException(
          address + ": the driver refuses the url or its options; check them");
    }
    dialect.quotingLogger().ifPresent(JdbcConnector::warnOf);
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setPoolName("rollcall-" + dialect.name());
    config.setMaximumPoolSize(address.maxConnections());
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE.toMillis());
    config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
    config.setValidationTimeout(WAIT_FOR_SIGN_OF_LIFE.toMillis());
    neverFailAtFirst(config);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setConnectionInitSql(dialect.sessionSql());
    return new Connected(new HikariDataSource(config), dialect);
  }

  /** Warns only, because logging is configured by the application. */
  private static void warnOf(String quotingLogger) {
    if (LoggerFactory.getLogger(quotingLogger).isWarnEnabled()) {
      LOG.warn(
          "the driver logs what the server says of refused rows, values included; to keep them out"
              + " of your logs switch the logger {} off",
          quotingLogger);
    }
  }

  /** Lets the pool start without a connection, which an old HikariCP cannot. */
  private static void neverFailAtFirst(HikariConfig config) {
    try {
      config.setInitializationFailTimeout(-1);
    } catch (NoSuchMethodError old) {
      throw new ConfigurationException(
          "the HikariCP on the class path is older than 2.7; on Spark, which brings 2.5 for Hive,"
              + " send a newer one along (--jars) and set spark.driver.userClassPathFirst and"
              + " spark.executor.userClassPathFirst to true");
    }
  }
}
