package dev.rollcall.faults.shape;

import dev.rollcall.core.pipeline.PipelineRunner;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;

/** Aborted transactions between committed ones, and one that is open while the log is read. */
final class AbortedTransactions implements LogShape {

  /** Longer than any round of a run that believes it has caught up. */
  private static final long LOOK_MS = 2_500;

  @Override
  public String name() {
    return "aborted transactions, and an open one";
  }

  @Override
  public void run(Bench bench) throws Exception {
    bench.create();
    long part = bench.records / 4;
    bench.append(0, part);
    try (Producer<byte[], byte[]> producer =
        bench.producer(Map.of("transactional.id", bench.topic))) {
      producer.initTransactions();
      producer.beginTransaction();
      bench.append(producer, part, 2 * part, Bench.PARTITIONS);
      producer.abortTransaction();
      producer.beginTransaction();
      bench.append(producer, 2 * part, 3 * part, Bench.PARTITIONS);
      producer.commitTransaction();
      producer.beginTransaction();
      bench.append(producer, 3 * part, 4 * part, Bench.PARTITIONS);
      // behind the open transaction: not to be seen before its end
      bench.append(4 * part, 5 * part);
      readWhileOpen(bench, producer, 2 * part);
    }
    Recount log = bench.recount();
    Recount all = Recount.of(bench.servers, bench.topic, Map.of(), "read_uncommitted");
    bench.hit(log.records() == 4 * part && all.records() == 5 * part);
    bench.requireStored("after the last transaction", log);
  }

  private static void readWhileOpen(Bench bench, Producer<byte[], byte[]> producer, long visible)
      throws Exception {
    try (PipelineRunner runner = bench.start(bench.stores, bench.source())) {
      bench.until("what is committed", () -> runner.status().report().read() >= visible);
      CompletableFuture<?> caughtUp = CompletableFuture.supplyAsync(runner::awaitCaughtUp);
      try {
        caughtUp.get(LOOK_MS, TimeUnit.MILLISECONDS);
        bench.violate(
            "the run says it has caught up, expected it to wait for the open transaction");
      } catch (TimeoutException waits) {
        bench.requireStored("before the open transaction", bench.recount());
      }
      producer.commitTransaction();
      caughtUp.get();
    }
  }
}
