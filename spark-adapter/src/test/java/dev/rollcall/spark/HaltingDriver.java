package dev.rollcall.spark;

import dev.rollcall.core.pipeline.FlushBounds;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.mongo.MongoAggregates;
import dev.rollcall.mongo.MongoRows;
import java.io.Serializable;
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
    AGGREGATES_WRITTEN,
    /** All tasks of the batch have flushed and Spark has not committed it. */
    BATCH_DONE,
    NEVER;

    int exitCode() {
      return this == NEVER ? 0 : 40 + ordinal();
    }
  }

  /**
   * Stores that outlive a driver.
   *
   * @param topic name of the source topic
   * @param kafka bootstrap servers
   * @param mongo connection string
   * @param database of rows and aggregates; letters go to the topic of this name
   */
  record Stores(String topic, String kafka, String mongo, String database) implements Serializable {

    KafkaTopic source() {
      return KafkaTopic.named(topic).bootstrapServers(kafka);
    }

    MongoRows rows() {
      return MongoRows.database(database).collection("rows").connectionString(mongo);
    }

    MongoAggregates aggregates() {
      return MongoAggregates.database(database).connectionString(mongo);
    }

    DeadLetterTopic letters() {
      return DeadLetterTopic.named(database).bootstrapServers(kafka).autoCreate();
    }
  }

  private static final AtomicInteger LEFT = new AtomicInteger();
  private static volatile boolean armed;

  private HaltingDriver() {}

  static Pipeline pipeline(Stores stores, StoreHook hook, int flushAt) {
    return Parity.pipeline(
            hook.rows(stores.rows()), hook.aggregates(stores.aggregates()), stores.letters())
        .flush(new FlushBounds(flushAt, 1 << 20))
        .build();
  }

  /** Arguments: the four of the stores, checkpoint, point, times, shuffle partitions, records. */
  public static void main(String[] args) {
    Stores stores = new Stores(args[0], args[1], args[2], args[3]);
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
    Pipeline pipeline = pipeline(stores, step -> count(point, step), 25);
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

  private static void count(Point point, StoreHook.Step step) {
    boolean mine =
        step == StoreHook.Step.ROWS && point == Point.ROWS_WRITTEN
            || step == StoreHook.Step.AGGREGATES && point == Point.AGGREGATES_WRITTEN;
    if (armed && mine && LEFT.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(point.exitCode());
    }
  }

  private static void print(RunReport report) {
    RunReport.Applied counted = report.aggregations().get("by_nationality");
    System.out.println(report.read() + " " + counted.applied() + " " + counted.alreadyApplied());
    System.out.flush();
  }
}
