package dev.rollcall.faults.spark;

import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.spark.SparkPipelines;
import dev.rollcall.spark.SparkRun;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark driver in a JVM of its own that halts at a point of its second batch, or runs to the end
 * of the topic. After each batch it prints {@code read applied alreadyApplied} so far.
 */
final class HaltingDriver {

  /** Where the JVM halts: without shutdown hooks and without another word, as by kill -9. */
  enum Point {
    ROWS_WRITTEN,
    /** The documents of the last aggregation. */
    AGGREGATES_WRITTEN,
    /** All tasks of the batch have flushed and Spark has not committed it. */
    BATCH_DONE,
    NEVER;

    int exitCode() {
      return this == NEVER ? 0 : 40 + ordinal();
    }
  }

  private static final AtomicInteger LEFT = new AtomicInteger();
  private static volatile boolean armed;

  private HaltingDriver() {}

  /** Arguments: the four of the stores, checkpoint, point, times, shuffle partitions, records. */
  public static void main(String[] args) {
    UserStores stores = UserStores.of(args);
    Point point = Point.valueOf(args[5]);
    LEFT.set(Integer.parseInt(args[6]));
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", args[7])
            .getOrCreate();
    Pipeline pipeline = UserPipeline.of(stores, reached -> count(point, reached), 25);
    AtomicInteger batches = new AtomicInteger();
    try (SparkRun run =
        SparkPipelines.on(spark)
            .checkpoint(args[4])
            .option("maxOffsetsPerTrigger", args[8])
            .startAvailableNow(pipeline, stores.source())) {
      run.onProgress(
          read -> {
            if (read > 0) {
              print(run.report());
              armed = true;
              if (point == Point.BATCH_DONE && batches.incrementAndGet() == 2) {
                Runtime.getRuntime().halt(point.exitCode());
              }
            }
          });
      run.awaitEnd();
    }
    spark.stop();
  }

  private static void count(Point point, Point reached) {
    if (armed && point == reached && LEFT.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(point.exitCode());
    }
  }

  static void print(RunReport report) {
    RunReport.Applied counted =
        Objects.requireNonNull(report.aggregations().get(UserPipeline.COUNTED));
    System.out.println(report.read() + " " + counted.applied() + " " + counted.alreadyApplied());
    System.out.flush();
  }
}
