package dev.rollcall.faults.spark;

import dev.rollcall.spark.SparkPipelines;
import dev.rollcall.spark.SparkRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark driver with executors in JVMs of their own, the first of which halts once, after it made
 * a flush durable and before its task ended. Prints {@code read applied alreadyApplied}.
 */
final class ClusterDriver {

  private static final AtomicInteger WRITES = new AtomicInteger();

  private ClusterDriver() {}

  /** Arguments: the four of the stores, checkpoint, the file that the halting executor makes. */
  public static void main(String[] args) {
    UserStores stores = UserStores.of(args);
    String marker = args[5];
    SparkSession spark =
        SparkSession.builder()
            .master("local-cluster[2,1,512]")
            .config("spark.executor.memory", "512m")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.ui.enabled", "false")
            .getOrCreate();
    try (SparkRun run =
        SparkPipelines.on(spark)
            .checkpoint(args[4])
            .option("maxOffsetsPerTrigger", "600")
            .startAvailableNow(
                UserPipeline.of(stores, point -> haltOnce(point, marker), 25), stores.source())) {
      HaltingDriver.print(run.awaitEnd());
    }
    spark.stop();
  }

  private static void haltOnce(HaltingDriver.Point point, String marker) {
    if (point != HaltingDriver.Point.AGGREGATES_WRITTEN || WRITES.incrementAndGet() != 1) {
      return;
    }
    try {
      Files.writeString(
          Files.createFile(Path.of(marker)), Long.toString(ProcessHandle.current().pid()));
    } catch (FileAlreadyExistsException another) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().halt(50);
  }
}
