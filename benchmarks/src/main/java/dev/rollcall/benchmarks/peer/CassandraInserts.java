package dev.rollcall.benchmarks.peer;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Asynchronous inserts into Cassandra, so many in flight. */
public final class CassandraInserts implements ProfileWriter {

  private static final String KEYSPACE = "rollcall_bench";
  private static final int IN_FLIGHT = 512;

  private final CqlSession session;
  private final PreparedStatement insert;
  private final Semaphore inFlight = new Semaphore(IN_FLIGHT);

  CassandraInserts(String store, String table) {
    session = connect(store);
    session.execute(
        "create keyspace if not exists "
            + KEYSPACE
            + " with replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    session.execute(
        "create table %s.%s (id uuid primary key, first_name text, last_name text, gender text,"
                .formatted(KEYSPACE, table)
            + " address text, post_code text, email text, username text, dob timestamp,"
            + " registered_date timestamp, phone text, picture text)");
    insert =
        session.prepare(
            "insert into %s.%s (%s) values (?,?,?,?,?,?,?,?,?,?,?,?)"
                .formatted(KEYSPACE, table, COLUMNS));
  }

  private static CqlSession connect(String store) {
    int colon = store.indexOf(':');
    int slash = store.indexOf('/');
    return CqlSession.builder()
        .addContactPoint(
            new InetSocketAddress(
                store.substring(0, colon), Integer.parseInt(store.substring(colon + 1, slash))))
        .withLocalDatacenter(store.substring(slash + 1))
        .withConfigLoader(
            DriverConfigLoader.programmaticBuilder()
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
                .build())
        .build();
  }

  @Override
  public void write(List<@Nullable Object[]> profiles) throws InterruptedException {
    List<CompletableFuture<?>> sent = new ArrayList<>(profiles.size());
    for (@Nullable Object[] profile : profiles) {
      inFlight.acquire();
      sent.add(
          session
              .executeAsync(insert.bind(profile))
              .toCompletableFuture()
              .whenComplete((done, failure) -> inFlight.release()));
    }
    for (CompletableFuture<?> insertion : sent) {
      insertion.join();
    }
  }

  @Override
  public void close() {
    session.close();
  }

  /** Removes a table of whichever program. */
  public static void drop(String store, String table) {
    try (CqlSession session = connect(store)) {
      session.execute("drop table if exists %s.%s".formatted(KEYSPACE, table));
    }
  }
}
