package dev.rollcall.spark;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.FlushResult;
import dev.rollcall.core.internal.run.AggregateDefinitions;
import dev.rollcall.core.internal.run.ListenerNotifier;
import dev.rollcall.core.internal.run.RunContext;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunListener;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.pipeline.RunStatus;
import dev.rollcall.core.port.SharedResources.Lease;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.kafka.KafkaTopicSet;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.source.KafkaRecords;
import dev.rollcall.kafka.topic.TopicGuard;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the batches of one run, on the driver. One action reads each batch once; each of its tasks
 * is a range of one partition, and each of its documents is written by one task. Threadsafe.
 */
final class BatchRunner {

  private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

  /** How often a batch is read while another run merges rows of it. */
  private static final int MOST_ATTEMPTS = 10;

  /** Grows by topics that a pattern finds later. */
  private volatile SparkJob job;

  /** Told of topics that join, before anything is read of them. */
  private Consumer<List<TopicIdentity>> joining = joined -> {};

  private final ListenerNotifier notifier;
  private RunReport report = RunReport.EMPTY;
  private LongConsumer progress = read -> {};

  BatchRunner(
      Pipeline pipeline,
      KafkaTopicSet topics,
      List<TopicIdentity> identities,
      RunListener listener) {
    this.job = SparkJob.of(pipeline, topics, identities);
    this.notifier = new ListenerNotifier(listener);
  }

  ListenerNotifier notifier() {
    return notifier;
  }

  /** The topics that are read, as they were found. */
  List<TopicIdentity> identities() {
    return job.identities();
  }

  /** Registers who is told of topics that join a stream. */
  void onJoin(Consumer<List<TopicIdentity>> listener) {
    joining = listener;
  }

  /**
   * Opens the ports on the driver before any task does, for the whole run: a table is made once and
   * not by every executor at the same time, and what does not fit is reported before anything runs.
   */
  void open() {
    job.run()
        .run(
            () -> {
              // a lease for the whole run: only close() ends it
              ExecutorPorts.acquire(job);
              LOG.info(
                  "the run has started: {}, on Spark, from kafka:{}",
                  job.pipeline(),
                  job.topics().name());
            });
  }

  /**
   * Begins all partitions of each topic, or goes on with them: a checkpoint begins each partition
   * at its first offset, also those that the topic gets later, and is of one definition.
   *
   * @param isNew whether nothing of a topic has been read with the checkpoint
   * @throws dev.rollcall.core.error.ConfigurationException if a rebuild would go on where it has
   *     not begun
   */
  void begin(Predicate<TopicIdentity> isNew) {
    job.run()
        .run(
            () -> {
              try (Lease<ExecutorPorts> ports = ExecutorPorts.acquire(job)) {
                AggregateDefinitions definitions = ports.get().stores().definitions();
                for (TopicIdentity each : job.identities()) {
                  if (isNew.test(each)) {
                    definitions.begin(each.all(), partition -> true);
                  } else {
                    definitions.goOn(each.all());
                  }
                }
              }
            });
  }

  /** Reports the end of the run, successful or not, to the listener and the log. */
  void ended(RunStatus last) {
    try {
      // waits for a call that Spark's own thread is making
      notifier.notify(listener -> listener.observed(last));
    } catch (FatalException e) {
      LOG.warn("at the end of the run: {}", e.getMessage());
    }
    job.run()
        .run(
            () -> {
              if (last.state() == RunStatus.State.FAILED) {
                LOG.error("the run has ended, by an error; until then {}", last.report());
              } else {
                LOG.info("the run has ended: {}", last.report());
              }
              last.report().remarks().forEach(remark -> LOG.info("{}", remark));
            });
  }

  /** The run's id for the logs. */
  RunContext context() {
    return job.run();
  }

  /** Takes messages of Spark's Kafka source through the pipeline. */
  void run(Dataset<Row> messages) {
    job.run().run(() -> process(messages));
  }

  private void process(Dataset<Row> messages) {
    // the tasks look, too; but a batch may be empty or may fail for the lack of what it shall read
    try (Lease<ExecutorPorts> ports = ExecutorPorts.acquire(job)) {
      job.identities().forEach(ports.get().guard()::requireSame);
      if (job.topics().pattern() != null) {
        join(ports.get());
      }
    }
    List<FlushResult> ranges = merged(messages);
    requireWholeLog(ranges);
    ranges.forEach(range -> range.forEachEvent(notifier::notify));
    RunReport batch =
        ranges.stream().map(FlushResult::report).reduce(RunReport.EMPTY, RunReport::plus);
    synchronized (this) {
      report = report.plus(batch);
      progress.accept(report.read());
    }
  }

