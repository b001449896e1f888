package dev.rollcall.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.testkit.server.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A sink whose way to the server breaks and is mended. */
@Tag("long")
class CassandraOutageIT {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(Column.of("id", ColumnType.STRING), Column.of("n", ColumnType.INT64)), "id");

  private static final List<RowSink.VersionedRow> ROWS =
      IntStream.range(0, 300)
          .mapToObj(
              i ->
                  new RowSink.VersionedRow(
                      Row.of(SCHEMA, "key " + i, (long) i),
                      new Row.Version(1, Instant.EPOCH, i, 0)))
          .toList();

  private static final RetryPolicy PATIENT =
      new RetryPolicy(60, Duration.ofSeconds(1), Duration.ofSeconds(1));

  private TestKeyspace keyspace;
  private BreakableProxy proxy;

  @BeforeEach
  void open() throws IOException {
    keyspace = TestKeyspace.made();
    keyspace.execute("CREATE TABLE %s.t (id text PRIMARY KEY, n bigint)");
    proxy = new BreakableProxy(TestServers.cassandra().contactPoint());
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    keyspace.close();
  }

  @Test
  void aCutConnectionIsTransientAndTheSameSinkGoesOnWhenItIsMended() {
    try (RowSink sink = table("20 seconds").open(SCHEMA, TestKeyspace.OWNER)) {
      assertThat(sink.write(ROWS.subList(0, 10)).rejections()).isEmpty();
      proxy.cut();

      assertThatThrownBy(() -> sink.write(ROWS)).isInstanceOf(TransientException.class);

      proxy.mend();
      assertThat(PATIENT.call(() -> sink.write(ROWS).rejections())).isEmpty();
    }
    assertThat(keyspace.execute("SELECT id FROM %s.t")).hasSize(ROWS.size());
  }

  @Test
  void lostAcknowledgementsAreTransientAndWritingAgainChangesNothing() {
    try (RowSink sink = table("1 second").open(SCHEMA, TestKeyspace.OWNER)) {
      assertThat(sink.write(ROWS.subList(0, 10)).rejections()).isEmpty();
      proxy.muteAnswers();

      assertThatThrownBy(() -> sink.write(ROWS)).isInstanceOf(TransientException.class);

      proxy.cut();
      proxy.mend();
      assertThat(PATIENT.call(() -> sink.write(ROWS).rejections())).isEmpty();
    }
    assertThat(keyspace.execute("SELECT id, n, WRITETIME(n) FROM %s.t"))
        .hasSize(ROWS.size())
        .allSatisfy(row -> assertThat(row.getString(0)).isEqualTo("key " + row.getLong(1)))
        .allSatisfy(row -> assertThat(row.getLong(2)).isEqualTo(row.getLong(1)));
  }

  @Test
  void whoReadsIsToldWithinTenSecondsThatNothingAnswersAndWhoWritesByThePipelineOnly() {
    proxy.muteAnswers();
    CassandraTable silent =
        table("2 seconds")
            .driverConfig(Map.of("advanced.connection.init-query-timeout", "11 seconds"));
    String told = "cassandra at [" + proxy.address() + "]: no connection within 8 s";

    assertThat(saidWhile(() -> silent.open(SCHEMA, TestKeyspace.OWNER))).doesNotContain(told);
    assertThat(saidWhile(() -> CassandraRecords.of(silent, "id", "at").parts()))
        .containsOnlyOnce(told);
  }

  private static String saidWhile(ThrowingCallable call) {
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      assertThatThrownBy(call).isInstanceOf(TransientException.class);
    } finally {
      System.setErr(err);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aWriteToAStoreThatIsAwayFailsWithinTenSeconds() {
    try (RowSink sink = table("2 seconds").open(SCHEMA, TestKeyspace.OWNER)) {
      assertThat(sink.write(ROWS.subList(0, 10)).rejections()).isEmpty();
      proxy.muteAnswers();
      long began = System.nanoTime();

      assertThatThrownBy(() -> sink.write(ROWS)).isInstanceOf(TransientException.class);

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
      proxy.cut();
      assertThatThrownBy(() -> PATIENT.call(() -> noNode(sink)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("none is up that can be reached");
    }
  }

  /** Writes until no connection is left; what is said then, as an error that is not tried again. */
  private static List<RowSink.Rejection> noNode(RowSink sink) {
    try {
      return sink.write(ROWS).rejections();
    } catch (TransientException away) {
      if (String.valueOf(away.getMessage()).contains("no node can be asked")) {
        throw new ConfigurationException(away.getMessage());
      }
      throw away;
    }
  }

  /** Few permits, so that one that is not given back is missed. */
  private CassandraTable table(String timeout) {
    return CassandraTable.in(keyspace.name())
        .named("t")
        .contactPoint(proxy.address())
        .localDatacenter(TestServers.cassandra().localDatacenter())
        .maxInFlight(3)
        .driverConfig(
            Map.of(
                "basic.request.timeout", timeout,
                "advanced.reconnection-policy.base-delay", "100 milliseconds",
                "advanced.reconnection-policy.max-delay", "1 second"));
  }
}
