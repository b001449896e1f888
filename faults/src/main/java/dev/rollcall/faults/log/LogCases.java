package dev.rollcall.faults.log;

import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.testkit.server.TestServers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
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
  private static final long PATIENCE_S = 300;

  @Option(
      names = "--records",
      description = "Records that a case begins with. Default: ${DEFAULT-VALUE}.")
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
    List<LogShape> shapes = Stream.concat(ReshapedLogs.shapes(), ReplacedLogs.shapes()).toList();
    List<LogCase> cases =
        shapes.stream().map(shape -> new LogCase(servers, records, seed)).toList();
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      tasks.add(task(shapes.get(i), cases.get(i), progress));
    }
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<Boolean>> done = pool.invokeAll(tasks, PATIENCE_S, TimeUnit.SECONDS);
      for (int i = 0; i < shapes.size(); i++) {
        judge(shapes.get(i).name(), cases.get(i), done.get(i), result);
      }
      PlantedBugs.plant(servers, records, seed, result);
    } finally {
      pool.shutdownNow();
    }
  }

  private static Callable<Boolean> task(LogShape shape, LogCase log, Consumer<String> progress) {
    return () -> {
      try (log) {
        shape.body().run(log);
      }
      synchronized (progress) {
        progress.accept(shape.name() + ": " + log.verdict());
      }
      return true;
    };
  }

  private static void judge(String name, LogCase log, Future<?> done, FaultResult result)
      throws InterruptedException {
    try {
      done.get();
    } catch (ExecutionException e) {
      log.violate("the case ended with " + e.getCause());
    } catch (CancellationException e) {
      // its thread may still write into the case
      result.violation(name + ": did not end within " + PATIENCE_S + " s");
      result.fault(name, 0);
      return;
    }
    log.addTo(result, name);
  }
}
