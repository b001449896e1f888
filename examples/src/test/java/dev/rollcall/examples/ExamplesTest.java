package dev.rollcall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemoryRunLog;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.pipeline.BatchRun;
import dev.rollcall.core.pipeline.HmacKey;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.randomuser.ApiBatch;
import dev.rollcall.randomuser.RandomUserClient;
import dev.rollcall.testkit.randomuser.OfflineApi;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Every definition in memory; {@code rollcall run} runs the same over real servers. */
class ExamplesTest {

  private static final int USERS = 50;
  private static final LocalDate DAY = LocalDate.parse("2026-01-02");

  private final InMemoryRows rows;
  private final InMemoryAggregates figures;
  private final InMemoryDeadLetters letters;

  ExamplesTest(TestInfo test) {
    String name = "examples-" + test.getDisplayName();
    rows = InMemoryRows.named(name);
    figures = InMemoryAggregates.named(name);
    letters = InMemoryDeadLetters.named(name);
  }

  @Test
  void createdUsersAreRows() {
    RunReport report = run(CreatedUsers.pipeline(rows, letters), users());

    assertThat(report.written()).isEqualTo(USERS);
    assertThat(rows.rows())
        .hasSize(USERS)
        .allSatisfy(row -> assertThat(row.getString("address")).contains(", "));
  }

  @Test
  void aWarehouseHasRowsAndFigures() {
    run(UserWarehouse.pipeline(rows, figures, letters), users());

    assertThat(rows.rows())
        .hasSize(USERS)
        .allSatisfy(row -> assertThat(row.getString("continent")).isNotNull());
    assertThat(total(figures.results("users_by_region").stream(), "count")).isEqualTo(USERS);
  }

  @Test
  void profilesAreOfAgeAndPseudonymised() {
    HmacKey key = HmacKey.ofHex("00".repeat(32));

    RunReport report = run(ProfileAnalytics.pipeline(rows, figures, letters, key), users());

    assertThat(report.written() + report.filtered()).isEqualTo(USERS);
    assertThat(rows.rows())
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.getLong("age")).isGreaterThanOrEqualTo(18))
        .allSatisfy(row -> assertThat(row.getString("phone")).matches("[0-9a-f]{64}"));
    assertThat(total(figures.results(ProfileAnalytics.MEAN_AGE).stream(), "count"))
        .isEqualTo(report.written());
  }

  @Test
  void shopEventsAreRowsAndFigures() {
    InMemoryRows raw = InMemoryRows.named("examples-raw-events");
    InMemorySource source =
        InMemorySource.named("shop", 1)
            .add(0, event("view", "12.50"))
            .add(0, event("purchase", "12.50"))
            .add(0, event("purchase", ""));

    RunReport report = run(CommerceAnalytics.pipeline("shop", raw, rows, figures, letters), source);

    assertThat(report.deadLettered()).as("a purchase without a price").isOne();
    assertThat(raw.rows()).hasSize(2);
    assertThat(rows.rows()).hasSize(2);
    assertThat(figures.results("funnel_per_day"))
        .singleElement()
        .satisfies(
            day -> assertThat(day).containsEntry("views", 1L).containsEntry("purchases", 1L));
  }

  @Test
  void aDayIsFetchedCleanedAndCounted() {
    InMemoryRows raw = InMemoryRows.named("examples-raw-users");
    InMemoryRunLog log = new InMemoryRunLog();
    InMemorySource fetched = InMemorySource.named("fetched", 1);

    try (OfflineApi api = OfflineApi.start()) {
      RandomUserClient client = RandomUserClient.builder().baseUri(api.uri()).build();
      ApiBatch batch = ApiBatch.of("api", "the API", client.pages(USERS), Instant.now());
      BatchRun.of(DailyBatch.extract(DAY, raw, letters), log)
          .run("extract", batch, BatchRun.Engine.here(1));
    }
    raw.rows().forEach(row -> fetched.add(0, row.getString("raw_data")));
    run(DailyBatch.transform(rows, letters), fetched);
    fetched.rewind();
    run(DailyBatch.load(DAY, figures, letters), fetched);

    assertThat(rows.rows()).hasSize(USERS);
    assertThat(figures.results("user_statistics"))
        .singleElement()
        .satisfies(
            day ->
                assertThat(day)
                    .containsEntry("stat_date", DAY)
                    .containsEntry("total_users", (long) USERS));
  }

  private static RunReport run(Pipeline pipeline, InMemorySource source) {
    return PipelineRunner.runUntilCaughtUp(pipeline, source);
  }

  private static InMemorySource users() {
    InMemorySource source = InMemorySource.named("users", 1);
    try (OfflineApi api = OfflineApi.start()) {
      RandomUserClient.builder()
          .baseUri(api.uri())
          .build()
          .pages(USERS)
          .forEach(page -> source.add(0, new String(page.body(), StandardCharsets.UTF_8)));
    }
    return source;
  }

  private static String event(String type, String price) {
    return """
        {"event_time": "2019-12-01 00:00:00 UTC", "event_type": "%s", "product_id": 1,
         "price": "%s", "user_id": 3, "user_session": "s"}"""
        .formatted(type, price);
  }

  private static long total(java.util.stream.Stream<Map<String, Object>> results, String measure) {
    return results.mapToLong(result -> (Long) result.get(measure)).sum();
  }
}
