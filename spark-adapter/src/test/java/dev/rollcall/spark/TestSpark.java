package dev.rollcall.spark;

import org.apache.spark.sql.SparkSession;

/** One session for all tests of this JVM. */
final class TestSpark {

  private static final SparkSession SESSION =
      SparkSession.builder()
          // a task that fails is tried twice more, as on a cluster
          .master("local[2,3]")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.ui.enabled", "false")
          .config("spark.sql.shuffle.partitions", "2")
          .config("spark.sql.session.timeZone", "Asia/Kathmandu")
          .getOrCreate();

  private TestSpark() {}

  /** Its zone is an odd one on purpose: nothing may depend on it. */
  static SparkSession session() {
    return SESSION;
  }
}
