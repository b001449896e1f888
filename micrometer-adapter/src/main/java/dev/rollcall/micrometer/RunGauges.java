package dev.rollcall.micrometer;

import dev.rollcall.core.pipeline.RunStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.search.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a run stands, as gauges. They replace those that an earlier run of the pipeline left. Written
 * by the engine, read by whoever scrapes.
 */
final class RunGauges {

  private final MeterRegistry registry;
  private final Tags tags;
  private final List<Meter> meters = new ArrayList<>();
  private volatile @Nullable RunStatus last;
  private volatile long committedAt;

  RunGauges(MeterRegistry registry, Tags tags) {
    this.registry = registry;
    this.tags = tags;
    committed();
    gauge("rollcall.lag", "records", "In the source and not handed out", RunStatus::lag);
    gauge(
        "rollcall.in.flight.records",
        "records",
        "Records handed out and not yet durable",
        RunStatus::inFlightRecords);
    gauge(
        "rollcall.in.flight.bytes",
        "bytes",
        "Bytes of the records handed out and not yet durable",
        RunStatus::inFlightBytes);
    gauge("rollcall.partitions", null, "Assigned to the run", status -> status.partitions().size());
    gauge(
        "rollcall.run.live",
        null,
        "1 while the run goes on, 0 when it has failed",
        status -> status.live() ? 1 : 0);
    String age = "rollcall.commit.age";
    replace(age);
    meters.add(
        TimeGauge.builder(age, this, TimeUnit.NANOSECONDS, RunGauges::ageNanos)
            .description("Since offsets were committed last, or there was nothing to commit")
            .tags(tags)
            .strongReference(true)
            .register(registry));
  }

  void committed() {
    committedAt = registry.config().clock().monotonicTime();
  }

  void observed(RunStatus status) {
    last = status;
    if (status.lag() == 0 && status.inFlightRecords() == 0) {
      committed();
    }
    if (status.state() == RunStatus.State.STOPPED) {
      meters.forEach(registry::remove);
    }
  }

  private double ageNanos() {
    return registry.config().clock().monotonicTime() - committedAt;
  }

  private void gauge(
      String name, @Nullable String unit, String description, ToDoubleFunction<RunStatus> value) {
    replace(name);
    meters.add(
        Gauge.builder(name, this, mine -> mine.value(value))
            .baseUnit(unit)
            .description(description)
            .tags(tags)
            .strongReference(true)
            .register(registry));
  }

  /** Not known before the first round. */
  private double value(ToDoubleFunction<RunStatus> value) {
    RunStatus status = last;
    return status == null ? Double.NaN : value.applyAsDouble(status);
  }

  private void replace(String name) {
    Search.in(registry).name(name).tags(tags).meters().forEach(registry::remove);
  }
}
