package dev.rollcall.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.pipeline.ErrorPolicy;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineBuilder;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunListener;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.pipeline.RunStatus;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.SourcePartition;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PipelineMetricsTest {

  private static final SourcePartition PARTITION = new SourcePartition("guests", 0);

  private final MockClock clock = new MockClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
  private final InMemorySource source = InMemorySource.named("guests", 2);

  @Test
  void theCountersAreTheAccountsOfTheRun() {
    RunReport report = run(guestsAndSome(), pipeline("counters"));

    assertThat(count("rollcall.elements.read")).isEqualTo(report.read()).isEqualTo(7);
    assertThat(count("rollcall.elements.written")).isEqualTo(report.written()).isEqualTo(4);
    assertThat(count("rollcall.elements.filtered")).isEqualTo(report.filtered()).isEqualTo(1);
    assertThat(count("rollcall.elements.sink.rejected")).isZero();
    assertThat(deadLettered("malformed-json")).isEqualTo(1);
    assertThat(deadLettered("wrong-type")).isEqualTo(1);
    assertThat(applied("rollcall.aggregation.applied")).isEqualTo(4);
    assertThat(applied("rollcall.aggregation.already.applied")).isZero();
  }

  @Test
  void aReplayIsCountedAsReadAgainAndAsAppliedAlready() {
    Pipeline pipeline = pipeline("replay");
    run(guestsAndSome(), pipeline);
    source.rewind();

    run(source, pipeline);

    assertThat(count("rollcall.elements.read")).isEqualTo(14);
    assertThat(applied("rollcall.aggregation.applied")).isEqualTo(4);
    assertThat(applied("rollcall.aggregation.already.applied")).isEqualTo(4);
  }

  @Test
  void timesAreThoseOfFlushesAndOfEachTargetInThem() {
    run(guestsAndSome(), pipeline("times"));

    double flushes = registry.get("rollcall.flush").timer().totalTime(TimeUnit.NANOSECONDS);
    assertThat(flushes).isPositive();
    double targets =
        registry.get("rollcall.target").timers().stream()
            .mapToDouble(timer -> timer.totalTime(TimeUnit.NANOSECONDS))
            .sum();
    assertThat(registry.get("rollcall.target").timers())
        .extracting(timer -> timer.getId().getTag("target"))
        .containsExactlyInAnyOrder(
            "memory:times-rows", "memory:times-documents", "memory:times-letters");
    assertThat(targets).isPositive().isLessThanOrEqualTo(flushes);
  }

  @Test
  void everyCounterIsThereBeforeTheFirstRecord() {
    PipelineMetrics.of(registry, pipeline("zero"));

    assertThat(count("rollcall.elements.read")).isZero();
    assertThat(applied("rollcall.aggregation.already.applied")).isZero();
    assertThat(count("rollcall.partition.restarts")).isZero();
    assertThat(registry.get("rollcall.lag").gauge().value()).as("not known yet").isNaN();
  }

  @Test
  void theGaugesAreHowTheRunStands() {
    PipelineMetrics metrics = PipelineMetrics.of(registry, pipeline("gauges"));
    metrics.observed(status(RunStatus.State.RUNNING, 1_200, 300));

    assertThat(registry.get("rollcall.lag").gauge().value()).isEqualTo(1_200);
    assertThat(registry.get("rollcall.in.flight.records").gauge().value()).isEqualTo(300);
    assertThat(registry.get("rollcall.in.flight.bytes").gauge().value()).isEqualTo(30_000);
    assertThat(registry.get("rollcall.partitions").gauge().value()).isEqualTo(1);
    assertThat(registry.get("rollcall.run.live").gauge().value()).isEqualTo(1);
  }

  @Test
  void theCommitAgeGrowsOnlyWhileSomethingWaitsForItsCommit() {
    PipelineMetrics metrics = PipelineMetrics.of(registry, pipeline("age"));
    clock.add(Duration.ofSeconds(7));
    metrics.observed(status(RunStatus.State.RUNNING, 1_200, 300));
    assertThat(commitAgeSeconds()).isEqualTo(7);

    metrics.committed(Map.of(PARTITION, 5L));
    assertThat(commitAgeSeconds()).isZero();

    clock.add(Duration.ofSeconds(60));
    metrics.observed(status(RunStatus.State.RUNNING, 0, 0));
    assertThat(commitAgeSeconds()).as("nothing to commit").isZero();
  }

  @Test
  void restartsAndLostPartitionsAreCounted() {
    PipelineMetrics metrics = PipelineMetrics.of(registry, pipeline("trouble"));
    metrics.restarted(PARTITION, new TransientException("away"));
    metrics.lost(Set.of(PARTITION, new SourcePartition("guests", 1)));

    assertThat(count("rollcall.partition.restarts")).isEqualTo(1);
    assertThat(count("rollcall.partitions.lost")).isEqualTo(2);
  }

  @Test
  void theGaugesGoWhenTheRunStopsAndStayWhenItFails() {
    run(guestsAndSome(), pipeline("stops"));
    assertThat(registry.find("rollcall.lag").gauge()).isNull();
    assertThat(registry.find("rollcall.commit.age").gauge()).isNull();

    Pipeline strict =
        definition("fails")
            .onError(ErrorPolicy.failFast())
            .rows(InMemoryRows.named("fails"))
            .build();
    source.rewind();
    assertThatThrownBy(() -> run(source, strict)).isInstanceOf(FatalException.class);
    assertThat(registry.get("rollcall.run.live").tag("pipeline", "fails").gauge().value()).isZero();
  }

  @Test
  void aRunAfterAFailedOneHasGaugesOfItsOwn() {
    Pipeline pipeline = pipeline("again");
    PipelineMetrics.of(registry, pipeline).observed(status(RunStatus.State.FAILED, 5, 0));
    PipelineMetrics.of(registry, pipeline).observed(status(RunStatus.State.RUNNING, 6, 0));

    assertThat(registry.get("rollcall.lag").gauges()).hasSize(1);
    assertThat(registry.get("rollcall.lag").gauge().value()).isEqualTo(6);
  }

  @Test
  void twoRunsAtOnceAreToldApartByATagOfTheirOwn() {
    Pipeline pipeline = pipeline("twice");
    PipelineMetrics.of(registry, pipeline, Tag.of("worker", "1"))
        .observed(status(RunStatus.State.RUNNING, 5, 0));
    PipelineMetrics.of(registry, pipeline, Tag.of("worker", "2"))
        .observed(status(RunStatus.State.RUNNING, 6, 0));

    assertThat(registry.get("rollcall.lag").tag("worker", "1").gauge().value()).isEqualTo(5);
    assertThat(registry.get("rollcall.lag").tag("worker", "2").gauge().value()).isEqualTo(6);
  }

  @Test
  void whatAPathNamedDerivedGaveIsNotWhatWasDerived() {
    RecordType type =
        RecordType.named("guest")
            .key("id")
            .column("id", ColumnType.STRING)
            .from("id")
            .column("age", ColumnType.INT64)
            .from("derived")
            .derived("name", ColumnType.STRING, (row, time) -> "n")
            .build();
    source.add(0, "{\"id\":\"ann\",\"derived\":31}");
    run(source, Pipeline.named("paths").records(type).rows(InMemoryRows.named("paths")).build());

    assertThat(values("age", "derived")).isEqualTo(1);
    assertThat(values("age", "(derived)")).isZero();
    assertThat(values("name", "(derived)")).isEqualTo(1);
  }

  @Test
  void theElementsOfEachBranchAreCounted() {
    RecordType type = RecordType.named("guest").key("id").column("id", ColumnType.STRING).build();
    InMemoryRows rows = InMemoryRows.named("branches");
    source.add(0, guest("ann", "de", "31")).add(0, guest("bob", "fr", "42"));
    run(
        source,
        Pipeline.named("branches")
            .branch("all", b -> b.records(type).rows(rows))
            .branch("french", b -> b.records(type).whereField("country", "fr").rows(rows))
            .build());

    assertThat(count("rollcall.elements.read")).as("the sum").isEqualTo(3);
    assertThat(ofBranch("all", "read")).isEqualTo(2);
    assertThat(ofBranch("french", "written")).isEqualTo(1);
    assertThat(values("french.id", "id")).isEqualTo(1);
  }

  private double ofBranch(String branch, String outcome) {
    return registry
        .get("rollcall.branch.elements")
        .tag("branch", branch)
        .tag("outcome", outcome)
        .counter()
        .count();
  }

  private double values(String column, String path) {
    return registry
        .get("rollcall.column.values")
        .tag("column", column)
        .tag("source", path)
        .counter()
        .count();
  }

  @Test
  void tagsAreNamesOfTheDefinitionAndNothingOfARecord() {
    run(guestsAndSome(), pipeline("tags"));

    assertThat(registry.getMeters())
        .isNotEmpty()
        .allSatisfy(
            meter -> {
              assertThat(meter.getId().getName()).startsWith("rollcall.");
              assertThat(meter.getId().getTag("pipeline")).isEqualTo("tags");
              assertThat(meter.getId().getTags())
                  .extracting(Tag::getKey)
                  .as("le is a bucket's bound")
                  .isSubsetOf(
                      "pipeline", "aggregation", "column", "source", "reason", "target", "le");
              assertThat(meter.getId().toString()).doesNotContain("hunter2", "ann", "guests-0");
            });
  }

  private InMemorySource guestsAndSome() {
    source
        .add(0, guest("ann", "de", "31"))
        .add(0, guest("bob", "fr", "42"))
        .add(0, guest("eve", "fr", "7"))
        .add(0, "not json")
        .add(1, guest("joe", "de", "\"old\""))
        .add(1, guest("kim", "de", "53"))
        .add(1, guest("lea", "it", "64"));
    return source;
  }

  private static String guest(String id, String country, String age) {
    return "{\"id\":\"%s\",\"country\":\"%s\",\"age\":%s,\"password\":\"hunter2\"}"
        .formatted(id, country, age);
  }

  private static PipelineBuilder definition(String name) {
    return Pipeline.named(name)
        .records(
            RecordType.named("guest")
                .key("id")
                .column("id", ColumnType.STRING)
                .from("id")
                .column("country", ColumnType.STRING)
                .from("country")
                .column("age", ColumnType.INT64)
                .from("age")
                .secret("password")
                .build())
        .where(row -> row.getLong("age") >= 18);
  }

  private static Pipeline pipeline(String name) {
    return definition(name)
        .rows(InMemoryRows.named(name + "-rows"))
        .aggregate(Aggregation.named("by_country").groupBy("country").count())
        .into(InMemoryAggregates.named(name + "-documents"))
        .deadLetters(InMemoryDeadLetters.named(name + "-letters"))
        .build();
  }

  private RunReport run(InMemorySource from, Pipeline pipeline) {
    RunListener metrics = PipelineMetrics.of(registry, pipeline);
    try (PipelineRunner run = PipelineRunner.builder(pipeline).listener(metrics).start(from)) {
      return run.awaitCaughtUp();
    }
  }

  private static RunStatus status(RunStatus.State state, long lag, long inFlight) {
    boolean live = state == RunStatus.State.RUNNING;
    return new RunStatus(
        state, Set.of(PARTITION), lag, inFlight, inFlight * 100, live, live, RunReport.EMPTY);
  }

  private double count(String name) {
    return registry.get(name).counter().count();
  }

  private double deadLettered(String reason) {
    return registry.get("rollcall.elements.dead.lettered").tag("reason", reason).counter().count();
  }

  private double applied(String name) {
    return registry.get(name).tag("aggregation", "by_country").counter().count();
  }

  private double commitAgeSeconds() {
    return registry.get("rollcall.commit.age").timeGauge().value(TimeUnit.SECONDS);
  }
}
