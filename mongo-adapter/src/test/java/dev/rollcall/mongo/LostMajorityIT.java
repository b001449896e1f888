package dev.rollcall.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineBuilder;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run against a replica set that has lost its majority, which a proxy before the server plays.
 */
class LostMajorityIT {

  private static final int GUESTS = 2_000;
  private static final RecordType GUEST =
      RecordType.named("guest")
          .key("id")
          .column("id", ColumnType.STRING)
          .from("id")
          .column("country", ColumnType.STRING)
          .from("country")
          .column("age", ColumnType.INT64)
          .from("age")
          .build();

  private final PrintStream standardError = System.err;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private TestDatabase database;
  private ReplyProxy proxy;

  @BeforeEach
  void start() {
    database = new TestDatabase();
    proxy = new ReplyProxy(database.port());
    // an earlier run has entered both: an opening is not tried again
    database
        .rows("guests")
        .open(GUEST.schema(), new DefinitionRegistry.Entry("guest-list", 1))
        .close();
    PipelineRunner.runUntilCaughtUp(
        definition(RetryPolicy.DEFAULT).into(database.aggregates()).build(),
        InMemorySource.named("guests", 1));
    // the tests' backend logs there
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    System.setErr(standardError);
    proxy.close();
    database.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRunSaysThatTheStoreCannotConfirmAndCountsExactlyWhenItCanAgain(boolean seenAtOnce) {
    LostMajority fault = new LostMajority(3, seenAtOnce);
    proxy.play(fault);

    PipelineRunner.runUntilCaughtUp(
        pipeline(new RetryPolicy(8, Duration.ofMillis(1), Duration.ofMillis(10))), source());

    assertThat(fault.timeouts()).isEqualTo(3);
    assertThat(counts())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("country0", 500L, "country1", 500L, "country2", 500L, "country3", 500L));
    assertThat(database.collection("guests").countDocuments()).isEqualTo(GUESTS);
    assertThat(lines("is unavailable: "))
        .isNotEmpty()
        .allMatch(line -> line.contains("could not confirm the write on a majority (code 64"));
    assertThat(lines("is back after")).hasSameSizeAs(lines("is unavailable: "));
  }

  @Test
  void aRunOnAStoreThatStaysWithoutMajorityEndsByItsRetryPolicyAndNoneIsCountedTwice()
      throws IOException {
    LostMajority fault = new LostMajority(Integer.MAX_VALUE, false);
    proxy.play(fault);
    Pipeline pipeline =
        aggregates(new RetryPolicy(4, Duration.ofMillis(1), Duration.ofMillis(10))).build();
    InMemorySource source = source();
    long began = System.nanoTime();

    assertThatThrownBy(() -> PipelineRunner.runUntilCaughtUp(pipeline, source))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("aggregation 'by_country'")
        .hasMessageContaining("did not confirm a write 4 times in a row")
        .hasMessageContaining("could not confirm the write on a majority (code 64");

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    assertThat(fault.timeouts()).isEqualTo(4);
    assertThat(lines("is unavailable: ")).as("one per incident, not per retry").hasSize(1);
    assertThat(counts()).isEmpty();

    // what the primary had taken arrives with its secondaries, before the run that goes on
    proxy.play(new LostMajority(0, false));
    fault.secondariesAreBack();
    PipelineRunner.runUntilCaughtUp(pipeline, source);
    assertThat(counts().values()).containsOnly(500L).hasSize(4);
  }

  @Test
  void aRunWhoseRowsAreNeverConfirmedEndsToo() {
    proxy.play(new LostMajority(Integer.MAX_VALUE, true));

    assertThatThrownBy(
            () ->
                PipelineRunner.runUntilCaughtUp(
                    pipeline(new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(10))),
                    source()))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("could not confirm the write on a majority");
    assertThat(lines("is unavailable: ")).hasSize(1);
  }

  private Pipeline pipeline(RetryPolicy retry) {
    return aggregates(retry)
        .rows(
            MongoRows.database(database.name())
                .collection("guests")
                .connectionString(proxy.connectionString("")))
        .build();
  }

  private PipelineBuilder aggregates(RetryPolicy retry) {
    return definition(retry)
        .into(
            MongoAggregates.database(database.name()).connectionString(proxy.connectionString("")));
  }

  private static PipelineBuilder definition(RetryPolicy retry) {
    return Pipeline.named("guest-list")
        .records(GUEST)
        .aggregate(Aggregation.named("by_country").groupBy("country").count().sum("age"))
        .retry(retry);
  }

  private static InMemorySource source() {
    InMemorySource source = InMemorySource.named("guests", 1);
    for (int i = 0; i < GUESTS; i++) {
      source.add(0, "{\"id\":\"g%d\",\"country\":\"country%d\",\"age\":3}".formatted(i, i % 4));
    }
    return source;
  }

  private Map<String, Long> counts() {
    try (MongoAggregateReader reader = database.aggregates().read()) {
      Map<String, Long> counts = new TreeMap<>();
      for (Map<String, Object> result : reader.results("by_country")) {
        counts.put((String) result.get("country"), (Long) result.get("count"));
        assertThat(result.get("sum_age"))
            .isEqualTo(BigDecimal.valueOf((Long) result.get("count") * 3));
      }
      return counts;
    }
  }

  private List<String> lines(String what) {
    return log.toString(StandardCharsets.UTF_8).lines().filter(l -> l.contains(what)).toList();
  }
}
