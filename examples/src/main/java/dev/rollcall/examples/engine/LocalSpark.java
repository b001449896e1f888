package dev.rollcall.examples.engine;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** A Spark session inside this JVM, bound to the loopback address. */
final class LocalSpark {

  private LocalSpark() {}

  static SparkSession start(Path folder) {
    return SparkSession.builder()
        .appName("rollcall")
        .master("local[*]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.local.dir", folder.resolve("spark").toString())
        .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toUri().toString())
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate();
  }
}
