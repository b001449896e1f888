package dev.rollcall.faults.log;

import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.testkit.server.TestServers;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/**
 * T5: shapes of a real log, each read by a real run into stores in memory. Each must be correct, by
 * a comparison made with other means, or halt with an error that says what happened.
 */
public final class LogCases extends FaultTest {

  private static final int AT_ONCE = 4;
  private static final long PATIENCE_S = 1_800;

  @Option(names = "--records", description = "Records that a case begins with.")
  private long records = 20_000;

  public LogCases() {
    super(
        "T5",
        "log shapes: partitions grown, topics re-created, compaction, aborted transactions,"
            + " truncation, offsets gone",
        "--records=1000");
  }

  @Override
  public void run(FaultResult result, Consumer<String> progress) throws Exception {
    String servers = TestServers.kafka().bootstrapServers();
    result.figure("records a case begins with", records);
    List<LogCase> cases =
        Stream.concat(ReshapedLogs.shapes(), ReplacedLogs.shapes())
            .map(shape -> new LogCase(servers, records, seed, shape, progress))
            .toList();
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<Boolean>> done = pool.invokeAll(cases, PATIENCE_S, TimeUnit.SECONDS);
      for (int i = 0; i < cases.size(); i++) {
        LogCase log = cases.get(i);
        if (done.get(i).isCancelled()) {
          // its thread may still write into the case
          result.violation(log.shape.name() + ": did not end within " + PATIENCE_S + " s");
          result.fault(log.shape.name(), 0);
        } else {
          log.addTo(result);
        }
      }
    } finally {
      pool.shutdownNow();
    }
    for (LogShape bug : PlantedBugs.shapes()) {
      boolean caught = new LogCase(servers, records, seed, bug, progress).call();
      result.planted(bug.name(), caught ? 1 : 0);
    }
  }
}
