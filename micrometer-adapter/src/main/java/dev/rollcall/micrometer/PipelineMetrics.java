package dev.rollcall.micrometer;

import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.flatten.Coverage;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunListener;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.pipeline.RunStatus;
import dev.rollcall.core.record.SourcePartition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Turns the events of a run into meters of a registry. Create one for each run, on either engine:
 *
 * <pre>{@code
 * PipelineRunner.builder(pipeline).listener(PipelineMetrics.of(registry, pipeline)).start(source);
 * SparkPipelines.on(spark).listener(PipelineMetrics.of(registry, pipeline)).start(pipeline, topic);
 * }</pre>
 *
 * <p>Every meter has the tag {@code pipeline}. In Prometheus they are called
 *
 * <ul>
 *   <li>{@code rollcall_elements_read_total}, {@code …_written_total}, {@code …_filtered_total},
 *       {@code …_dead_lettered_total} (tag {@code reason}): elements whose outcome is durable,
 *       including replayed ones; read is the sum of the other three
 *   <li>{@code rollcall_elements_sink_rejected_total}: the dead-lettered elements that a sink
 *       refused
 *   <li>{@code rollcall_aggregation_applied_total}, {@code
 *       rollcall_aggregation_already_applied_total} (tag {@code aggregation}): elements merged, and
 *       those that an earlier run had merged
 *   <li>{@code rollcall_flush_seconds}: duration of a flush; on Spark, a partition's share of a
 *       batch
 *   <li>{@code rollcall_target_seconds} (tag {@code target}, such as {@code
 *       cassandra:people.users}): of that, the calls of a sink or store
 *   <li>{@code rollcall_lag_records}: records in the source that were not read yet
 *   <li>{@code rollcall_in_flight_records}, {@code rollcall_in_flight_bytes}: read and not yet
 *       durable; 0 on Spark
 *   <li>{@code rollcall_commit_age_seconds}: time since offsets were committed or nothing was left
 *       to commit; near 0 also while the source is idle (up to 10 s on Spark, which checks less
 *       often)
 *   <li>{@code rollcall_partitions}: partitions assigned to this run
 *   <li>{@code rollcall_run_live}: 1, or 0 when the run has failed
 *   <li>{@code rollcall_partition_restarts_total}, {@code rollcall_partitions_lost_total}
 * </ul>
 *
 * Durations have the buckets {@link #BUCKETS}. Tags are names from the definition and classes of
 * reasons: no keys, no addresses, no data of records. The gauges are removed when the run is
 * stopped; those of a run that failed remain, so that alerts see them. Not threadsafe: an engine
 * makes one call at a time.
 */
public final class PipelineMetrics implements RunListener {

  /** Upper bounds of the histogram buckets, for quantiles over many workers: 5 ms to 30 s. */
  public static final List<Duration> BUCKETS =
      List.of(
          Duration.ofMillis(5),
          Duration.ofMillis(10),
          Duration.ofMillis(25),
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          Duration.ofMillis(250),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofMillis(2_500),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));

  private final MeterRegistry registry;
  private final Tags tags;
  private final RunGauges gauges;

  private PipelineMetrics(MeterRegistry registry, Pipeline pipeline, Tags tags) {
    this.registry = registry;
    this.tags = tags;
    this.gauges = new RunGauges(registry, tags);
    // from 0 on, so that the first increase is seen as one
    count(RunReport.EMPTY);
    pipeline.aggregations().forEach(each -> count(each.name(), new RunReport.Applied(0, 0)));
    restarts().increment(0);
    lost().increment(0);
  }

  /**
   * Registers the meters of a run of this pipeline.
   *
   * @param more additional tags; required only if one JVM runs a pipeline several times at once, to
   *     distinguish the gauges of those runs
   */
  public static PipelineMetrics of(MeterRegistry registry, Pipeline pipeline, Tag... more) {
    return new PipelineMetrics(registry, pipeline, Tags.of("pipeline", pipeline.name()).and(more));
  }

  @Override
  public void stored(SourcePartition partition, String target, Duration took) {
    time("rollcall.target", "Calls of a sink or store during a flush", tags.and("target", target))
        .record(took);
  }

  @Override
  public void flushed(SourcePartition partition, RunReport report, Duration took) {
    count(report);
    report.aggregations().forEach(this::count);
    time("rollcall.flush", "Making durable what was read of a partition", tags).record(took);
  }

  @Override
  public void committed(Map<SourcePartition, Long> next) {
    gauges.committed();
  }

  @Override
  public void lost(Collection<SourcePartition> partitions) {
    lost().increment(partitions.size());
  }

  @Override
  public void restarted(SourcePartition partition, RollcallException error) {
    restarts().increment();
  }

  @Override
  public void observed(RunStatus status) {
    gauges.observed(status);
  }

  private void count(RunReport report) {
    counter("rollcall.elements.read", "Elements read", tags).increment(report.read());
    counter("rollcall.elements.written", "Elements accepted by all row sinks", tags)
        .increment(report.written());
    counter("rollcall.elements.outdated", "Elements whose row is older than the stored one", tags)
        .increment(report.outdated());
    counter("rollcall.elements.deleted", "Elements that delete a row, by all row sinks", tags)
        .increment(report.deleted());
    counter("rollcall.elements.filtered", "Elements that did not pass a filter", tags)
        .increment(report.filtered());
    counter("rollcall.elements.sink.rejected", "Elements that a row sink refused", tags)
        .increment(report.sinkRejected());
    report
        .reasons()
        .forEach(
            (reason, letters) ->
                counter(
                        "rollcall.elements.dead.lettered",
                        "Elements that could not be used",
                        tags.and("reason", reason))
                    .increment(letters));
    report.coverage().columns().forEach(column -> count(column.column(), column));
    report.branches().forEach(this::count);
  }

  /** The whole's meters have the sums; columns of branches bear the branch's name. */
  private void count(String branch, RunReport report) {
    Tags mine = tags.and("branch", branch);
    elements(mine, "read").increment(report.read());
    elements(mine, "written").increment(report.written());
    elements(mine, "outdated").increment(report.outdated());
    elements(mine, "deleted").increment(report.deleted());
    elements(mine, "filtered").increment(report.filtered());
    elements(mine, "dead-lettered").increment(report.deadLettered());
    report.coverage().columns().forEach(column -> count(branch + "." + column.column(), column));
  }

  private Counter elements(Tags branch, String outcome) {
    return counter(
        "rollcall.branch.elements", "Elements of a branch", branch.and("outcome", outcome));
  }

  /** By paths, which are declared; never by names of fields that records brought. */
  private void count(String name, Coverage.ColumnCoverage column) {
    Tags mine = tags.and("column", name);
    column.sources().forEach(source -> values(mine, source.path()).increment(source.gave()));
    // in brackets, so that it is no path: one may be called "derived"
    values(mine, "(derived)").increment(column.derived());
  }

  private Counter values(Tags column, String source) {
    return counter(
        "rollcall.column.values",
        "Values that a source of a column gave",
        column.and("source", source));
  }

  private void count(String aggregation, RunReport.Applied applied) {
    Tags mine = tags.and("aggregation", aggregation);
    counter("rollcall.aggregation.applied", "Elements merged into documents", mine)
        .increment(applied.applied());
    counter(
            "rollcall.aggregation.already.applied",
            "Elements that an earlier run had merged into documents",
            mine)
        .increment(applied.alreadyApplied());
  }

  private Counter restarts() {
    return counter(
        "rollcall.partition.restarts",
        "Partitions that began again at their committed offset, after an error",
        tags);
  }

  private Counter lost() {
    return counter(
        "rollcall.partitions.lost",
        "Partitions that went to another worker before this one knew",
        tags);
  }

  private Counter counter(String name, String description, Tags of) {
    return Counter.builder(name).description(description).tags(of).register(registry);
  }

  private Timer time(String name, String description, Tags of) {
    return Timer.builder(name)
        .description(description)
        .tags(of)
        .serviceLevelObjectives(BUCKETS.toArray(Duration[]::new))
        .register(registry);
  }
}
