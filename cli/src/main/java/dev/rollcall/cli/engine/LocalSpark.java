package dev.rollcall.cli.engine;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.checkpointing.FileSystemBasedCheckpointFileManager;

/**
 * A Spark session inside this JVM, bound to the loopback address; started by {@code spark-submit},
 * this JVM is the driver of the cluster that it names.
 */
final class LocalSpark {

  private LocalSpark() {}

  static SparkSession start(Path folder) {
    SparkSession.Builder session =
        SparkSession.builder()
            .appName("rollcall")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.session.timeZone", "UTC");
    // what spark-submit was told are system properties here
    return System.getProperty("spark.master") == null
        ? local(session, folder).getOrCreate()
        : session.getOrCreate();
  }

  private static SparkSession.Builder local(SparkSession.Builder session, Path folder) {
    return session
        .master("local[*]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        // the one that Spark would choose starts twenty processes for the files of each batch
        .config(
            "spark.sql.streaming.checkpointFileManagerClass",
            FileSystemBasedCheckpointFileManager.class.getName())
        .config("spark.local.dir", folder.resolve("spark").toString())
        .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toUri().toString());
  }
}
