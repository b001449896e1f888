package dev.rollcall.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.core.error.ConfigurationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection pools of this JVM: one per address, however many stores and sinks use it. A pool
 * that is no longer used is kept for {@link #LINGER}, because an executor opens and closes a store
 * for every batch. Threadsafe.
 */
final class JdbcPools {

  /** How long a pool is kept when its last user has let it go. */
  static final Duration LINGER = Duration.ofSeconds(30);

  /** Longer than a connection takes, shorter than a store that is away may go unsaid. */
  static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(6);

  /** Of a connection that was idle. */
  private static final Duration WAIT_FOR_SIGN_OF_LIFE = Duration.ofSeconds(2);

  private static final Duration IDLE = Duration.ofMinutes(2);

  /** The pools of all stores and sinks. */
  static final JdbcPools SHARED =
      new JdbcPools(CompletableFuture.delayedExecutor(LINGER.toMillis(), TimeUnit.MILLISECONDS));

  private static final Logger LOG = LoggerFactory.getLogger(JdbcPools.class);

  private record Used(HikariDataSource pool, Dialect dialect, int users) {
    Used with(int others) {
      return new Used(pool, dialect, users + others);
    }
  }

  private final ConcurrentMap<JdbcAddress, Used> open = new ConcurrentHashMap<>();
  private final Executor later;

  JdbcPools(Executor later) {
    this.later = later;
  }

  /** A share in the pool of an address, made if need be; close the share, never the pool. */
  SharedPool acquire(JdbcAddress address) {
    Used used =
        open.compute(
            address, (same, before) -> before == null ? connected(address) : before.with(1));
    return new SharedPool(used.pool(), used.dialect(), () -> release(address));
  }

  private void release(JdbcAddress address) {
    Used left = open.computeIfPresent(address, (same, used) -> used.with(-1));
    if (left != null && left.users() == 0) {
      later.execute(() -> open.computeIfPresent(address, JdbcPools::closedIfUnused));
    }
  }

  /** Null, which forgets the pool, once it is closed. */
  private static @Nullable Used closedIfUnused(JdbcAddress address, Used used) {
    if (used.users() > 0) {
      return used;
    }
    used.pool().close();
    return null;
  }

  /** One connection is made without the pool, which would try for long before it tells why not. */
  private static Used connected(JdbcAddress address) {
    DriverSource source = new DriverSource(address);
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
    dialect.quotingLogger().ifPresent(JdbcPools::tellOf);
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
    return new Used(new HikariDataSource(config), dialect, 1);
  }

  /** The logging is the application's, so it is told, not changed. */
  private static void tellOf(String quotingLogger) {
    if (LoggerFactory.getLogger(quotingLogger).isWarnEnabled()) {
      LOG.warn(
          "the driver logs what the server says of refused rows, values included; to keep them out"
              + " of your logs switch the logger {} off",
          quotingLogger);
    }
  }

  /** The pool is made without a connection; an old one of somebody else's cannot do that. */
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
