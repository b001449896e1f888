package dev.rollcall.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.testkit.server.TestServers;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions are shared and outlive their users for a while; here the while ends when told. */
class CassandraSessionsIT {

  private final Queue<Runnable> later = new ArrayDeque<>();
  private final CassandraSessions sessions = new CassandraSessions(later::add);
  private final CassandraAddress address =
      CassandraAddress.DEFAULT.withContactPoint(TestServers.cassandra().address());

  @AfterEach
  void endTheWhile() {
    runLater();
  }

  @Test
  void sinksOfOneAddressShareASessionAndOthersDoNot() {
    SharedSession first = sessions.acquire(address);
    SharedSession same = sessions.acquire(address.withMaxInFlight(first.address().maxInFlight()));
    SharedSession other = sessions.acquire(address.withMaxInFlight(7));

    assertThat(same).isSameAs(first);
    assertThat(other.session()).isNotSameAs(first.session());
    assertThat(other.permits().availablePermits()).isEqualTo(7);
    sessions.release(first);
    sessions.release(same);
    sessions.release(other);
  }

  @Test
  void aSessionIsClosedSomeTimeAfterItsLastUserHasLetItGo() {
    SharedSession session = sessions.acquire(address);
    sessions.acquire(address);

    sessions.release(session);
    runLater();
    assertThat(session.session().isClosed()).isFalse();

    sessions.release(session);
    assertThat(session.session().isClosed()).isFalse();
    runLater();
    assertThat(session.session().isClosed()).isTrue();
  }

  @Test
  void aSessionThatIsTakenUpAgainInTimeStaysOpen() {
    SharedSession session = sessions.acquire(address);
    sessions.release(session);

    assertThat(sessions.acquire(address)).isSameAs(session);
    runLater();

    assertThat(session.session().isClosed()).isFalse();
    sessions.release(session);
  }

  @Test
  void afterASessionWasClosedTheNextUserGetsANewOne() {
    SharedSession closed = sessions.acquire(address);
    sessions.release(closed);
    runLater();

    SharedSession fresh = sessions.acquire(address);

    assertThat(fresh.session().isClosed()).isFalse();
    sessions.release(fresh);
  }

  private void runLater() {
    for (Runnable task = later.poll(); task != null; task = later.poll()) {
      task.run();
    }
  }
}
