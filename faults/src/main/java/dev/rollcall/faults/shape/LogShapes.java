package dev.rollcall.faults.shape;

import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultResultBuilder;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.faults.Parameters;
import dev.rollcall.testkit.server.TestServers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * T5: shapes of a real log, each read by a real run into stores in memory. Each must be correct, by
 * a recount with other means, or halt with an error that says what happened.
 */
public final class LogShapes implements FaultTest {

  private static final int AT_ONCE = 4;
  private static final long PATIENCE_S = 300;

  private static List<LogShape> shapes() {
    return List.of(
        new CompactedTopic(),
        new GrownTopic(),
        new RecreatedBetweenRuns(),
        new RecreatedUnderReader(),
        new AbortedTransactions(),
        new CutLog(true),
        new CutLog(false),
        new DeletedUnread(),
        new ForgottenOffsets());
  }

  @Override
  public String id() {
    return "T5";
  }

  @Override
  public String title() {
    return "log shapes: partitions grown, topics re-created, compaction, aborted transactions,"
        + " truncation, offsets gone";
  }

  @Override
  public Set<String> parameters() {
    return Set.of("records");
  }

  @Override
  public Map<String, String> shortForm() {
    return Map.of("records", "1000");
  }

  @Override
  public FaultResult run(Parameters parameters, Consumer<String> progress) throws Exception {
    long records = parameters.getLong("records", 20_000);
    long seed = parameters.seed();
    String servers = TestServers.kafka().bootstrapServers();
    FaultResultBuilder result = FaultResult.of(id()).figure("records a case begins with", records);
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<LogShape> shapes = shapes();
      List<Bench> benches =
          shapes.stream().map(shape -> new Bench(servers, records, seed)).toList();
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < shapes.size(); i++) {
        tasks.add(task(shapes.get(i), benches.get(i), progress));
      }
      List<Future<Void>> done = pool.invokeAll(tasks, PATIENCE_S, TimeUnit.SECONDS);
      for (int i = 0; i < shapes.size(); i++) {
        judge(shapes.get(i).name(), benches.get(i), done.get(i), result);
      }
      PlantedBugs.plant(servers, records, seed, result);
    } finally {
      pool.shutdownNow();
    }
    return result.build();
  }

  private static Callable<Void> task(LogShape shape, Bench bench, Consumer<String> progress) {
    return () -> {
      try (bench) {
        shape.run(bench);
      }
      synchronized (progress) {
        progress.accept(shape.name() + ": " + bench.verdict());
      }
      return null;
    };
  }

  private static void judge(String name, Bench bench, Future<Void> done, FaultResultBuilder result)
      throws InterruptedException {
    try {
      done.get();
    } catch (ExecutionException e) {
      bench.violate("the case ended with " + e.getCause());
    } catch (CancellationException e) {
      bench.violate("the case did not end within " + PATIENCE_S + " s");
      result.violation(name + ": did not end within " + PATIENCE_S + " s");
      result.fault(name, 0);
      return;
    }
    bench.violations().forEach(words -> result.violation(name + ": " + words));
    result
        .fault(name, bench.isHit() ? 1 : 0)
        .figure(name, bench.verdict())
        .lost(bench.lost())
        .doubled(bench.doubled());
  }
}
