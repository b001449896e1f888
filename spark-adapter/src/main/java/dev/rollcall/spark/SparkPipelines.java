package dev.rollcall.spark;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunListener;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.pipeline.RunStatus;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.KafkaTopicSet;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.topic.KafkaTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  /**
   * How long the broker holds a fetch for which it has nothing. A task reads records that are
   * there; but its consumer also asks for what follows them, and at the end of the log its next
   * request waits behind that one: with Kafka's default, half a second in each task.
   */
  private static final String LONGEST_FETCH_MS = "10";

  /**
   * How many records a task's consumer takes from a fetch at a time: all that it has. Spark asks
   * the broker after each poll where the partition begins and ends, which are two requests more.
   */
  private static final String MOST_POLLED = "5000";

  private static final Logger LOG = LoggerFactory.getLogger(SparkPipelines.class);

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
    return start(pipeline, KafkaTopicSet.of(topic));
  }

  /**
   * The same of several topics. One that begins to match a pattern joins the stream with its next
   * batch.
   */
  public SparkRun start(Pipeline pipeline, KafkaTopicSet topics) {
    return stream(pipeline, topics, Trigger.ProcessingTime(0));
  }

  /** Starts a stream that ends once it has processed what the topic held at the start. */
  public SparkRun startAvailableNow(Pipeline pipeline, KafkaTopic topic) {
    return startAvailableNow(pipeline, KafkaTopicSet.of(topic));
  }

  /** The same of several topics. */
  public SparkRun startAvailableNow(Pipeline pipeline, KafkaTopicSet topics) {
    return stream(pipeline, topics, Trigger.AvailableNow());
  }

  /**
   * Processes what the topic holds now, as one batch without a checkpoint.
   *
   * @throws dev.rollcall.core.error.RollcallException if it failed
   */
  public RunReport runBatch(Pipeline pipeline, KafkaTopic topic) {
    return runBatch(pipeline, KafkaTopicSet.of(topic));
  }

  /**
   * The same of several topics.
   *
   * @throws dev.rollcall.core.error.RollcallException if it failed
   */
  public RunReport runBatch(Pipeline pipeline, KafkaTopicSet given) {
    requireSound(pipeline, false);
    KafkaTopicSet topics = apart(pipeline, given);
    BatchRunner batches = new BatchRunner(pipeline, topics, KafkaTopics.identify(topics), listener);
    List<SourcePartition> partitions = partitions(batches);
    batches.notifier().notify(each -> each.assigned(partitions));
    RunStatus.State end = RunStatus.State.FAILED;
    try {
      batches.open();
      batches.begin(topic -> true);
      batches.run(spark.read().format("kafka").options(sourceOptions(topics)).load());
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

  /** Without what the pipeline writes itself. */
  private static KafkaTopicSet apart(Pipeline pipeline, KafkaTopicSet topics) {
    return topics.without(
        CompiledPipeline.of(pipeline)
            .deadLetterTarget()
            .map(target -> Set.of(target.name()))
            .orElse(Set.of()));
  }

  private static List<SourcePartition> partitions(BatchRunner batches) {
    return batches.identities().stream().flatMap(each -> each.all().stream()).toList();
  }

  private SparkRun stream(Pipeline pipeline, KafkaTopicSet given, Trigger trigger) {
    requireSound(pipeline, true);
    KafkaTopicSet topics = apart(pipeline, given);
    List<TopicIdentity> identities = KafkaTopics.identify(topics);
    if (identities.isEmpty()) {
      LOG.warn(
          "{}: no topic matches yet; the stream waits, and reads one from its beginning once it is"
              + " made",
          topics.place());
    }
    String folder = String.valueOf(checkpoint);
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Set<TopicIdentity> unread =
        CheckpointMark.require(hadoop, folder, pipeline, topics, identities);
    BatchRunner batches = new BatchRunner(pipeline, topics, identities, listener);
    batches.onJoin(joined -> CheckpointMark.join(hadoop, folder, joined));
    StreamProgress progress = new StreamProgress(pipeline.name(), batches);
    Dataset<Row> messages =
        spark.readStream().format("kafka").options(sourceOptions(topics)).load();
    try {
      batches.open();
      boolean isNew = CheckpointMark.isUnread(hadoop, folder);
      batches.begin(topic -> isNew || unread.contains(topic));
      if (topics.topics().size() != 1) {
        CheckpointMark.join(hadoop, folder, identities);
      }
      List<SourcePartition> partitions = partitions(batches);
      batches.notifier().notify(each -> each.assigned(partitions));
      spark.streams().addListener(progress);
      StreamingQuery query =
          messages
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

  private Map<String, String> sourceOptions(KafkaTopicSet topics) {
    Map<String, String> all = new TreeMap<>(options);
    all.put("kafka.fetch.max.wait.ms", LONGEST_FETCH_MS);
    all.put("kafka.max.poll.records", MOST_POLLED);
    topics.properties().forEach((name, value) -> all.put("kafka." + name, value));
    all.put("kafka.bootstrap.servers", topics.bootstrapServers());
    all.put("kafka.isolation.level", "read_committed");
    if (topics.pattern() == null) {
      all.put("subscribe", topics.name());
    } else {
      all.put("subscribePattern", topics.expression());
    }
    all.put("startingOffsets", "earliest");
    all.put("failOnDataLoss", "true");
    all.put("includeHeaders", "true");
    return all;
  }
}
