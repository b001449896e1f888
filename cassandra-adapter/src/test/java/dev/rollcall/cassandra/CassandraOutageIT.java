package dev.rollcall.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.VersionedRow;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.RowVersion;
import dev.rollcall.core.record.Schema;
import dev.rollcall.testkit.server.TestServers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sink whose way to the server breaks and is mended. */
class CassandraOutageIT {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(Column.of("id", ColumnType.STRING), Column.of("n", ColumnType.INT64)), "id");

  private static final List<VersionedRow> ROWS =
      IntStream.range(0, 300)
          .mapToObj(
              i ->
                  new VersionedRow(
                      Row.of(SCHEMA, "key " + i, (long) i), new RowVersion(Instant.EPOCH, i, 0)))
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
    try (RowSink sink = table("20 seconds").open(SCHEMA)) {
      assertThat(sink.write(ROWS.subList(0, 10))).isEmpty();
      proxy.cut();

      assertThatThrownBy(() -> sink.write(ROWS)).isInstanceOf(TransientException.class);

      proxy.mend();
      assertThat(PATIENT.call(() -> sink.write(ROWS))).isEmpty();
    }
    assertThat(keyspace.execute("SELECT id FROM %s.t")).hasSize(ROWS.size());
  }

  @Test
  void lostAcknowledgementsAreTransientAndWritingAgainChangesNothing() {
    try (RowSink sink = table("1 second").open(SCHEMA)) {
      assertThat(sink.write(ROWS.subList(0, 10))).isEmpty();
      proxy.muteAnswers();

      assertThatThrownBy(() -> sink.write(ROWS)).isInstanceOf(TransientException.class);

      proxy.cut();
      proxy.mend();
      assertThat(PATIENT.call(() -> sink.write(ROWS))).isEmpty();
    }
    assertThat(keyspace.execute("SELECT id, n, WRITETIME(n) FROM %s.t"))
        .hasSize(ROWS.size())
        .allSatisfy(row -> assertThat(row.getString(0)).isEqualTo("key " + row.getLong(1)))
        .allSatisfy(row -> assertThat(row.getLong(2)).isEqualTo(row.getLong(1)));
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
