package dev.rollcall.faults.kill.worker;

import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.pipeline.FlushBounds;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunListener;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.pipeline.RunStatus;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.faults.kill.visit.Visits;
import dev.rollcall.jdbc.JdbcAggregates;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.source.KafkaSource;
import dev.rollcall.mongo.MongoAggregates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One worker of the group in a JVM of its own. What it does it tells on standard output, one line
 * each ({@link Said}); what it is told comes on standard input: {@code arm <failpoint>}, {@code
 * disarm}, {@code go}, {@code status}. It halts when its standard input closes. SIGTERM stops it in
 * good order.
 */
public final class WorkerProcess implements RunListener {

  private WorkerProcess() {}

  /** Runs until it is stopped; the arguments are those of {@link WorkerSettings}. */
  public static void main(String[] args) {
    WorkerSettings settings = WorkerSettings.of(args);
    Duration drain = Duration.ofMillis(Long.parseLong(settings.drainMs()));
    boolean commitFirst = settings.bug().equals("commit-first");
    try {
      PipelineRunner runner =
          PipelineRunner.builder(pipeline(settings))
              .workers(Integer.parseInt(settings.threads()))
              .inFlight(Long.parseLong(settings.inFlight()), 64L << 20)
              .flushEvery(Duration.ofMillis(Long.parseLong(settings.flushMs())))
              .drainWithin(drain)
              .listener(new WorkerProcess())
              .start(new WatchedOrigin(source(settings), commitFirst));
      listen(runner);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(runner, drain), "stop"));
      Said.line("ready");
      runner.awaitEnd();
      Said.line("ended");
    } catch (RollcallException failure) {
      Said.line("failed", oneLine(failure));
      failure.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private static Pipeline pipeline(WorkerSettings settings) {
    return Pipeline.named("visits")
        .records(Visits.type())
        .rows(
            new WatchedRows(
                CassandraTable.in(settings.keyspace())
                    .named("visits")
                    .contactPoint(settings.cassandra())
                    .localDatacenter(settings.datacenter())
                    .autoCreate(),
                Integer.parseInt(settings.rowsPerSecond())))
        .aggregate(
            Aggregation.named(WorkerSettings.AGGREGATION)
                .groupBy("city")
                .count()
                .sum("amount")
                .sum("mark"))
        .into(new WatchedAggregates(aggregates(settings), settings.bug().equals("deaf")))
        .deadLetters(
            new WatchedLetters(
                DeadLetterTopic.named(settings.letters())
                    .bootstrapServers(settings.kafka())
                    .autoCreate()))
        .flush(new FlushBounds(5_000, 8L << 20))
        .build();
  }

  private static AggregateTarget aggregates(WorkerSettings settings) {
    return settings.storeIsSql()
        ? JdbcAggregates.url(settings.store()).autoCreate()
        : MongoAggregates.database(settings.database()).connectionString(settings.store());
  }

  private static KafkaSource source(WorkerSettings settings) {
    int session = Integer.parseInt(settings.sessionMs());
    return KafkaSource.topic(settings.topic())
        .group(settings.group())
        .bootstrapServers(settings.kafka())
        .property("session.timeout.ms", Integer.toString(session))
        .property("heartbeat.interval.ms", Integer.toString(session / 6))
        .property("max.poll.interval.ms", settings.pollMs());
  }

  private static void stop(PipelineRunner runner, Duration drain) {
    long began = System.nanoTime();
    boolean drained = runner.stop(drain);
    Said.line("stopped", drained, (System.nanoTime() - began) / 1_000_000);
  }

  /** The thread that obeys the parent, and ends this JVM when the parent is gone. */
  private static void listen(PipelineRunner runner) {
    Thread thread =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  obey(line, runner);
                }
              } catch (IOException gone) {
                // a broken pipe is a closed one
              }
              Runtime.getRuntime().halt(2);
            },
            "parent");
    thread.setDaemon(true);
    thread.start();
  }

  private static void obey(String line, PipelineRunner runner) {
    if (line.startsWith("arm ")) {
      Failpoints.arm(Failpoint.labelled(line.substring("arm ".length())));
    } else if (line.equals("disarm")) {
      Failpoints.disarm();
    } else if (line.equals("go")) {
      Failpoints.go();
    } else if (line.equals("status")) {
      RunStatus status = runner.status();
      Runtime memory = Runtime.getRuntime();
      Said.line(
          "status",
          status.inFlightRecords(),
          status.inFlightBytes(),
          status.lag(),
          (memory.totalMemory() - memory.freeMemory()) >> 20);
    }
  }

  @Override
  public void assigned(Collection<SourcePartition> partitions) {
    Said.line("assigned", numbers(partitions));
  }

  @Override
  public void revoked(Collection<SourcePartition> partitions) {
    Said.line("revoked", numbers(partitions));
  }

  @Override
  public void lost(Collection<SourcePartition> partitions) {
    Said.line("lost", numbers(partitions));
  }

  @Override
  public void flushed(SourcePartition partition, RunReport report, Duration took) {
    RunReport.Applied applied = report.aggregations().get(WorkerSettings.AGGREGATION);
    if (applied != null && report.read() > 0) {
      Said.line(
          "flushed",
          partition.partition(),
          report.read(),
          applied.applied(),
          applied.alreadyApplied(),
          took.toMillis());
    }
  }

  @Override
  public void committed(Map<SourcePartition, Long> next) {
    Said.line("committed", numbers(next.keySet()));
  }

  @Override
  public void restarted(SourcePartition partition, RollcallException failure) {
    Said.line("restarted", partition.partition(), oneLine(failure));
  }

  private static String oneLine(RollcallException failure) {
    return String.valueOf(failure.getMessage()).replace('\n', ' ');
  }

  private static String numbers(Collection<SourcePartition> partitions) {
    return partitions.stream()
        .map(partition -> Integer.toString(partition.partition()))
        .collect(Collectors.joining(","));
  }
}
