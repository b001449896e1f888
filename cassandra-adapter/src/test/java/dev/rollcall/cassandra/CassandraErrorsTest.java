package dev.rollcall.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.NodeUnavailableException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.connection.FrameTooLongException;
import com.datastax.oss.driver.api.core.connection.HeartbeatException;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.BootstrappingException;
import com.datastax.oss.driver.api.core.servererrors.DefaultWriteType;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.ServerError;
import com.datastax.oss.driver.api.core.servererrors.SyntaxError;
import com.datastax.oss.driver.api.core.servererrors.TruncateException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import com.datastax.oss.driver.api.core.servererrors.WriteFailureException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import com.datastax.oss.driver.internal.core.metadata.DefaultEndPoint;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.error.TransientException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CassandraErrorsTest {

  private static final String WHERE = "cassandra:k.t";

  /** Never asked anything: errors only carry it. */
  private static final Node NODE =
      (Node)
          Proxy.newProxyInstance(
              Node.class.getClassLoader(),
              new Class<?>[] {Node.class},
              (proxy, method, args) ->
                  switch (method.getName()) {
                    case "hashCode" -> 1;
                    case "equals" -> proxy == args[0];
                    default -> "a node";
                  });

  static Stream<Throwable> passingErrors() {
    return Stream.of(
        new DriverTimeoutException("too late"),
        new NoNodeAvailableException(),
        new NodeUnavailableException(NODE),
        new RequestThrottlingException("too many"),
        new BusyConnectionException(1_024),
        new ClosedConnectionException("closed"),
        new HeartbeatException(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), "no heartbeat", null),
        new BootstrappingException(NODE),
        new OverloadedException(NODE),
        new ServerError(NODE, "internal"),
        new TruncateException(NODE, "truncated"),
        new UnavailableException(NODE, DefaultConsistencyLevel.LOCAL_QUORUM, 2, 1),
        new WriteTimeoutException(
            NODE, DefaultConsistencyLevel.LOCAL_QUORUM, 1, 2, DefaultWriteType.SIMPLE),
        new WriteFailureException(
            NODE, DefaultConsistencyLevel.ONE, 0, 1, DefaultWriteType.SIMPLE, 1, Map.of()),
        allNodes(new OverloadedException(NODE), new ClosedConnectionException("closed")));
  }

  static Stream<Throwable> fatalErrors() {
    return Stream.of(
        new SyntaxError(NODE, "line 1"),
        new UnauthorizedException(NODE, "no"),
        allNodes(new ClosedConnectionException("closed"), new UnauthorizedException(NODE, "no")),
        new InvalidQueryException(
            NODE,
            "Request on table k.t with ttl of 630720000 seconds exceeds maximum supported expiration"
                + " date of 2038-01-19T03:14:06+00:00."),
        new IllegalStateException("Session is closed"),
        new ArithmeticException("a fault of ours"));
  }

  @ParameterizedTest
  @MethodSource("passingErrors")
  void whatMayPassIsTransient(Throwable error) {
    assertKind(error, TransientException.class);
    assertThat(CassandraErrors.ofSetup(error, WHERE)).isInstanceOf(TransientException.class);
  }

  @ParameterizedTest
  @MethodSource("fatalErrors")
  void whatWillNotPassIsFatal(Throwable error) {
    assertKind(error, FatalException.class);
  }

  @Test
  void aRefusedStatementIsADataErrorAndItsWordsAreNotRepeated() {
    assertKind(new InvalidQueryException(NODE, "bad 'Ada Lovelace'"), DataException.class);
    assertThat(message("bad 'Ada Lovelace'"))
        .isEqualTo(WHERE + ": the server refused the row; its log tells why");
    assertThat(message("Rejected an oversized mutation (7/5) for keyspace: k. Top keys are: t.Ada"))
        .isEqualTo(WHERE + ": the server refused the row: Rejected an oversized mutation (7/5)");
    assertThat(message("Key length of 70000 is longer than maximum of 65535"))
        .endsWith(": Key length of 70000 is longer than maximum of 65535");
    assertThat(
            message(
                "Guardrail column_value_size violated: Value of body has size 2.000MiB, this"
                    + " exceeds the failure threshold of 1MiB."))
        .contains("Value of body has size 2.000MiB, this exceeds the failure threshold of 1MiB");
  }

  @Test
  void aRefusedLoginNamesNobody() {
    Throwable login =
        new AuthenticationException(
            new DefaultEndPoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)),
            "Provided username canary and/or password are incorrect");
    Throwable right = new UnauthorizedException(NODE, "User canary has no MODIFY permission");

    assertThat(List.of(login, right, allNodes(login), allNodes(right)))
        .allSatisfy(
            error -> {
              StringWriter all = new StringWriter();
              CassandraErrors.ofSetup(error, WHERE).printStackTrace(new PrintWriter(all));
              assertThat(all.toString()).contains("login or permission").doesNotContain("canary");
            });
  }

  @Test
  void beforeAnyRowARefusedStatementIsFatal() {
    assertThat(CassandraErrors.ofSetup(new InvalidQueryException(NODE, "no such keyspace"), WHERE))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("no such keyspace");
  }

  @Test
  void aRowLargerThanAFrameIsADataError() {
    FrameTooLongException error =
        new FrameTooLongException(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), "too long");

    assertKind(error, DataException.class);
    assertKind(allNodes(error), DataException.class);
  }

  @Test
  void whatAParserStumblesOverIsNotQuotedForItMayBeAPassword() {
    for (String text :
        List.of("password = ${the-secret}", "password = \"the-secret", "the-secret")) {
      ConfigException refused =
          catchThrowableOfType(
              ConfigException.class, () -> ConfigFactory.parseString(text).resolve());

      assertThat(CassandraErrors.of(refused, "here"))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("cannot be read as HOCON")
          .hasMessageNotContaining("the-secret");
    }
  }

  @Test
  void settingsThatCannotBeReadAreAConfigurationError() {
    assertKind(
        new ConfigException.BadValue("a.path", "not a duration"), ConfigurationException.class);
  }

  @Test
  void ourOwnErrorsStayAsTheyAre() {
    FatalException own = new FatalException("own");

    assertThat(CassandraErrors.of(new CompletionException(own), WHERE)).isSameAs(own);
  }

  private static void assertKind(Throwable error, Class<? extends RollcallException> kind) {
    assertThat(CassandraErrors.of(error, WHERE)).isInstanceOf(kind);
    assertThat(CassandraErrors.of(new CompletionException(error), WHERE)).isInstanceOf(kind);
  }

  private static String message(String said) {
    return CassandraErrors.of(new InvalidQueryException(NODE, said), WHERE).getMessage();
  }

  private static AllNodesFailedException allNodes(Throwable... causes) {
    return AllNodesFailedException.fromErrors(
        Stream.of(causes).map(cause -> Map.entry(NODE, cause)).toList());
  }
}
