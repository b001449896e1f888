package dev.rollcall.spark;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunListener;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.pipeline.RunStatus;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.topic.KafkaTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * Runs pipelines on Spark. Immutable; every method that takes an argument returns a changed copy.
 *
 * <p>With Spark's Kafka source one task is one range of one topic partition, in order; it becomes
 * one {@link dev.rollcall.core.internal.process.PartitionProcessor}. Options that would split or
 * duplicate a range are refused: {@code minPartitions}, {@code maxRecordsPerPartition} and
 * speculation. A batch that Spark repeats, even with other content, changes nothing. The driver
 * opens the stores first, so it must reach them, too.
 *
 * <pre>{@code
 * try (SparkRun run = SparkPipelines.on(spark).checkpoint("/data/checkpoint")
 *     .start(pipeline, KafkaTopic.named("users"))) {
 *   run.awaitCaughtUp();
 * }
 * }</pre>
 */
public final class SparkPipelines {

  private static final List<String> REFUSED = List.of("minPartitions", "maxRecordsPerPartition");
  private static final List<String> OURS =
      List.of(
          "subscribe",
          "subscribePattern",
          "assign",
          "startingOffsets",
          "endingOffsets",
          "failOnDataLoss",
          "includeHeaders");

  private final SparkSession spark;
  private final @Nullable String checkpoint;
  private final Map<String, String> options;
  private final RunListener listener;

  private SparkPipelines(
      SparkSession spark,
      @Nullable String checkpoint,
      Map<String, String> options,
      RunListener listener) {
    this.spark = spark;
    this.checkpoint = checkpoint;
    this.options = Map.copyOf(options);
    this.listener = listener;
  }

  /** Runs on this session. */
  public static SparkPipelines on(SparkSession spark) {
    return new SparkPipelines(spark, null, Map.of(), new RunListener() {});
  }

  /**
   * The folder of a stream's checkpoint; required by {@link #start}. A checkpoint belongs to one
   * pipeline and one source; it is refused for a topic that was created again.
   */
  public SparkPipelines checkpoint(String folder) {
    return new SparkPipelines(spark, folder, options, listener);
  }

  /** An option of Spark's Kafka source, such as {@code maxOffsetsPerTrigger}. */
  public SparkPipelines option(String name, String value) {
    Map<String, String> more = new TreeMap<>(options);
    more.put(name, value);
    return new SparkPipelines(spark, checkpoint, more, listener);
  }

  /**
   * Registers a listener, called on the driver: with what each task stored, once its batch has
   * ended, and with what Spark's checkpoint holds of it. Replaces an earlier one. Default: none.
   */
  public SparkPipelines listener(RunListener runListener) {
    return new SparkPipelines(spark, checkpoint, options, runListener);
  }

  /** Starts a stream that runs until it is stopped. */
  public SparkRun start(Pipeline pipeline, KafkaTopic topic) {
    return stream(pipeline, topic, Trigger.ProcessingTime(0));
  }

  /** Starts a stream that ends once it has processed what the topic held at the start. */
  public SparkRun startAvailableNow(Pipeline pipeline, KafkaTopic topic) {
    return stream(pipeline, topic, Trigger.AvailableNow());
  }

  /**
   * Processes what the topic holds now, as one batch without a checkpoint.
   *
   * @throws dev.rollcall.core.error.RollcallException if it failed
   */
  public RunReport runBatch(Pipeline pipeline, KafkaTopic topic) {
    requireSound(pipeline, false);
    TopicIdentity identity = KafkaTopics.identify(topic);
    BatchRunner batches = new BatchRunner(pipeline, topic, identity, listener);
    batches.notifier().notify(each -> each.assigned(identity.all()));
    RunStatus.State end = RunStatus.State.FAILED;
    try {
      batches.open();
      batches.begin(true);
      batches.run(records(spark.read().format("kafka").options(sourceOptions(topic)).load()));
      RunReport report = batches.report().requireBalanced();
      end = RunStatus.State.STOPPED;
      return report;
    } catch (Exception e) {
      // not only unchecked ones: Scala throws a failed job's error without declaring it
      throw batches.explained(e);
    } finally {
      batches.ended(batches.status(end, 0));
      batches.close();
    }
  }