  /** Reads the batch until nobody else has merged rows of its partitions meanwhile. */
  private List<FlushResult> merged(Dataset<Row> messages) {
    for (int attempt = 1; ; attempt++) {
      List<Object> results = results(messages);
      List<DocumentTask.Merged> merged = of(DocumentTask.Merged.class, results);
      Optional<String> superseded =
          merged.stream()
              .map(DocumentTask.Merged::superseded)
              .filter(why -> !why.isEmpty())
              .findFirst();
      if (superseded.isEmpty()) {
        List<FlushResult> ranges = of(FlushResult.class, results);
        return ranges.stream().map(range -> range.with(share(merged, ranges.size()))).toList();
      }
      if (attempt == MOST_ATTEMPTS) {
        throw new TransientException(superseded.get());
      }
      LOG.warn("the batch is read again: {}", superseded.get());
    }
  }

  /** One action reads each batch once. */
  private List<Object> results(Dataset<Row> messages) {
    JavaRDD<InternalRow> rows = KafkaRows.rdd(messages);
    boolean counts = CompiledPipeline.of(job.pipeline()).aggregateTarget().isPresent();
    int merging =
        counts ? Math.min(rows.getNumPartitions(), rows.context().defaultParallelism()) : 0;
    JavaPairRDD<Integer, byte[]> ranges =
        rows.mapPartitionsToPair(new RangeTask(job, KafkaRows.of(messages), merging));
    JavaRDD<byte[]> results =
        counts
            ? ranges.partitionBy(new HashPartitioner(merging)).mapPartitions(new DocumentTask(job))
            : ranges.values();
    return results.collect().stream().map(TaskBytes::read).toList();
  }

  private static <T> List<T> of(Class<T> type, List<Object> results) {
    return results.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Each range has its share of the time that merging took. */
  private static Map<String, Duration> share(List<DocumentTask.Merged> merged, int ranges) {
    Map<String, Duration> spent = new HashMap<>();
    merged.forEach(
        each ->
            each.targets()
                .forEach(
                    (target, time) -> spent.merge(target, time.dividedBy(ranges), Duration::plus)));
    return spent;
  }

  /** The batch was planned before this is asked, so it has no topic that is not known now. */
  private void join(ExecutorPorts ports) {
    List<TopicIdentity> joined =
        ports.guard().now().stream().filter(each -> !job.knows(each.topic())).toList();
    if (joined.isEmpty()) {
      return;
    }
    List<SourcePartition> partitions =
        joined.stream().flatMap(each -> each.all().stream()).toList();
    ports.stores().definitions().begin(partitions, partition -> true);
    joining.accept(joined);
    job = job.and(joined);
    LOG.info("reads {} from now on", joined.stream().map(TopicIdentity::topic).toList());
    notifier.notify(listener -> listener.assigned(partitions));
  }

  /** Checks that the log still contains what the aggregates hold; needed only after a replay. */
  private void requireWholeLog(List<FlushResult> ranges) {
    List<FlushResult> ahead =
        ranges.stream().filter(range -> range.appliedOffset() >= range.nextOffset()).toList();
    if (ahead.isEmpty()) {
      return;
    }
    Map<SourcePartition, Long> ends = new HashMap<>();
    for (FlushResult range : ahead) {
      String topic = topic(range.partition());
      if (!ends.containsKey(range.partition())) {
        ends.putAll(KafkaRecords.ends(job.topics().topic(topic)));
      }
      long end = ends.getOrDefault(range.partition(), 0L);
      if (range.appliedOffset() >= end) {
        throw new FatalException(
            "topic '%s', partition %d: the aggregates hold offset %d, but the log ends at %d: it was cut, restored or made again, and its new records would be taken for applied; name it as another source with sourceId(…), or rebuild the aggregates by replay"
                .formatted(topic, range.partition().partition(), range.appliedOffset(), end));
      }
    }
  }

  private String topic(SourcePartition partition) {
    return job.identities().stream()
        .filter(each -> each.sourceId().equals(partition.sourceId()))
        .findFirst()
        .orElseThrow()
        .topic();
  }

  synchronized void onProgress(LongConsumer listener) {
    progress = listener;
    progress.accept(report.read());
  }

  synchronized RunReport report() {
    return report;
  }

  /** The run's status; nothing is in flight between batches. */
  RunStatus status(RunStatus.State state, long lag) {
    boolean live = state == RunStatus.State.RUNNING;
    Set<SourcePartition> partitions = Set.copyOf(job.partitions());
    return new RunStatus(state, partitions, lag, 0, 0, live, live, report());
  }

  /**
   * Finds the cause of a failure: Rollcall's own error under the layers that Spark puts around it;
   * else that a topic is not the one it was; else what Spark says.
   */
  RollcallException explained(Throwable error) {
    RollcallException own = SparkErrors.own(error);
    if (own != null) {
      return own;
    }
    try (TopicGuard guard = TopicGuard.open(job.topics())) {
      job.identities().forEach(guard::requireSame);
    } catch (FatalException halt) {
      halt.addSuppressed(error);
      return halt;
    } catch (RollcallException unknown) {
      error.addSuppressed(unknown);
    }
    return new FatalException(
        "the Spark run of pipeline '%s' failed: %s"
            .formatted(job.pipeline().name(), error.getMessage()),
        error);
  }

  /** Closes the ports on the driver; executors close theirs when they are idle. */
  void close() {
    ExecutorPorts.end(job.id());
  }
}
