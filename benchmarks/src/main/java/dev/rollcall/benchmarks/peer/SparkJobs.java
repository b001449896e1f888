package dev.rollcall.benchmarks.peer;

import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.to_timestamp;

import dev.rollcall.benchmarks.workload.ForkInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;

/** The jobs that people write with Spark for this: no upsert, no dead letters. */
public final class SparkJobs {

  /** As many threads as cores. */
  public static final String ALL_CORES = "local[*]";

  /** How many records a micro-batch has, in both programs. */
  public static final String OFFSETS_PER_BATCH = "100000";

  private static final String ONE_CORE = "local[1]";
  private static final int JDBC_BATCH = 5_000;
  private static final int ACCURACY = 1_000;

  private static final StructType USER =
      StructType.fromDDL(
          "gender STRING, name STRUCT<title: STRING, first: STRING, last: STRING>,"
              + " location STRUCT<street: STRUCT<number: INT, name: STRING>, city: STRING,"
              + " state: STRING, country: STRING, postcode: STRING>, email STRING,"
              + " login STRUCT<uuid: STRING, username: STRING>,"
              + " dob STRUCT<date: STRING, age: INT>, registered STRUCT<date: STRING>,"
              + " phone STRING, picture STRUCT<medium: STRING>, nat STRING");

  private SparkJobs() {}

  /** The session of this JVM, which the first call starts. */
  public static SparkSession session(String master) {
    SparkSession spark =
        SparkSession.builder()
            .master(master)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }

  /** Appends the profiles of a topic to a table of PostgreSQL; returns the rows read. */
  public static long append(ForkInput input, String table) throws Exception {
    SparkSession spark = session(ALL_CORES);
    Path checkpoint = Files.createTempDirectory("rollcall-bench-checkpoint");
    Dataset<Row> raw =
        spark
            .readStream()
            .format("kafka")
            .option("kafka.bootstrap.servers", input.kafka())
            .option("subscribe", input.topic())
            .option("startingOffsets", "earliest")
            .option("maxOffsetsPerTrigger", OFFSETS_PER_BATCH)
            .load();
    String url =
        input.store()
            + (input.store().contains("?") ? "&" : "?")
            + "reWriteBatchedInserts=true&stringtype=unspecified";
    StreamingQuery query =
        profiles(raw)
            .writeStream()
            .foreachBatch(
                (Dataset<Row> batch, Long number) ->
                    batch
                        .write()
                        .format("jdbc")
                        .option("url", url)
                        .option("dbtable", table)
                        .option("driver", "org.postgresql.Driver")
                        .option("batchsize", JDBC_BATCH)
                        .mode("append")
                        .save())
            .option("checkpointLocation", checkpoint.toString())
            .trigger(Trigger.AvailableNow())
            .start();
    try {
      query.awaitTermination();
      return Arrays.stream(query.recentProgress()).mapToLong(each -> each.numInputRows()).sum();
    } finally {
      delete(checkpoint);
    }
  }

  private static Dataset<Row> profiles(Dataset<Row> raw) {
    return raw.select(from_json(col("value").cast("string"), USER).alias("u"))
        .select("u.*")
        .select(
            col("login.uuid").alias("id"),
            col("name.first").alias("first_name"),
            col("name.last").alias("last_name"),
            col("gender"),
            concat_ws(
                    ", ",
                    concat_ws(" ", col("location.street.number"), col("location.street.name")),
                    col("location.city"),
                    col("location.state"),
                    col("location.country"))
                .alias("address"),
            col("location.postcode").alias("post_code"),
            col("email"),
            col("login.username").alias("username"),
            to_timestamp(col("dob.date")).alias("dob"),
            to_timestamp(col("registered.date")).alias("registered_date"),
            col("phone"),
            col("picture.medium").alias("picture"));
  }

  /** Groups a topic once by nationality, gender and day; returns the records counted. */
  public static long groups(ForkInput input) {
    return session(ONE_CORE)
        .read()
        .format("kafka")
        .option("kafka.bootstrap.servers", input.kafka())
        .option("subscribe", input.topic())
        .option("startingOffsets", "earliest")
        .option("endingOffsets", "latest")
        .load()
        .select(
            to_date(col("timestamp")).alias("day"),
            from_json(
                    col("value").cast("string"),
                    StructType.fromDDL(
                        "gender STRING, login STRUCT<uuid: STRING>, dob STRUCT<age: INT>,"
                            + " nat STRING"))
                .alias("u"))
        .groupBy(col("u.nat"), col("u.gender"), col("day"))
        .agg(
            count(lit(1)).alias("count"),
            avg(col("u.dob.age")).alias("mean"),
            approx_count_distinct(col("u.login.uuid"), 0.012).alias("users"),
            percentile_approx(col("u.dob.age"), array(lit(0.5), lit(0.95)), lit(ACCURACY))
                .alias("ages"))
        .collectAsList()
        .stream()
        .mapToLong(group -> group.getAs("count"))
        .sum();
  }

  /** Removes a folder with all that is in it. */
  public static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
