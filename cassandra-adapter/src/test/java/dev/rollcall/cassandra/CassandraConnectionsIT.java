package dev.rollcall.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cassandra.CassandraConnector.Connected;
import dev.rollcall.core.port.SharedResources;
import dev.rollcall.testkit.server.TestServers;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions are shared and outlive their users by an idle time, which the test ends. */
class CassandraConnectionsIT {

  private final Queue<Runnable> idleTimes = new ArrayDeque<>();
  private final SharedResources<CassandraAddress, Connected> shared =
      new SharedResources<>(Connected::close, idleTimes::add);
  private final CassandraAddress address =
      CassandraAddress.DEFAULT.withContactPoint(TestServers.cassandra().address());

  @AfterEach
  void endIdleTimes() {
    for (Runnable over = idleTimes.poll(); over != null; over = idleTimes.poll()) {
      over.run();
    }
  }

  @Test
  void sinksOfOneAddressShareASessionAndOthersDoNot() {
    CassandraConnections first = acquire(address);
    CassandraConnections same = acquire(address.withMaxInFlight(address.maxInFlight()));
    CassandraConnections other = acquire(address.withMaxInFlight(7));

    assertThat(same.session()).isSameAs(first.session());
    assertThat(same.permits()).isSameAs(first.permits());
    assertThat(other.session()).isNotSameAs(first.session());
    assertThat(other.permits().availablePermits()).isEqualTo(7);
    first.close();
    same.close();
    other.close();
  }

  @Test
  void aSessionIsClosedSomeTimeAfterItsLastUserHasLetItGo() {
    CassandraConnections first = acquire(address);
    CassandraConnections second = acquire(address);

    first.close();
    endIdleTimes();
    assertThat(second.session().isClosed()).isFalse();

    second.close();
    assertThat(second.session().isClosed()).isFalse();
    endIdleTimes();
    assertThat(second.session().isClosed()).isTrue();
  }

  @Test
  void aSessionThatIsTakenUpAgainInTimeStaysOpen() {
    CassandraConnections first = acquire(address);
    first.close();

    CassandraConnections again = acquire(address);
    assertThat(again.session()).isSameAs(first.session());
    endIdleTimes();

    assertThat(again.session().isClosed()).isFalse();
    again.close();
  }

  @Test
  void afterASessionWasClosedTheNextUserGetsANewOne() {
    acquire(address).close();
    endIdleTimes();

    CassandraConnections fresh = acquire(address);

    assertThat(fresh.session().isClosed()).isFalse();
    fresh.close();
  }

  private CassandraConnections acquire(CassandraAddress at) {
    return CassandraConnections.acquire(at, shared);
  }
}