  private SparkRun stream(Pipeline pipeline, KafkaTopic topic, Trigger trigger) {
    requireSound(pipeline, true);
    TopicIdentity identity = KafkaTopics.identify(topic);
    String folder = String.valueOf(checkpoint);
    CheckpointMark.require(spark.sparkContext().hadoopConfiguration(), folder, pipeline, identity);
    BatchRunner batches = new BatchRunner(pipeline, topic, identity, listener);
    StreamProgress progress = new StreamProgress(pipeline.name(), identity, batches);
    Dataset<Row> records =
        records(spark.readStream().format("kafka").options(sourceOptions(topic)).load());
    try {
      batches.open();
      batches.begin(CheckpointMark.isUnread(spark.sparkContext().hadoopConfiguration(), folder));
      batches.notifier().notify(each -> each.assigned(identity.all()));
      spark.streams().addListener(progress);
      StreamingQuery query =
          records
              .writeStream()
              .queryName(pipeline.name())
              .option("checkpointLocation", folder)
              .trigger(trigger)
              .foreachBatch((Dataset<Row> batch, Long id) -> batches.run(batch))
              .start();
      return new SparkRun(query, batches, progress);
    } catch (TimeoutException e) {
      spark.streams().removeListener(progress);
      batches.close();
      throw new IllegalStateException("Spark did not start the stream in time", e);
    } catch (RuntimeException e) {
      spark.streams().removeListener(progress);
      batches.close();
      throw batches.explained(e);
    } catch (Error e) {
      spark.streams().removeListener(progress);
      batches.close();
      throw e;
    }
  }

  private void requireSound(Pipeline pipeline, boolean streaming) {
    List<String> problems = new ArrayList<>();
    for (String option : options.keySet()) {
      if (REFUSED.stream().anyMatch(option::equalsIgnoreCase)) {
        problems.add(
            "option '"
                + option
                + "' would split a partition into parallel ranges, which loses updates; leave it"
                + " out, and give the topic more partitions for more tasks");
      } else if (OURS.stream().anyMatch(option::equalsIgnoreCase) || option.startsWith("kafka.")) {
        problems.add(
            "option '" + option + "' is set here; Kafka's settings belong to the KafkaTopic");
      }
    }
    if (spark.sparkContext().getConf().getBoolean("spark.speculation", false)) {
      problems.add("spark.speculation runs one range twice at a time; switch it off");
    }
    if (streaming && checkpoint == null) {
      problems.add("a stream needs checkpoint(…): where Spark keeps its positions");
    }
    if (!problems.isEmpty()) {
      throw ConfigurationException.of("Spark run of pipeline '" + pipeline.name() + "'", problems);
    }
  }

  private Map<String, String> sourceOptions(KafkaTopic topic) {
    Map<String, String> all = new TreeMap<>(options);
    topic.properties().forEach((name, value) -> all.put("kafka." + name, value));
    all.put("kafka.bootstrap.servers", topic.bootstrapServers());
    all.put("kafka.isolation.level", "read_committed");
    all.put("subscribe", topic.name());
    all.put("startingOffsets", "earliest");
    all.put("failOnDataLoss", "true");
    all.put("includeHeaders", "true");
    return all;
  }

  /**
   * What a task needs of each message, the timestamp in milliseconds whatever the session's zone.
   */
  private static Dataset<Row> records(Dataset<Row> messages) {
    return messages.select(
        functions.col("partition"),
        functions.col("offset"),
        functions.unix_millis(functions.col("timestamp")),
        functions.col("key"),
        functions.col("value"),
        functions.col("headers"));
  }
}
