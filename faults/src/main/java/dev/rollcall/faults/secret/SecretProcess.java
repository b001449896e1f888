package dev.rollcall.faults.secret;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineBuilder;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.pipeline.RunListener;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.user.Users;
import dev.rollcall.micrometer.PipelineMetrics;
import dev.rollcall.testkit.randomuser.UserGenerator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works with secrets and leaves what came of it in a file. Arguments: the folder, how many records,
 * the seed, and whether to plant leaks.
 */
record SecretProcess(
    Path folder, Canaries canaries, SecretRecords records, SimpleMeterRegistry meters) {

  /** The file of what came of it, in the folder: {@value}. */
  static final String OUTCOME = "outcome.json";

  private static final Logger LOG = LoggerFactory.getLogger(SecretProcess.class);
  private static final int KINDS = 24;
  private static final RetryPolicy QUICK =
      new RetryPolicy(4, Duration.ofMillis(1), Duration.ofMillis(5));

  /** Ends with 0 once all files are written. */
  public static void main(String[] args) throws IOException {
    long seed = Long.parseLong(args[2]);
    Canaries canaries = new Canaries(seed);
    Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    SecretRecords records = new SecretRecords(new UserGenerator(clock), canaries, seed);
    new SecretProcess(Path.of(args[0]), canaries, records, new SimpleMeterRegistry())
        .run(Long.parseLong(args[1]), Boolean.parseBoolean(args[3]));
    System.exit(0);
  }

  private void run(long count, boolean planted) throws IOException {
    InMemorySource source = filled("good", count);
    Pipeline good = pipeline("good", Users.recordType(), false);
    runToItsEnd(good, source);
    runToItsEnd(pipeline("failing", Users.recordType(), true), filled("failing", count));
    runToItsEnd(pipeline("raw", raw(!planted), false), filled("raw", count));
    for (int kind = 0; kind < KINDS; kind++) {
      // no dead letters: the first bad element ends the run with an exception
      Pipeline strict =
          Pipeline.named("strict-" + kind)
              .records(Users.recordType())
              .rows(CapturedPorts.rows("strict", false))
              .build();
      runToItsEnd(strict, filled("strict", 1));
    }
    if (!planted) {
      useStores(CompiledPipeline.of(good).tables());
    } else {
      source.records().stream()
          .limit(5)
          .forEach(record -> LOG.info("read {}", CapturedPorts.string(record.value())));
      Captured.add(new ConfigurationException("cannot read mongodb://me:" + canaries.next() + "@"));
    }
    Captured.add(Channel.METRICS, meters.getMetersAsString());
    Captured.write(folder.resolve(OUTCOME), canaries.made());
  }

  private InMemorySource filled(String name, long size) {
    InMemorySource source = InMemorySource.named("secrets-" + name, 2);
    for (int i = 0; i < size; i++) {
      source.add(i % 2, records.next());
    }
    return source;
  }

  private static Pipeline pipeline(String name, RecordType type, boolean failing) {
    PipelineBuilder pipeline =
        Pipeline.named("secrets-" + name)
            .records(type)
            .rows(CapturedPorts.rows("captured-" + name, failing))
            .aggregate(
                Aggregation.named("all_" + name)
                    .groupBy(type.schema().column(1).name())
                    .count()
                    .min(type.schema().column(2).name())
                    .max(type.schema().column(3).name())
                    .distinct(type.schema().column(3).name()))
            .into(CapturedPorts.aggregates("captured-" + name))
            .deadLetters(CapturedPorts.letters("captured-" + name))
            .retry(QUICK);
    if (failing) {
      pipeline
          .where(row -> passes(row, 13))
          .derived("broken", ColumnType.STRING, (row, time) -> "" + passes(row, 11));
    }
    return pipeline.build();
  }

  private static boolean passes(Row row, int oneFailsOf) {
    if (CapturedPorts.text(row).hashCode() % oneFailsOf == 0) {
      throw new IllegalStateException("a step of " + CapturedPorts.text(row));
    }
    return true;
  }

  /** Whole elements as JSON: only the declaration of the secrets keeps them out. */
  private static RecordType raw(boolean redacted) {
    var type =
        RecordType.named("raw")
            .key("id")
            .envelope("results")
            .column("id", ColumnType.STRING)
            .from("login.username", "username", "email")
            .column("first", ColumnType.STRING)
            .from("name.first")
            .column("email", ColumnType.STRING)
            .column("last", ColumnType.STRING)
            .from("name.last")
            .column("login", ColumnType.JSON)
            .column("whole", ColumnType.JSON)
            .from("$");
    return (redacted ? type.secret("password", "salt", "md5", "sha1", "sha256") : type).build();
  }

  private void runToItsEnd(Pipeline pipeline, RecordSource.Origin origin) {
    Captured.add(Channel.DESCRIPTIONS, pipeline + "\n" + pipeline.plan());
    Captured.add(Channel.DESCRIPTIONS, RecordDefinition.of(pipeline.recordType()).describe());
    RunListener listener =
        new RunListener() {
          @Override
          public void flushed(SourcePartition partition, RunReport report, Duration took) {
            Captured.add(Channel.METRICS, partition + " " + report);
          }

          @Override
          public void restarted(SourcePartition partition, RollcallException error) {
            Captured.add(error);
          }
        };
    try (PipelineRunner runner =
        PipelineRunner.builder(pipeline)
            .restarts(QUICK)
            .listener(listener.and(PipelineMetrics.of(meters, pipeline)))
            .start(origin)) {
      try {
        Captured.hit(Hit.RECORDS_PROCESSED, runner.awaitCaughtUp().read());
      } finally {
        Captured.add(Channel.METRICS, runner.status() + " " + runner.status().report().reasons());
      }
    } catch (RuntimeException e) {
      Captured.hit(Hit.RUNS_ENDED_BY_AN_ERROR, 1);
      Captured.add(e);
    }
  }

  private void useStores(List<Aggregation.Table> tables) throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    for (UnreachableStores.Store store : UnreachableStores.all(canaries, closed, folder, tables)) {
      Captured.add(Channel.DESCRIPTIONS, String.valueOf(store.description()));
      try {
        describe(store.description());
        store.attempt().make();
        Captured.add(Channel.EXCEPTIONS, "no error: " + store.description());
      } catch (ConfigurationException e) {
        Captured.hit(Hit.REFUSED_SETTINGS, 1);
        Captured.add(e);
      } catch (Exception e) {
        Captured.hit(Hit.CONNECTION_FAILURES, 1);
        Captured.add(e);
      }
    }
  }

  /** The plan of a pipeline with it. */
  private void describe(Object description) {
    PipelineBuilder pipeline = Pipeline.named("described").records(Users.recordType());
    if (description instanceof RowTarget rows) {
      Captured.add(Channel.DESCRIPTIONS, pipeline.rows(rows).build().plan().toString());
    } else if (description instanceof AggregateTarget aggregates) {
      Pipeline built =
          pipeline.aggregate(Aggregation.named("all").count()).into(aggregates).build();
      Captured.add(Channel.DESCRIPTIONS, built.plan().toString());
    }
  }
}
