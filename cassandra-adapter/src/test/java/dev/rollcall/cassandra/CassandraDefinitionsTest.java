package dev.rollcall.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.DefaultWriteType;
import com.datastax.oss.driver.api.core.servererrors.ProtocolError;
import com.datastax.oss.driver.api.core.servererrors.ReadFailureException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.DefinitionRegistry.Entry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the table of definitions is asked, and what its errors become; without a server. */
class CassandraDefinitionsTest {

  private static final Node NODE =
      (Node)
          Proxy.newProxyInstance(
              Node.class.getClassLoader(), new Class<?>[] {Node.class}, (self, call, args) -> null);

  private static final Entry FIRST = new Entry("users", 1);

  private final List<SimpleStatement> asked = new ArrayList<>();

  @Test
  void aMissingRightNamesTheTableAndTheGrantsAndNoUser() {
    CassandraDefinitions denied =
        failing(new UnauthorizedException(NODE, "User canary has no SELECT permission"));

    assertThatThrownBy(denied::entries)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cassandra:k.t: permission was refused for k.rollcall_definitions")
        .hasMessageContaining("GRANT SELECT ON k.rollcall_definitions TO role;")
        .hasMessageContaining("GRANT MODIFY ON k.rollcall_definitions TO role;")
        .satisfies(error -> assertThat(trace(error)).doesNotContain("canary"));
    assertThatThrownBy(() -> denied.replace(null, FIRST))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void aTransactionOfUnknownEndIsTriedAgain() {
    for (RuntimeException unknown :
        List.of(
            new WriteTimeoutException(NODE, ConsistencyLevel.SERIAL, 0, 1, DefaultWriteType.CAS),
            new ProtocolError(NODE, "Unknown error code: 5888"))) {
      assertThatThrownBy(() -> failing(unknown).replace(null, FIRST))
          .isInstanceOf(TransientException.class);
    }
  }

  @Test
  void aTableWhoseTombstonesCannotBeReadCountsAsFilled() {
    CassandraDefinitions unreadable =
        failing(
            new ReadFailureException(
                NODE, ConsistencyLevel.LOCAL_QUORUM, 0, 1, 1, false, Map.of()));

    assertThat(unreadable.statementsBefore(null, new Entry("users", 2)))
        .containsExactly(
            "INSERT INTO k.rollcall_definitions (target, pipeline, version, since, details)"
                + " VALUES ('t', 'users', 2, toTimestamp(now()), '') IF NOT EXISTS;");
    assertThat(unreadable.statementsBefore(null, FIRST)).isEmpty();
  }

  @Test
  void transactionsSpanTheDatacentersThatTheWritesSpan() {
    assertThat(levels("LOCAL_QUORUM")).containsExactly("LOCAL_QUORUM", "LOCAL_SERIAL");
    assertThat(levels("ONE")).containsExactly("LOCAL_QUORUM", "LOCAL_SERIAL");
    assertThat(levels("QUORUM")).containsExactly("QUORUM", "SERIAL");
    assertThat(levels("EACH_QUORUM")).containsExactly("QUORUM", "SERIAL");
    assertThat(levels("ALL")).containsExactly("QUORUM", "SERIAL");
  }

  private List<String> levels(String ofWrites) {
    asked.clear();
    CassandraDefinitions definitions = failing(new IllegalStateException(), ofWrites);
    assertThatThrownBy(() -> definitions.replace(FIRST, new Entry("users", 2)))
        .isInstanceOf(RollcallException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    SimpleStatement statement = asked.get(0);
    return List.of(
        statement.getConsistencyLevel().name(), statement.getSerialConsistencyLevel().name());
  }

  private CassandraDefinitions failing(RuntimeException error) {
    return failing(error, "LOCAL_QUORUM");
  }

  private CassandraDefinitions failing(RuntimeException error, String consistency) {
    CqlSession session =
        (CqlSession)
            Proxy.newProxyInstance(
                CqlSession.class.getClassLoader(),
                new Class<?>[] {CqlSession.class},
                (self, call, args) -> {
                  asked.add((SimpleStatement) args[0]);
                  throw error;
                });
    TableOptions options = TableOptions.DEFAULT.withConsistency(consistency);
    return new CassandraDefinitions("cassandra:k.t", session, new TableCql("k", "t", options));
  }

  private static String trace(Throwable error) {
    StringWriter all = new StringWriter();
    error.printStackTrace(new PrintWriter(all));
    return all.toString();
  }
}
