package dev.rollcall.faults.worker;

import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunListener;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.pipeline.RunStatus;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.faults.visit.Visits;
import dev.rollcall.jdbc.JdbcAggregates;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.source.KafkaSource;
import dev.rollcall.mongo.MongoAggregates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Scanner;
import java.util.stream.Collectors;

/**
 * One member of the consumer group, in a JVM of its own. It prints what happens ({@link
 * WorkerOutput}) and obeys the words of its standard input: a failpoint to wait at, and {@code go}.
 * It halts when its standard input closes; SIGTERM stops it in good order.
 */
public final class WorkerProcess implements RunListener {

  private static final Duration DRAIN = Duration.ofMillis(WorkerSettings.DRAIN_MS);

  private WorkerProcess() {}

  /** Runs until it is stopped; the argument is {@link WorkerSettings#toArgument}. */
  public static void main(String[] args) throws IOException {
    WorkerSettings settings = WorkerSettings.of(args[0]);
    WatchedPorts ports = new WatchedPorts(settings);
    try {
      PipelineRunner runner =
          PipelineRunner.builder(pipeline(settings, ports))
              .workers(2)
              .inFlight(settings.slow() ? WorkerSettings.SLOW_IN_FLIGHT : 20_000, 64L << 20)
              .flushEvery(Duration.ofMillis(400))
              .drainWithin(DRAIN)
              .listener(new WorkerProcess())
              .start(ports.source(source(settings)));
      listen();
      Runnable stop = () -> WorkerOutput.line("stopped", runner.stop(DRAIN));
      Runtime.getRuntime().addShutdownHook(new Thread(stop, "stop"));
      WorkerOutput.line("ready");
      runner.awaitEnd();
      WorkerOutput.line("ended");
    } catch (RollcallException failure) {
      WorkerOutput.line("failed", String.valueOf(failure.getMessage()).replace('\n', ' '));
      failure.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private static Pipeline pipeline(WorkerSettings settings, WatchedPorts ports) {
    return Pipeline.named("visits")
        .records(Visits.type())
        .rows(
            ports.rows(
                CassandraTable.in(settings.name())
                    .named(WorkerSettings.TABLE)
                    .contactPoint(settings.cassandra())
                    .localDatacenter(settings.datacenter())
                    .autoCreate()))
        .aggregate(Visits.byCity(WorkerSettings.AGGREGATION))
        .into(
            ports.aggregates(
                settings.store().startsWith("jdbc:")
                    ? JdbcAggregates.url(settings.store()).autoCreate()
                    : MongoAggregates.database(settings.name()).connectionString(settings.store())))
        .deadLetters(
            ports.letters(
                DeadLetterTopic.named(settings.letters())
                    .bootstrapServers(settings.kafka())
                    .autoCreate()))
        .flushAt(5_000, 8L << 20)
        .build();
  }

  private static KafkaSource source(WorkerSettings settings) {
    return KafkaSource.topic(settings.name())
        .group(settings.name())
        .bootstrapServers(settings.kafka())
        .property("session.timeout.ms", Integer.toString(WorkerSettings.SESSION_MS))
        .property("heartbeat.interval.ms", Integer.toString(WorkerSettings.SESSION_MS / 6))
        .property(
            "max.poll.interval.ms",
            Integer.toString(settings.slow() ? WorkerSettings.SLOW_POLL_MS : 60_000));
  }

  /** The thread that obeys the parent, and ends this JVM when the parent is gone. */
  private static void listen() {
    Thread thread =
        new Thread(
            () -> {
              Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
              lines.forEachRemaining(WorkerProcess::obey);
              Runtime.getRuntime().halt(2);
            },
            "parent");
    thread.setDaemon(true);
    thread.start();
  }

  private static void obey(String word) {
    if (word.equals("go")) {
      Failpoints.go();
    } else {
      Failpoints.arm(Failpoint.valueOf(word));
    }
  }

  @Override
  public void assigned(Collection<SourcePartition> partitions) {
    WorkerOutput.line("assigned", numbers(partitions));
    WorkerOutput.add(Count.ASSIGNMENTS, 1);
  }

  @Override
  public void revoked(Collection<SourcePartition> partitions) {
    WorkerOutput.line("departed", numbers(partitions));
    WorkerOutput.add(Count.DEPARTURES, 1);
  }

  @Override
  public void lost(Collection<SourcePartition> partitions) {
    revoked(partitions);
  }

  @Override
  public void flushed(SourcePartition partition, RunReport report, Duration took) {
    RunReport.Applied applied = report.aggregations().get(WorkerSettings.AGGREGATION);
    if (applied != null && report.read() > 0) {
      WorkerOutput.add(Count.READ, report.read());
      WorkerOutput.add(Count.ALREADY_APPLIED, applied.alreadyApplied());
      WorkerOutput.line("flushed", partition.partition());
    }
  }

  @Override
  public void restarted(SourcePartition partition, RollcallException failure) {
    WorkerOutput.add(Count.RESTARTS, 1);
  }

  @Override
  public void observed(RunStatus status) {
    Runtime memory = Runtime.getRuntime();
    WorkerOutput.peak(Count.PEAK_IN_FLIGHT, status.inFlightRecords());
    WorkerOutput.peak(
        Count.PEAK_HEAP_MEGABYTES, (memory.totalMemory() - memory.freeMemory()) >> 20);
  }

  private static String numbers(Collection<SourcePartition> partitions) {
    return partitions.stream()
        .map(partition -> Integer.toString(partition.partition()))
        .collect(Collectors.joining(" "));
  }
}
